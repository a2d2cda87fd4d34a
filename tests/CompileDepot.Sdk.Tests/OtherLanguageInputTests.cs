using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Inputs of vbc and fsc that csc does not have, and some that it has.</summary>
[TestClass]
public sealed class OtherLanguageInputTests : ScenarioTest
{
    [TestMethod]
    public void Build_CompilesVisualBasicAgain_WhenAnyPropertyChanges()
    {
        var workspace = NewWorkspace();
        var library = VisualBasic(workspace);
        AssertPropertiesAreSeen(
            workspace,
            library,
            ("OptionStrict", "On"),
            ("RemoveIntegerChecks", "true"),
            ("DefineConstants", "LOUD=True"),
            ("DebugType", "embedded"),
            ("TreatWarningsAsErrors", "true"),
            ("GenerateDocumentationFile", "true"));
    }

    [TestMethod]
    public void Build_CompilesVisualBasicAgain_WhenImportsResourceOrKeyChange()
    {
        var workspace = NewWorkspace();
        var library = VisualBasic(workspace);
        library.Item("<EmbeddedResource Include=\"data.txt\" />").File("data.txt", "one")
            .Set("SignAssembly", "true").Set("AssemblyOriginatorKeyFile", "key.snk").File("key.snk", Binaries.StrongNameKey());
        workspace.Build(1, 0);
        library.File("data.txt", "two");
        workspace.Build(1, 0);
        library.File("key.snk", Binaries.StrongNameKey());
        workspace.Build(1, 0);
        library.Item("<Import Include=\"System.Text\" />");
        workspace.Build(1, 0);
        workspace.Build(0, 1);
    }

    [TestMethod]
    public void Build_CompilesVisualBasicAgain_WhenIncludedDocumentationChanges()
    {
        var workspace = NewWorkspace();
        var library = VisualBasic(workspace).Set("GenerateDocumentationFile", "true").File("Documented.vb", """
            ''' <include file="texts.xml" path="texts/*" />
            Public Class Documented
            End Class

            """).File("texts.xml", "<texts><summary>One.</summary></texts>\n");
        workspace.Build(1, 0);
        library.Edit("texts.xml", "One", "Two");
        workspace.Build(1, 0);
        library.Edit("texts.xml", "Two", "One");
        workspace.Build(null, null);
    }

    [TestMethod]
    public void Build_CompilesFSharpAgain_WhenAnyPropertyChanges()
    {
        var workspace = NewWorkspace();
        var library = FSharp(workspace);
        AssertPropertiesAreSeen(
            workspace,
            library,
            ("DefineConstants", "LOUD"),
            ("TreatWarningsAsErrors", "true"),
            ("DebugType", "embedded"),
            ("GenerateDocumentationFile", "true"),
            ("OtherFlags", "--crossoptimize- --warnon:1182"));
    }

    [TestMethod]
    public void Build_CompilesFSharpAgain_WhenAFileOnTheCommandLineChanges()
    {
        var workspace = NewWorkspace();
        var library = FSharp(workspace)
            .Item("<EmbeddedResource Include=\"data.txt\" />").File("data.txt", "one")
            .Set("OtherFlags", "--resource:hidden.txt --load:Loaded.fs").File("hidden.txt", "one").Set("OtherFlags", "--resource:hidden.txt")
            .Set("Win32Resource", "app.res").File("app.res", Binaries.Win32Resource(1))
            .Set("SignAssembly", "true").Set("AssemblyOriginatorKeyFile", "key.snk").File("key.snk", Binaries.StrongNameKey());
        workspace.Build(1, 0);
        workspace.Build(0, 1);
        library.File("data.txt", "two");
        workspace.Build(1, 0);
        library.File("hidden.txt", "two");
        workspace.Build(1, 0);
        library.File("app.res", Binaries.Win32Resource(2));
        workspace.Build(1, 0);
        library.File("key.snk", Binaries.StrongNameKey());
        workspace.Build(1, 0);
        workspace.Build(0, 1);
    }

    [TestMethod]
    public void Build_CompilesFSharpAgain_WhenOrderOrSignatureChanges()
    {
        var workspace = NewWorkspace();
        var library = workspace.Tree.Add(Samples.FSharp("Fs").Item("<Compile Include=\"A.fs\" />").Item("<Compile Include=\"B.fs\" />"))
            .File("A.fs", "module A\nlet one = 1\n").File("B.fs", "module B\nlet two = 2\n");
        workspace.Tree.Mark("first");
        workspace.Build(1, 0);
        library.WithoutItem("<Compile Include=\"A.fs\" />").Item("<Compile Include=\"A.fs\" />");
        workspace.Build(1, 0);
        library.WithoutItem("<Compile Include=\"A.fs\" />").Item("<Compile Include=\"A.fsi\" />").Item("<Compile Include=\"A.fs\" />").File("A.fsi", "module A\nval one: int\n");
        workspace.Build(1, 0);
        library.File("A.fsi", "module A\n");
        workspace.Build(1, 0);
        workspace.Tree.Return("first");
        workspace.Build(0, 1);
    }

    private static TestProject VisualBasic(Workspace workspace) => workspace.Tree.Add(Samples.VisualBasic("Vb")).File("Doubler.vb", """
        ''' <summary>Doubles.</summary>
        Public Module Doubler
            Public Function Twice(value As Integer) As Integer
                Dim unused As Integer
                Dim narrowed As Integer = CInt(2.5)
        #If LOUD Then
                narrowed = 3
        #End If
                Return value * narrowed
            End Function
        End Module

        """);

    private static TestProject FSharp(Workspace workspace) => workspace.Tree.Add(Samples.FSharp("Fs").Item("<Compile Include=\"Adder.fs\" />")).File("Adder.fs", """
        module Fs.Adder

        /// Adds.
        let add (a: int) (b: int) : int = a + b

        let warned (value: int option) (unused: int) : int =
            match value with
        #if LOUD
            | None -> 0
        #endif
            | Some number -> number

        """);
}
