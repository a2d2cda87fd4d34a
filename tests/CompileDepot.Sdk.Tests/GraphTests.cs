using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Static graph builds: projects are restored before MSBuild schedules them.</summary>
[TestClass]
public sealed class GraphTests : ScenarioTest
{
    [TestMethod]
    public void Build_EqualsPlainGraphBuild_WhenHitsAndMissesAndOtherTargetsMix()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        var shop = new Shop(tree);
        var graph = new BuildStep { UsesServer = false }.With("-graph");
        tree.Mark("first");
        workspace.Build(Shop.Compiles, 0, graph with { Nodes = 2 });
        AssertWhole(Shop.Builds, workspace.Build(0, Shop.Compiles, graph with { Nodes = 2 }));
        AssertWhole(0, workspace.BuildAgain(0, 0, graph));
        // What the plugin recorded ends with the build, too: so the records of one build are known for one.
        if (!Fixtures.TestRun.IsPlain)
            Assert.IsEmpty(Directory.EnumerateFiles(Path.Combine(workspace.DepotPath, "v1", "builds"), "*.jsonl").Where(f => !File.ReadLines(f).Last().StartsWith("{\"end\":", StringComparison.Ordinal)));
        // The same hashes with and without a graph.
        AssertWhole(Shop.Builds, workspace.Build(0, Shop.Compiles, graph with { Arguments = [] }));

        shop.Lib.Edit("Lib.cs", "Greet(Made", "Greet(\"the \" + Made").File("content.json", "{ \"c\": 3 }\n");
        workspace.BuildAgain(1, null, graph);
        // One in the middle that a depot can't stand in for.
        shop.Lib.Set("PostBuildEvent", "echo after > $(TargetDir)after.txt");
        workspace.BuildAgain(null, null, graph);
        workspace.Build(0, Shop.Compiles, graph);
        tree.Return("first");
        AssertWhole(Shop.Builds, workspace.Build(0, Shop.Compiles, graph));
        BuildStep Target(string target) => new BuildStep { Command = "msbuild", UsesServer = false }.With($"-t:{target}", "-graph");
        // Core can't be published, for it has two frameworks: this step fails, and those above Core are published all the same.
        var published = workspace.Sequence(graph, Target("Publish"), Target("Clean"), graph, Target("Rebuild"), Target("Pack"));
        Assert.AreEqual(1, published[1].ExitCode);
        // What is only built for the published one is restored whole; all of it is in its place for those that are packed.
        AssertWhole(Shop.Builds - 1, workspace.Sequence(Target("Publish") with { Project = "App/App.csproj" }, Target("Pack"))[0]);
    }

    /// <summary>Dependencies that are only asked for names are not there afterwards.</summary>
    [TestMethod]
    public void Build_DoesNotRestore_WhatIsNotToBeBuilt()
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        var graph = new BuildStep().With("-graph");
        workspace.Build(3, 0, graph);
        Assert.AreEqual(1, workspace.Build(null, null, (graph with { Project = "App/App.csproj" }).With("--no-dependencies")).ExitCode);
    }

    /// <summary>A setting that means nothing is an error, whatever a depot has.</summary>
    [TestMethod]
    public void Build_Fails_WhereASettingMeansNothing()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        var failed = workspace.Cached(new BuildStep().With("-graph", "-p:CompileDepotClosed=yes"));
        Assert.AreEqual(1, failed.ExitCode);
        Assert.IsTrue(failed.Has("CD0004"));
    }

    /// <summary>Some projects only have the SDK.</summary>
    [TestMethod]
    public void Build_EqualsPlainGraphBuild_WhenOnlySomeProjectsHaveTheSdk()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var (_, middle, _) = Samples.Chain(workspace.Tree);
        middle.Set("CompileDepotEnabled", "false");
        var graph = new BuildStep { UsesServer = false }.With("-graph");
        workspace.Build(null, null, graph);
        AssertWhole(1, workspace.Build(null, null, graph));
    }
}
