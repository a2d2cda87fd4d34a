using System.Text.RegularExpressions;
using CompileDepot.Core.Tests.Docs;
using CompileDepot.Sdk.Tests.Fixtures;
using TestRun = CompileDepot.Sdk.Tests.Fixtures.TestRun;

namespace CompileDepot.Sdk.Tests;

/// <summary>What the README tells a new user, to the letter.</summary>
[TestClass]
public sealed partial class QuickStartTests
{
    [TestMethod]
    public void QuickStart_GoesAsItIsWritten_WhenTheFolderIsEmpty()
    {
        if (TestRun.IsPlain || OperatingSystem.IsWindows())
            Assert.Inconclusive("Needs the packed SDK, and bash.");
        var blocks = Block().Matches(RepositoryText.Section("README.md", "Quick start")).Select(m => m.Groups["text"].Value).ToList();
        Assert.HasCount(2, blocks);
        // That is done for all tests of a run, to another folder.
        Assert.AreEqual("dotnet pack Build.sln -c Release -o ~/compiledepot-feed\n", blocks[0]);

        var home = Directory.CreateDirectory(Path.Combine(TestRun.Folder, "home")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(home, "compiledepot-feed"), TestRun.Feed);
        TakeSources(home);
        var work = Directory.CreateDirectory(Path.Combine(home, "work")).FullName;
        var script = Path.Combine(home, "quick-start.sh");
        File.WriteAllText(script, blocks[1]);
        var outcome = DotNet.Run(new DotNetCall
        {
            // The script does not look at its argument, which is the name of dotnet.
            Prefix = ["bash", "-e", script],
            Arguments = [],
            WorkingFolder = work,
            Environment = new Dictionary<string, string?> { ["HOME"] = home, ["PATH"] = $"{home}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}" },
        });

        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        var sums = Sum().Matches(outcome.Output).Select(m => m.Value).ToList();
        CollectionAssert.AreEqual(new[] { "CompileDepot: 0 restored, 2 compiled", "CompileDepot: 2 restored, 0 compiled" }, sums, outcome.Output);
        Assert.IsTrue(Directory.Exists(Path.Combine(home, ".compiledepot", "v1", "blobs")), "the depot of the user");
    }

    // The packages' sources of this machine's user, who has another home.
    private static void TakeSources(string home)
    {
        const string place = ".nuget/NuGet/NuGet.Config";
        var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), place);
        if (!File.Exists(own))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(home, place))!);
        File.Copy(own, Path.Combine(home, place));
    }

    [GeneratedRegex("^```bash\\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("CompileDepot: \\d+ restored, \\d+ compiled")]
    private static partial Regex Sum();
}
