using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Other targets than Build, before and after projects were restored whole, against the same sequence without the SDK.</summary>
[TestClass]
public sealed class ProjectCommandTests : ScenarioTest
{
    [TestMethod]
    public void Targets_BehaveAsEver_WhenProjectsWereRestoredBefore()
    {
        var workspace = NewWorkspace();
        _ = new Shop(workspace.Tree);
        var build = new BuildStep { UsesServer = false };
        BuildStep Target(string targets, params string[] more) => new BuildStep { Command = "msbuild", UsesServer = false }.With([$"-t:{targets}", .. more]);
        workspace.Build(Shop.Compiles, 0, build);
        workspace.Sequence(build, Target("Clean"), build, Target("Rebuild"), Target("Publish"));
        workspace.Sequence(build, Target("Pack"), Target("Publish") with { Project = "App/App.csproj" });
        workspace.Sequence(
            Target("Compile") with { Project = "App/App.csproj" },
            Target("ResolveReferences;CoreCompile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:BuildingProject=false") with { Project = "Lib/Lib.csproj" },
            build,
            build.With("-p:BuildProjectReferences=false") with { Project = "App/App.csproj" });
        // Without a build before: dependencies are restored for what is published, and the build that follows finds all of it in its place, and restores the framework of Core that nobody uses.
        AssertWhole(1, workspace.Sequence(Target("Publish"), build)[1]);
    }
}
