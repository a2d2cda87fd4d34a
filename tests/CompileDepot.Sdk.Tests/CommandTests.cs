using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Every command that builds, one node and many, with the compiler server and without.</summary>
[TestClass]
public sealed class CommandTests : ScenarioTest
{
    [TestMethod]
    [DataRow("msbuild", 1)]
    [DataRow("build", 2)]
    [DataRow("publish", 1)]
    [DataRow("pack", 1)]
    public void Command_RestoresEverything_WhenDepotIsWarm(string command, int nodes)
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        var step = new BuildStep { Command = command, Nodes = nodes, UsesServer = false, Configuration = command is "publish" or "pack" ? "Release" : "Debug" };
        workspace.Build(3, 0, step);
        workspace.Build(0, 3, step);
    }

    [TestMethod]
    public void Build_RestoresEverything_WhenGraphIsBuilt()
    {
        var workspace = NewWorkspace();
        Samples.AllLanguages(workspace.Tree);
        var step = new BuildStep { Nodes = 2, UsesServer = false }.With("-graph");
        workspace.Build(4, 0, step);
        workspace.Build(0, 4, step);
    }

    /// <summary>MSBuild's experimental multithreaded mode runs no task factory of others: such a build must go on as the plain one does.</summary>
    [TestMethod]
    [DataRow("-mt")]
    [DataRow("-multiThreaded:true")]
    [DataRow("/mt")]
    public void Build_IsThePlainBuild_WhenMultiThreaded(string option)
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        var step = new BuildStep { Nodes = 2 }.With(option);
        workspace.Build(null, null, step);
        workspace.Build(null, null, step);
        workspace.Build(null, null);
    }

    /// <summary>The switch can stand in a file that MSBuild reads by itself, and then in no command line.</summary>
    [TestMethod]
    public void Build_IsThePlainBuild_WhenDirectoryBuildRspSaysMultiThreaded()
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        workspace.Tree.Write("Directory.Build.rsp", "-mt\n");
        workspace.Build(null, null, new BuildStep { Nodes = 2 });
    }

    [TestMethod]
    public void Test_RestoresAndRunsTests_WhenDepotIsWarm()
    {
        var workspace = OneLibrary(out var library);
        workspace.Tree.Add(Samples.CSharp("Lib.Tests").References(library)
            .Item("<PackageReference Include=\"Microsoft.NET.Test.Sdk\" Version=\"18.11.0\" />")
            .Item("<PackageReference Include=\"MSTest.TestAdapter\" Version=\"4.5.2\" />")
            .Item("<PackageReference Include=\"MSTest.TestFramework\" Version=\"4.5.2\" />")).File("Tests.cs", """
                using Microsoft.VisualStudio.TestTools.UnitTesting;

                [assembly: DoNotParallelize]

                [TestClass]
                public class Tests
                {
                    [TestMethod]
                    public void Greets() => Assert.AreEqual("Hello, you!", Sample.Greeter.Greet("you"));
                }

                """);
        var step = new BuildStep { Command = "test" };
        Assert.Contains("Passed!", workspace.Build(2, 0, step).Output);
        var again = workspace.Build(0, 2, step);
        Assert.Contains("Passed!", again.Output);
        // Each session of tests has a number of its own, which is a property. Of the test project itself a package has targets.
        AssertWhole(1, again);
        Assert.Contains("Passed!", workspace.Build(0, 2, step.With("-graph")).Output);
        library.Edit("Lib.cs", "Hello", "Bye");
        // The reference assembly is the same: only the library compiles, and the test must see the new behaviour and fail.
        Assert.Contains("Failed!", workspace.Build(1, 1, step).Output);
    }

    [TestMethod]
    public void Build_RestoresEverything_WhenCompilerServerIsOn()
    {
        var workspace = NewWorkspace();
        Samples.AllLanguages(workspace.Tree);
        var pipe = "cd-e2e-" + Guid.NewGuid().ToString("N");
        var step = new BuildStep()
            .With($"-p:SharedCompilationId={pipe}", "-p:UseSharedCompilation=true")
            .WithEnvironment("UseSharedCompilation", null);
        try
        {
            workspace.Build(4, 0, step);
            workspace.Build(0, 4, step);
            // And between the two: what one way stored, the other restores.
            workspace.Build(0, 4, new BuildStep { UsesServer = false });
        }
        finally
        {
            CompilerServer.End(pipe);
        }
    }
}
