using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>A build that fails without CompileDepot fails with it, in the same words, and nothing of it is kept.</summary>
[TestClass]
public sealed class ErrorTests : ScenarioTest
{
    [TestMethod]
    public void Build_FailsAsPlain_WhenSourcesAreWrong()
    {
        var workspace = NewWorkspace();
        var (_, middle, _) = Samples.Chain(workspace.Tree);
        workspace.Build(3, 0);
        workspace.Tree.Mark("good");
        var entries = workspace.Depot.Listing();
        middle.Edit("Middle.cs", "Greeter.Greet", "Greeter.Shout");
        workspace.Tree.Mark("bad");
        var failed = workspace.Build(compiled: 1, restored: 1);
        Assert.AreEqual(1, failed.ExitCode);
        Assert.IsTrue(failed.Has("CS0117"), failed.Output);
        Assert.AreEqual(entries, workspace.Depot.Listing());
        Assert.AreEqual(1, workspace.Build(1, 1, new BuildStep { UsesServer = false, Nodes = 2 }.With("-graph")).ExitCode);
        workspace.Tree.Return("good");
        workspace.Build(0, 3);
        workspace.Tree.Return("bad");
        workspace.Build(compiled: 1, restored: 1);
        middle.Edit("Middle.cs", "Greeter.Shout", "Greeter.Greet").Edit("Middle.cs", "\"middle\"", "\"center\"");
        workspace.BuildAgain(compiled: 1, restored: null);
    }

    [TestMethod]
    public void Build_FailsAsPlain_WhenEachLanguageIsWrong()
    {
        var workspace = NewWorkspace();
        var languages = Samples.AllLanguages(workspace.Tree);
        languages.CSharp.Edit("Greeter.cs", "return", "retrun");
        languages.VisualBasic.Edit("Doubler.vb", "Return value", "Return values");
        languages.FSharp.Edit("Adder.fs", "a + b", "a + c");
        var failed = workspace.Build(3, 0);
        Assert.AreEqual(1, failed.ExitCode);
        Assert.IsEmpty(workspace.Depot.Entries);
        workspace.Build(3, 0);
    }

    [TestMethod]
    public void Build_FailsAsPlain_WhenASourceIsMissing()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<Compile Include=\"Gone.cs\" />");
        Assert.AreEqual(1, workspace.Build(1, 0).ExitCode);
        library.File("Gone.cs", "namespace Sample;\n\npublic class Gone\n{\n}\n").WithoutItem("<Compile Include=\"Gone.cs\" />");
        workspace.Build(1, 0);
    }

    [TestMethod]
    public void Build_FailsAsPlain_WhenASwitchIsWrong()
    {
        var workspace = OneLibrary(out var library);
        library.Set("LangVersion", "nonsense");
        Assert.AreEqual(1, workspace.Build(1, 0).ExitCode);
        library.Set("LangVersion", "latest").Set("CompilerResponseFile", "missing.rsp");
        Assert.AreEqual(1, workspace.Build(null, 0).ExitCode);
    }
}
