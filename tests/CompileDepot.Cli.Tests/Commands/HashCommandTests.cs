using System.Diagnostics;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class HashCommandTests : IDisposable
{
    private readonly EvaluatedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [TestMethod]
    [DataRow("<CompileDepotMode>Foo</CompileDepotMode>", "CD0001")]
    [DataRow("<CompileDepotRoot>here</CompileDepotRoot>", "CD0003")]
    [DataRow("<CompileDepotReshare>perhaps</CompileDepotReshare>", "CD0004")]
    public void Hash_IsAFaultOfTheProject_WhenItsSettingMeansNothing(string property, string code)
    {
        _tree.WriteProject("Bad", property);
        _tree.WriteProject("Good");
        _tree.Write("All.slnx", "<Solution><Project Path=\"Bad/Bad.csproj\" /><Project Path=\"Good/Good.csproj\" /></Solution>");
        var result = _tree.Cli.Run("hash", "--json");
        Assert.AreEqual(ExitCode.FoundWrong, result.Code, result.Error);
        StringAssert.StartsWith(result.Error, "error CD0115: The hashes of 1 project could not be told. Bad/Bad.csproj: ");
        var projects = result.Json(ExitCode.FoundWrong).GetProperty("projects").EnumerateArray().ToDictionary(p => p.GetProperty("project").GetString()!);
        StringAssert.Contains(projects["Bad/Bad.csproj"].GetProperty("reason").GetString(), $"({code})");
        Assert.AreEqual(System.Text.Json.JsonValueKind.String, projects["Good/Good.csproj"].GetProperty("hash").ValueKind, result.Output);
    }

    [TestMethod]
    public void Hash_NamesTheProjectWhoseSettingIsWrong_WhenOthersReferToIt()
    {
        _tree.WriteProject("Bad", "<CompileDepotMode>Foo</CompileDepotMode>");
        _tree.WriteProject("Middle", rest: """<ItemGroup><ProjectReference Include="../Bad/Bad.csproj" /></ItemGroup>""");
        _tree.WriteProject("Top", rest: """<ItemGroup><ProjectReference Include="../Middle/Middle.csproj" /></ItemGroup>""");
        var result = _tree.Cli.Run("hash", "Top", "--json");
        StringAssert.StartsWith(result.Error, "error CD0115: The hashes of 1 project could not be told. Bad/Bad.csproj: ");
        var reasons = result.Json(ExitCode.FoundWrong).GetProperty("projects").EnumerateArray().ToDictionary(p => p.GetProperty("project").GetString()!, p => p.GetProperty("reason").GetString());
        Assert.AreEqual("the hash of Bad/Bad.csproj is not known", reasons["Middle/Middle.csproj"]);
        Assert.AreEqual("the hash of Bad/Bad.csproj is not known", reasons["Top/Top.csproj"]);
    }

    [TestMethod]
    public void Since_RestoresWithTheSameProperties_ForgetsTheTree_AndSaysWhatLiesAboveIt()
    {
        Directory.Delete(_tree.PathOf(".git"));
        Tool("init", "-q");
        // Restored is only what is told all of it.
        _tree.WriteProject("Lib", rest: "<Target Name=\"Restore\"><Error Text=\"$(List) $(_CompileDepotForgets)\" Condition=\"'$(List)' != 'a;b' or '$(Other)' != '1' or '$(_CompileDepotForgets)' != 'true'\" /></Target>");
        Tool("add", "-A");
        Tool("-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgSign=false", "commit", "-q", "-m", "first");
        _tree.Write("Lib/Lib.csproj", File.ReadAllText(_tree.PathOf("Lib/Lib.csproj")) + "<!-- changed -->");
        var above = Path.Combine(_tree.Top, "Directory.Packages.props");
        File.WriteAllText(above, "<Project />");
        var json = _tree.Cli.Run("hash", "Lib", "-p", "Other=1;List=\"a;b\"", "--since", "HEAD", "--json").Json();
        Assert.AreEqual("Changed", json.GetProperty("projects")[0].GetProperty("since").GetProperty("change").GetString());
        StringAssert.Contains(json.GetProperty("since").GetProperty("notes").ToString(), $"{above} counts in the present tree, and not in the former one");
    }

    [TestMethod]
    public void Hash_NamesProjectsFromTheRootThatTheyName()
    {
        _tree.WriteProject("Lib", $"<CompileDepotRoot>{_tree.Top}/</CompileDepotRoot>");
        var json = _tree.Cli.Run("hash", "Lib", "--json").Json();
        Assert.AreEqual(_tree.Top, json.GetProperty("root").GetString());
        Assert.AreEqual("tree/Lib/Lib.csproj", json.GetProperty("projects")[0].GetProperty("project").GetString());
    }

    private void Tool(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _tree.Root })!;
        git.WaitForExit();
        Assert.AreEqual(0, git.ExitCode, string.Join(' ', arguments));
    }
}
