using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What is not stored is compiled each time, and the reason is said. (Bytes are not compared: these builds are different each time.)</summary>
[TestClass]
public sealed class StorableTests : ScenarioTest
{
    [TestMethod]
    public void Build_IsNotStored_WhenItIsNotDeterministic()
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        library.Set("Deterministic", "false");
        AssertNeverStored(workspace, "determin");
    }

    [TestMethod]
    public void Build_IsNotStored_WhenAssemblyVersionHasAWildcard()
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        library.Set("Deterministic", "false").Set("GenerateAssemblyVersionAttribute", "false")
            .File("Version.cs", "[assembly: System.Reflection.AssemblyVersion(\"1.0.*\")]\n");
        AssertNeverStored(workspace, "");
    }

    [TestMethod]
    public void Build_PassesThrough_WhenCompilerExecutionIsSkipped()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);
        var designTime = new BuildStep { Command = "msbuild" }.With("-t:Compile", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:DesignTimeBuild=true");
        var outcome = workspace.Cached(designTime);
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        Assert.IsEmpty(workspace.Depot.Entries);
        workspace.Build(1, 0);
        outcome = workspace.Cached(designTime);
        Assert.IsFalse(outcome.Files.Keys.Any(path => path.EndsWith("/Lib.dll", StringComparison.Ordinal)), "a design-time build restores nothing");
    }

    private static void AssertNeverStored(Workspace workspace, string reason)
    {
        for (var i = 0; i < 2; i++)
        {
            var outcome = workspace.Cached(new BuildStep());
            Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
            Assert.HasCount(1, outcome.Log.Compilations);
            Assert.AreEqual(new Counts(1, 0), outcome.Counts);
            Assert.IsTrue(outcome.Log.DepotMessages.Any(line =>
                line.Contains("not stored: ", StringComparison.Ordinal) && line.Contains(reason, StringComparison.OrdinalIgnoreCase)), string.Join('\n', outcome.Log.DepotMessages));
        }

        Assert.IsEmpty(workspace.Depot.Entries);
    }
}
