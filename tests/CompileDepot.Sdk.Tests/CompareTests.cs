using System.Text.RegularExpressions;
using CompileDepot.Core.Tests.Docs;
using CompileDepot.Sdk.Tests.Fixtures;
using TestRun = CompileDepot.Sdk.Tests.Fixtures.TestRun;

namespace CompileDepot.Sdk.Tests;

/// <summary>The comparison with other caches, as its page calls it, in its smallest form: it takes minutes in any other.</summary>
[TestClass]
public sealed partial class CompareTests : ScenarioTest
{
    private const string Line = "bash eng/compare/run.sh --projects 2 --rounds 1 --only plain,compiledepot --no-soundness";

    [TestMethod]
    public void Compare_PrintsTheTableAndLeavesNothing_WhenItIsCalledAsThePageSays()
    {
        NeedsSdk();
        NeedsCommand("git", "--version");
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Needs Linux.");
        Assert.Contains(Line, RepositoryText.Read("eng/docs/comparison.md"));
        var temporary = Directory.CreateDirectory(Path.Combine(Folder, "temporary")).FullName;
        var outcome = DotNet.Run(new DotNetCall
        {
            Prefix = ["bash", "-c", Line],
            Arguments = [],
            WorkingFolder = TestRun.RepositoryFolder(),
            Environment = new Dictionary<string, string?> { ["TMPDIR"] = temporary, ["COMPILEDEPOT_TEST_FEED"] = TestRun.Feed },
            SharesPackages = false,
            // Some twenty builds, an install and the restores of four trees.
            Timeout = TimeSpan.FromMinutes(15),
        });

        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        var cells = Row().Matches(outcome.Output).ToDictionary(m => m.Groups["case"].Value, m => m.Groups["count"].Value);
        Assert.HasCount(8, cells, outcome.Output);
        Assert.AreEqual("0 of 2", cells["cold: clean tree, empty caches"], outcome.Output);
        foreach (var warm in new[] { "clean tree, nothing changed", "clean tree at another path, nothing changed", "clean tree, an empty commit later" })
            Assert.AreEqual("2 of 2", cells[warm], outcome.Output);
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(temporary, "compiledepot-compare.*"), outcome.Output);
    }

    [GeneratedRegex(@"^\| (?<case>(cold|clean|built)[^|]*?) \| [\d.]+ \| [\d.]+ \((?<count>\d+ of \d+)\) \|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
