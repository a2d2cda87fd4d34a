using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Scripts of edits over three projects, App → Middle → Lib; what runs is asserted after each.</summary>
[TestClass]
public sealed class EditScriptTests : ScenarioTest
{
    [TestMethod]
    public void Build_CompilesOnlyTheLibrary_WhenABodyIsEdited()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Tree.Mark("first");
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "Hello", "Good morning");
        workspace.Build(compiled: 1, restored: 2);
        workspace.Tree.Return("first");
        workspace.Build(compiled: 0, restored: 3);
    }

    [TestMethod]
    public void Build_CompilesWhatSeesIt_WhenAnInterfaceIsEdited()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Tree.Mark("first");
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "int unused = 1;", "").Edit("Lib.cs", "Greet(string name)", "Greet(string name, int times = 1)");
        // App gets Lib as a transitive reference, so its key changes too.
        workspace.Build(compiled: 3, restored: 0);
        workspace.Tree.Return("first");
        workspace.Build(compiled: 0, restored: 3);
    }

    [TestMethod]
    public void BuildAgain_EqualsCleanPlainBuild_WhenEditsComeAndGo()
    {
        var workspace = NewWorkspace();
        var (lib, middle, app) = Samples.Chain(workspace.Tree);
        workspace.Build(3, 0);
        workspace.Tree.Mark("first");
        lib.Edit("Lib.cs", "Hello", "Good morning");
        workspace.BuildAgain(compiled: 1, restored: 0);
        workspace.Tree.Mark("body");
        middle.Edit("Middle.cs", "public static string Text()", "public static int Extra => 1;\n    public static string Text()");
        workspace.BuildAgain(compiled: 2, restored: 0);
        app.Edit("Program.cs", "Console", "#warning Look\nConsole");
        workspace.BuildAgain(compiled: 1, restored: 0);
        workspace.Tree.Mark("last");

        // As checkouts of branches do: back, forth, and nothing compiles any more.
        workspace.Tree.Return("first");
        workspace.BuildAgain(compiled: 0, restored: 3);
        workspace.Tree.Return("last");
        workspace.BuildAgain(compiled: 0, restored: 3);
        workspace.Tree.Return("body");
        workspace.BuildAgain(compiled: 0, restored: 2);
        workspace.BuildAgain(compiled: 0, restored: 0);
    }

    [TestMethod]
    public void Build_SeesFiles_WhenTheyComeGoOrAreRenamed()
    {
        var workspace = OneLibrary(out var library);
        workspace.Tree.Mark("first");
        workspace.Build(1, 0);
        library.File("New.cs", "namespace Sample;\n\npublic class New\n{\n}\n");
        workspace.BuildAgain(1, 0);
        workspace.Tree.Rename("Lib/New.cs", "Lib/Renamed.cs");
        // The name is in the PDB.
        workspace.BuildAgain(1, 0);
        workspace.Tree.Delete("Lib/Renamed.cs");
        workspace.BuildAgain(compiled: 0, restored: 1);
        workspace.Tree.Rename("Lib/Lib.cs", "Lib/sub/Lib.cs");
        workspace.Build(1, 0);
        workspace.Tree.Return("first");
        workspace.Build(0, 1);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenAConstantIsDefined()
    {
        var workspace = OneLibrary(out var library);
        library.Edit("Lib.cs", "\"!\"", "Mark").Edit("Lib.cs", "    /// <summary>Greets somebody", """
            #if LOUD
                private const string Mark = "!!!";
            #else
                private const string Mark = "!";
            #endif

                /// <summary>Greets somebody
            """);
        AssertEditIsSeen(workspace, () => library.Set("DefineConstants", "$(DefineConstants);LOUD"));
    }

    [TestMethod]
    public void Build_KeepsConfigurationsApart_WhenTheyAlternate()
    {
        var workspace = NewWorkspace();
        Samples.Chain(workspace.Tree);
        var release = new BuildStep { Configuration = "Release" };
        workspace.Build(3, 0);
        workspace.BuildAgain(3, 0, release);
        workspace.BuildAgain(0, 0);
        workspace.Build(0, 3, release);
        workspace.BuildAgain(0, 3);
        workspace.BuildAgain(0, 0, release);
    }

    /// <summary>DESIGN section 12, trap 20: restored files must not look older, or newer, than what the next incremental build compares them with.</summary>
    [TestMethod]
    public void BuildAgain_DoesNothing_WhenTheFormerBuildRestored()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Build(3, 0);
        workspace.Build(0, 3);
        var nothing = workspace.BuildAgain(0, 0);
        Assert.IsEmpty(nothing.Log.ProjectsThatCompiled, nothing.BinlogPath);
        lib.Edit("Lib.cs", "Hello", "Hi");
        workspace.BuildAgain(1, 0);
        lib.Edit("Lib.cs", "Hi", "Hello");
        // Whole, and with it what refers to it.
        workspace.BuildAgain(0, 3);
        Assert.IsEmpty(workspace.BuildAgain(0, 0).Log.ProjectsThatCompiled);
    }
}
