using System.Text.Json;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary><c>compiledepot doctor</c> of a tree that builds with the packed SDK.</summary>
[TestClass]
public sealed class DoctorTests : ScenarioTest
{
    [TestMethod]
    public void Doctor_SaysWhatIsRestoredWholeAndWhatBindsResults()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var (lib, middle, _) = Samples.Chain(workspace.Tree);
        lib.Element("<Target Name=\"Stamp\" AfterTargets=\"Build\" />");
        middle.Set("DebugType", "embedded");
        workspace.Cached(new BuildStep { UsesServer = false });
        var outcome = Tool.Run(workspace.Tree.Root, workspace.DepotPath, "doctor", "--json");
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        var findings = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("findings").EnumerateArray()
            .Select(f => $"{f.GetProperty("verdict")} {f.GetProperty("about")}: {f.GetProperty("what")} @ {string.Join(", ", f.GetProperty("where").EnumerateArray())}").ToList();
        var all = string.Join('\n', findings);
        StringAssert.Contains(all, "Good CompileDepot.Sdk: imported by 3 projects @ ");
        StringAssert.Contains(all, "Notice whole projects: their compiles are restored, and the rest of their builds is not: nobody has said that a depot can stand in for the target Stamp ({root}/Lib/Lib.csproj:");
        StringAssert.Contains(all, "Good whole projects: 2 of 3 projects can be restored whole");
        StringAssert.Contains(all, "Notice settings: DebugType=embedded: results serve the path and commit where they were made alone @ Middle/Middle.csproj");
        StringAssert.Contains(all, "Notice results: some are bound to its root and commit, and are made anew elsewhere @ Middle/Middle.csproj (");
    }
}
