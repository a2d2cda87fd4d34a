using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Files that compilers read though no command line names them: sources do, or patterns.</summary>
[TestClass]
public sealed class UndeclaredInputTests : ScenarioTest
{
    /// <summary>The key file is named in a source and nowhere on the command line.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenKeyFileOfAnAttributeChanges()
    {
        var workspace = OneLibrary(out var library);
        library.File("key.snk", Binaries.StrongNameKey()).File("Key.cs", "[assembly: System.Reflection.AssemblyKeyFile(\"key.snk\")]\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.File("key.snk", Binaries.StrongNameKey()));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenIncludedDocumentationChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("GenerateDocumentationFile", "true").File("Documented.cs", """
            namespace Sample;

            /// <include file="texts.xml" path="texts/text[@name='it']/*" />
            public class Documented
            {
            }

            """).File("texts.xml", "<texts><text name=\"it\"><summary>One.</summary></text></texts>\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.Edit("texts.xml", "One", "Two"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenMissingIncludedDocumentationAppears()
    {
        var workspace = OneLibrary(out var library);
        library.Set("GenerateDocumentationFile", "true").File("Documented.cs", """
            namespace Sample;

            /// <include file="texts.xml" path="texts/*" />
            public class Documented
            {
            }

            """);
        AssertUndeclaredEditIsSeen(workspace, () => library.File("texts.xml", "<texts><summary>One.</summary></texts>\n"));
    }

    /// <summary>With /embed, csc embeds what #line names too, and reads it for that.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenAFileNamedByLineDirectiveChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("EmbedAllSources", "true").File("grammar.y", "one").File("Made.cs", """
            namespace Sample;

            public static class Made
            {
            #line 1 "grammar.y"
                public static int One() => 1;
            #line default
            }

            """);
        AssertUndeclaredEditIsSeen(workspace, () => library.File("grammar.y", "two, and longer"));
    }

    /// <summary>Sources that only a pattern of a response file names: one more of them is one more input.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenAPatternOfAResponseFileMatchesMore()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CompilerResponseFile", "more.rsp").File("more.rsp", "/recurse:more/*.source\n").File("more/One.source", "class One\n{\n}\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.File("more/sub/Two.source", "class Two\n{\n}\n"));
    }

    /// <summary>An attribute that csc evaluates itself: it reads the file and puts its bytes into the assembly.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenFileOfASecurityAttributeChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("NoWarn", "SYSLIB0003").File("permissions.xml", "one").File("Secured.cs", """
            using System.Security.Permissions;

            namespace System.Security.Permissions
            {
                public sealed class PermissionSetAttribute(SecurityAction action) : CodeAccessSecurityAttribute(action)
                {
                    public string? File { get; set; }
                    public string? Hex { get; set; }
                    public override IPermission? CreatePermission() => null;
                }
            }

            namespace Sample
            {
                [PermissionSet(SecurityAction.Demand, File = "permissions.xml")]
                public class Secured
                {
                }
            }

            """);
        AssertUndeclaredEditIsSeen(workspace, () => library.File("permissions.xml", "two"));
    }

    [TestMethod]
    public void Build_CompilesVisualBasicAgain_WhenKeyFileOfAnAttributeChanges()
    {
        var workspace = NewWorkspace();
        var library = workspace.Tree.Add(Samples.VisualBasic("Vb")).File("key.snk", Binaries.StrongNameKey())
            .File("Key.vb", "<Assembly: System.Reflection.AssemblyKeyFile(\"key.snk\")>\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.File("key.snk", Binaries.StrongNameKey()));
    }

    [TestMethod]
    public void Build_CompilesFSharpAgain_WhenKeyFileOfAnAttributeChanges()
    {
        var workspace = NewWorkspace();
        var library = workspace.Tree.Add(Samples.FSharp("Fs").Item("<Compile Include=\"Key.fs\" />")).File("key.snk", Binaries.StrongNameKey())
            .File("Key.fs", "module Fs.Key\n\n[<assembly: System.Reflection.AssemblyKeyFile(__SOURCE_DIRECTORY__ + \"/key.snk\")>]\ndo ()\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.File("key.snk", Binaries.StrongNameKey()));
    }

    [TestMethod]
    public void Build_CompilesVisualBasicAgain_WhenAFileNamedByExternalSourceChanges()
    {
        var workspace = NewWorkspace();
        var library = workspace.Tree.Add(Samples.VisualBasic("Vb")).Set("EmbedAllSources", "true").File("grammar.y", "one").File("Made.vb", """
            Public Module Made
                Public Function One() As Integer
            #ExternalSource("grammar.y", 1)
                    Return 1
            #End ExternalSource
                End Function
            End Module

            """);
        AssertUndeclaredEditIsSeen(workspace, () => library.File("grammar.y", "two, and longer"));
    }

    /// <summary>An included document can include another.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenDocumentationIncludedByAnIncludedOneChanges()
    {
        var workspace = Documented("<include file=\"outer.xml\" path=\"texts/text/*\" />", out var library, "Documented.cs");
        library.File("outer.xml", "<texts><text><include file=\"inner.xml\" path=\"texts/*\" /></text></texts>\n")
            .File("inner.xml", "<texts><summary>One.</summary></texts>\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.Edit("inner.xml", "One", "Two"));
    }

    /// <summary>How a source is called says nothing of what it holds; nor does how an element is laid out.</summary>
    [TestMethod]
    [DataRow("Documented.source", "<include file=\"texts.xml\" path=\"texts/*\" />")]
    [DataRow("Documented.cs", "<include\n/// path=\"texts/*\"\n///\n/// file = 'texts.xml'\n/// />")]
    [DataRow("Documented.cs", "<include path='texts[1>0]/*' file='te&#120;ts.xml' />")]
    public void Build_CompilesAgain_WhenIncludedDocumentationChangesAnd(string source, string include)
    {
        var workspace = Documented(include, out var library, source);
        library.File("texts.xml", "<texts><summary>One.</summary></texts>\n");
        AssertUndeclaredEditIsSeen(workspace, () => library.Edit("texts.xml", "One", "Two"));
    }

    private Workspace Documented(string include, out TestProject library, string source)
    {
        var workspace = OneLibrary(out library);
        library.Set("GenerateDocumentationFile", "true").File(source, $"namespace Sample;\n\n/// {include}\npublic class Documented\n{{\n}}\n");
        if (!source.EndsWith(".cs", StringComparison.Ordinal))
            library.Item($"<Compile Include=\"{source}\" />");
        return workspace;
    }
}
