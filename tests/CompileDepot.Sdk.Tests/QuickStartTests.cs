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
        SkipWhereItCantRun();
        var blocks = Blocks();
        // That is done for all tests of a run, to another folder.
        Assert.AreEqual("dotnet pack Build.sln -c Release -o ~/compiledepot-feed\n", blocks[0]);

        var home = MakeHome("home");
        var outcome = RunScript(home, blocks[1]);

        CollectionAssert.AreEqual(new[] { "CompileDepot: 0 restored, 2 compiled", "CompileDepot: 2 restored, 0 compiled" }, Sums(outcome), outcome.Output);
        Assert.IsTrue(Directory.Exists(Path.Combine(home, ".compiledepot", "v1", "blobs")), "the depot of the user");
    }

    /// <summary>A repository with its own sources of packages, which names no feed of ours and is not changed but by 'init'.</summary>
    [TestMethod]
    public void QuickStart_TakesThreeCommands_WhereARepositoryIs()
    {
        SkipWhereItCantRun();
        var commands = Blocks()[2].TrimEnd('\n').Split('\n');
        Assert.HasCount(3, commands);

        var outcome = RunScript(MakeHome("home2"), $"""
            mkdir shop
            cd shop
            git init --quiet
            dotnet new classlib --output src/Domain
            dotnet new sln --name Shop
            dotnet sln add src/Domain
            git add .
            cd ..
            {commands[0]}
            cd shop
            {commands[1]}
            {commands[2]}
            git status --short --untracked-files=all
            dotnet build
            git clean -fdxq src
            dotnet build

            """);

        CollectionAssert.AreEqual(new[] { "CompileDepot: 0 restored, 1 compiled", "CompileDepot: 1 restored, 0 compiled" }, Sums(outcome), outcome.Output);
        foreach (var file in (string[])["global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Solution.targets", ".gitignore"])
            Assert.Contains($"?? {file}\n", outcome.Output);
    }

    private static void SkipWhereItCantRun()
    {
        if (TestRun.IsPlain || OperatingSystem.IsWindows())
            Assert.Inconclusive("Needs the packed SDK, and bash.");
    }

    // What stands between fences.
    private static List<string> Blocks()
    {
        var blocks = RepositoryText.Section("README.md", "Quick start").Split("```").Where((_, i) => i % 2 == 1).Select(b => b[(b.IndexOf('\n', StringComparison.Ordinal) + 1)..]).ToList();
        Assert.HasCount(3, blocks);
        return blocks;
    }

    private static string MakeHome(string name)
    {
        var home = Directory.CreateDirectory(Path.Combine(TestRun.Folder, name)).FullName;
        Directory.CreateSymbolicLink(Path.Combine(home, "compiledepot-feed"), TestRun.Feed);
        TakeSources(home);
        return home;
    }

    private static DotNetOutcome RunScript(string home, string text)
    {
        var script = Path.Combine(home, "quick-start.sh");
        File.WriteAllText(script, text);
        var outcome = DotNet.Run(new DotNetCall
        {
            // The script does not look at its argument, which is the name of dotnet.
            Prefix = ["bash", "-e", script],
            Arguments = [],
            WorkingFolder = Directory.CreateDirectory(Path.Combine(home, "work")).FullName,
            Environment = new Dictionary<string, string?> { ["HOME"] = home, ["PATH"] = $"{home}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}" },
        });
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        return outcome;
    }

    private static List<string> Sums(DotNetOutcome outcome) => Sum().Matches(outcome.Output).Select(m => m.Value).ToList();

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

    [GeneratedRegex("CompileDepot: \\d+ restored, \\d+ compiled")]
    private static partial Regex Sum();
}
