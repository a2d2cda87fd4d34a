using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CompileDepot.Core.Tests.Reports;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed partial class ReportCommandTests : IDisposable
{
    private readonly SampleReport _sample = new();
    private readonly CliRunner _cli;

    public ReportCommandTests() => _cli = new CliRunner(_sample.Depot.Root, _sample.Depot.Folder);

    private string DefaultPage => Path.Combine(_sample.Depot.Root, "build.html");

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_WritesThePageInTheCurrentFolder_WhenNoPlaceIsGiven()
    {
        _sample.AddBuilds(2);
        _cli.Run("report").Check(ExitCode.Done, $"{DefaultPage}: the last build of {_sample.Depot.Root}, begun ");
        Assert.StartsWith("<!DOCTYPE html>\n", File.ReadAllText(DefaultPage));
        CollectionAssert.AreEqual(new[] { DefaultPage }, Directory.GetFiles(_sample.Depot.Root), "and nothing else");
    }

    [TestMethod]
    public void Run_WritesAnotherBuild_WhenAsked()
    {
        _sample.AddBuilds(3);
        var path = _sample.Depot.Beside("pages/old.html");
        _cli.Run("report", "--build", "3", "-o", "../pages/old.html").Check(ExitCode.Done, $"{path}: build 3 of ");
        StringAssert.Contains(File.ReadAllText(path), "2026-03-01 09:59:59 UTC</time>, ");
        StringAssert.Contains(File.ReadAllText(path), "2 before the last build");
    }

    [TestMethod]
    public void Run_WritesTheSameBytes_WhenTheRecordsAreTheSame()
    {
        _sample.AddBuilds(5, libraries: 10);
        _cli.Run("report").Check(ExitCode.Done);
        var before = File.ReadAllBytes(DefaultPage);
        _cli.Run("report").Check(ExitCode.Done);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(DefaultPage));
    }

    [TestMethod]
    public void Run_PutsNothingOfARecordIntoThePageAsMarkup()
    {
        _sample.AddBuilds(2);
        _cli.Run("report").Check(ExitCode.Done);
        var page = File.ReadAllText(DefaultPage);
        Assert.DoesNotContain("<img", page);
        Assert.DoesNotContain("<Words>", page);
        Assert.DoesNotContain("<Info>", page);
        Assert.DoesNotContain("<a>.cs", page);
        StringAssert.Contains(page, "&lt;img src=x onerror=alert(1)&gt; &quot;Ünï&quot; &#x27;ж&#x27; &amp; Co.");
    }

    [TestMethod]
    public void Run_PermitsOnlyThePagesOwnStyleAndScript()
    {
        _sample.AddBuilds(1);
        _cli.Run("report").Check(ExitCode.Done);
        var page = File.ReadAllText(DefaultPage);
        var policy = System.Net.WebUtility.HtmlDecode(Policy().Match(page).Groups["policy"].Value);
        Assert.AreEqual($"default-src 'none'; style-src '{Hash("style", page)}'; script-src '{Hash("script", page)}'; base-uri 'none'; form-action 'none'", policy);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), "no address");
        Assert.DoesNotContain(" style=", page, "the policy forbids it");
        Assert.DoesNotMatchRegex(@"\son\w+=""", page, "the policy forbids it");
        foreach (Match reference in Reference().Matches(page))
            Assert.StartsWith("#", reference.Groups["target"].Value, "leads out of the page");

        static string Hash(string element, string page) =>
            "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(page, $"<{element}>(?<text>.*?)</{element}>", RegexOptions.Singleline).Groups["text"].Value)));
    }

    [TestMethod]
    public void Run_SaysWhatCannotBeKnown_WhenNothingTellsTheReferences()
    {
        _sample.Depot.AddBuild(_sample.Depot.Action("Lonely"));
        _cli.Run("report").Check(ExitCode.Done);
        var page = File.ReadAllText(DefaultPage);
        StringAssert.Contains(page, "What the projects refer to is not known.");
        StringAssert.Contains(page, "src/Lonely/Lonely.csproj");
        StringAssert.Contains(page, "This is the only build of the tree that is recorded.");
    }

    [TestMethod]
    public void Run_TellsProgramsTheSame_WhenAskedForJson()
    {
        _sample.AddBuilds(2);
        var json = _cli.Run("report", "--json").Json();
        Assert.AreEqual("page depot root build start end hits misses notStored projectsRestored reasons secondsSaved bytesRestored damage projects trend", JsonShape.Names(json));
        Assert.AreEqual((DefaultPage, true), (json.GetProperty("page").GetString(), File.Exists(DefaultPage)));
        var projects = json.GetProperty("projects").EnumerateArray().ToDictionary(p => p.GetProperty("project").GetString()!);
        Assert.AreEqual("project framework configuration outcome references actions", JsonShape.Names(projects[SampleReport.PathOf("Web")]));
        Assert.AreEqual("App Gone", string.Join(' ', projects[SampleReport.PathOf("Web")].GetProperty("references").EnumerateArray().Select(r => Path.GetFileNameWithoutExtension(r.GetProperty("project").GetString()))));
        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, projects[SampleReport.PathOf("Tool")].GetProperty("references").ValueKind);
        Assert.AreEqual("NotRecorded", projects[SampleReport.PathOf("Gone")].GetProperty("outcome").GetString());
        Assert.AreEqual("build start hits misses notStored secondsSaved", JsonShape.Names(json.GetProperty("trend")[0]));
        Assert.AreEqual("2 1", string.Join(' ', json.GetProperty("trend").EnumerateArray().Select(t => t.GetProperty("build").GetInt32())));
    }

    [TestMethod]
    public void Run_SaysWhereItLooked_WhenThereIsNoSuchBuild()
    {
        _cli.Run("report").Check(ExitCode.FoundWrong, error: $"error CD0108: No build of {_sample.Depot.Root} is recorded in {_sample.Depot.Depot.Layout.Builds}");
        _sample.AddBuilds(2);
        _cli.Run("report", "--build", "3").Check(ExitCode.FoundWrong, error: "error CD0108: There is no build 3 of ").Check(ExitCode.FoundWrong, error: "--build goes from 1, the last one, to 2.");
        Assert.IsFalse(File.Exists(DefaultPage));
    }

    [TestMethod]
    public void Run_LeavesWhatIsThere_WhenThePlaceIsAFolder()
    {
        _sample.AddBuilds(1);
        _cli.Run("report", "-o", ".").Check(ExitCode.FoundWrong, error: "is a folder. Name a file with --output.");
        File.WriteAllText(_sample.Depot.Beside("file"), "x");
        _cli.Run("report", "-o", "../file/build.html").Check(ExitCode.FoundWrong, error: "error CD0103: ");
        Assert.AreEqual("x", File.ReadAllText(_sample.Depot.Beside("file")));
    }

    [GeneratedRegex("<meta http-equiv=\"Content-Security-Policy\" content=\"(?<policy>[^\"]*)\">")]
    private static partial Regex Policy();

    [GeneratedRegex("(?:(?:href|src)=\"|url\\()(?<target>[^\")]*)")]
    private static partial Regex Reference();
}
