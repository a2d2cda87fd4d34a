using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Many builds at once share a depot, and any of them may die at any moment.</summary>
[TestClass]
public sealed class ConcurrencyTests : ScenarioTest
{
    [TestMethod]
    public void Builds_AllGiveThePlainResult_WhenFourCheckoutsShareAnEmptyDepot()
    {
        var depot = Path.Combine(Folder, "shared");
        var workspaces = Enumerable.Range(0, 4).Select(i => NewWorkspace(name: $"w{i}", depot: depot)).ToList();
        var step = new BuildStep { Nodes = 2, UsesServer = false };
        foreach (var workspace in workspaces)
        {
            Samples.Chain(workspace.Tree);
            workspace.Restore();
        }

        var cached = workspaces.AsParallel().WithDegreeOfParallelism(4).Select(w => (w, w.Cached(step))).ToList();
        foreach (var (workspace, outcome) in cached)
            Comparison.AssertEqual(workspace, step, outcome, workspace.Plain(step));
        foreach (var workspace in workspaces)
            workspace.Build(compiled: 0, restored: 3);
    }

    [TestMethod]
    public void Builds_AllGiveThePlainResult_WhenOneTreeIsBuiltTwiceAtOnceIntoOneDepot()
    {
        // Debug and Release of one tree: different outputs, the same record of the checkout.
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        workspace.Restore();
        workspace.BuildTogether(new BuildStep { IsClean = false }, new BuildStep { IsClean = false, Configuration = "Release" });
        workspace.Build(0, 3);
        workspace.Build(0, 3, new BuildStep { Configuration = "Release" });
    }

    /// <summary>SIGKILL at moments spread over a build, from its start to its end; a fixed seed, so that a failure comes again.</summary>
    [TestMethod]
    public void Build_GivesThePlainResult_WhenFormerBuildsWereKilled()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Restore();
        var random = new Random(20);
        for (var round = 0; round < 8; round++)
        {
            lib.File("Lib.cs", Samples.LibrarySource.Replace("Hello", $"Hello {round}", StringComparison.Ordinal));
            workspace.Cached(new BuildStep { IsClean = round % 2 == 0, KillAfter = TimeSpan.FromMilliseconds(1200 + random.Next(4500)) });
            if (round % 4 == 3)
                workspace.BuildAgain(null, null);
        }

        workspace.Build(null, null);
        workspace.Build(compiled: 0, restored: 3);
    }
}
