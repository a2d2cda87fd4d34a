using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Everything besides sources that csc reads, or is told: an edit of it compiles again and gives what the plain build gives.</summary>
[TestClass]
public sealed class InputTests : ScenarioTest
{
    [TestMethod]
    public void Build_CompilesAgain_WhenWin32ManifestChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("OutputType", "Exe").Set("ApplicationManifest", "app.manifest").File("Main.cs", "return;\n").File("app.manifest", Binaries.Manifest("one"));
        AssertEditIsSeen(workspace, () => library.File("app.manifest", Binaries.Manifest("two")));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenIconChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("ApplicationIcon", "app.ico").File("app.ico", Binaries.Icon(1));
        AssertEditIsSeen(workspace, () => library.File("app.ico", Binaries.Icon(2)));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenWin32ResourceChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("Win32Resource", "app.res").File("app.res", Binaries.Win32Resource(1));
        AssertEditIsSeen(workspace, () => library.File("app.res", Binaries.Win32Resource(2)));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenAnyPropertyChanges()
    {
        var workspace = OneLibrary(out var library);
        library.File("Sum.cs", "namespace Sample;\n\npublic static class Sum\n{\n    public static int Of(int a, int b) => a + b;\n}\n");
        AssertPropertiesAreSeen(
            workspace,
            library,
            ("DebugType", "embedded"),
            ("DebugType", "none"),
            ("EmbedAllSources", "true"),
            ("PdbFile", "$(IntermediateOutputPath)Other.pdb"),
            ("PathMap", "$(MSBuildProjectDirectory)=/src"),
            ("ChecksumAlgorithm", "SHA1"),
            ("Optimize", "true"),
            ("LangVersion", "12"),
            ("AllowUnsafeBlocks", "true"),
            ("CheckForOverflowUnderflow", "true"),
            ("GenerateDocumentationFile", "true"),
            ("PlatformTarget", "x64"),
            ("AssemblyName", "Other"),
            ("ProduceReferenceAssembly", "false"),
            ("HighEntropyVA", "false"),
            ("SubsystemVersion", "6.00"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenEmbeddedResourceChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<EmbeddedResource Include=\"data.txt\" />").File("data.txt", "one");
        AssertEditIsSeen(workspace, () => library.File("data.txt", "two"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenLogicalNameOfAResourceChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<EmbeddedResource Include=\"data.txt\" LogicalName=\"$(ResourceName)\" />").Set("ResourceName", "one").File("data.txt", "same");
        AssertEditIsSeen(workspace, () => library.Set("ResourceName", "two"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenResxChanges()
    {
        var workspace = OneLibrary(out var library);
        library.File("Text.resx", Samples.Resx("one"));
        AssertEditIsSeen(workspace, () => library.File("Text.resx", Samples.Resx("two")));
    }

    /// <summary>A linked resource is not in the assembly, but its hash is.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenLinkedResourceChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<LinkResource Include=\"linked.bin\" />").File("linked.bin", "one");
        AssertEditIsSeen(workspace, () => library.File("linked.bin", "two"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenKeyFileChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("SignAssembly", "true").Set("AssemblyOriginatorKeyFile", "key.snk").File("key.snk", Binaries.StrongNameKey());
        AssertEditIsSeen(workspace, () => library.File("key.snk", Binaries.StrongNameKey()));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenResponseFileChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CompilerResponseFile", "more.rsp").File("more.rsp", "/define:NOTHING\n");
        AssertEditIsSeen(workspace, () => library.File("more.rsp", "/nowarn:CS0219\n"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenNestedResponseFileChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CompilerResponseFile", "more.rsp").File("more.rsp", "@inner.rsp\n").File("inner.rsp", "/define:NOTHING\n");
        AssertEditIsSeen(workspace, () => library.File("inner.rsp", "/nowarn:CS0219\n"));
    }

    /// <summary>A source that only a response file names.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenASourceOfAResponseFileChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CompilerResponseFile", "more.rsp").File("more.rsp", "/resource:hidden.txt\n").File("hidden.txt", "one");
        AssertEditIsSeen(workspace, () => library.File("hidden.txt", "two"));
    }

    /// <summary>A source below another name: what counts is what the compiler reads.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenTheTargetOfALinkedSourceChanges()
    {
        var workspace = OneLibrary(out var library);
        library.File("real.txt", "namespace Sample;\n\nclass One\n{\n}\n").Item("<Compile Include=\"link.cs\" />").Set("EnableDefaultCompileItems", "false")
            .Item("<Compile Include=\"Lib.cs\" />");
        // The plain copy of a tree holds files only: the oracle cannot be asked, the count can.
        NeedsSdk();
        File.CreateSymbolicLink(workspace.Tree.PathOf("Lib/link.cs"), "real.txt");
        var step = new BuildStep { IsClean = false };
        Assert.AreEqual(new Counts(1, 0), workspace.Cached(step).Counts);
        Directory.Delete(workspace.Tree.PathOf("Lib/obj/Debug"), recursive: true);
        Assert.AreEqual(new Counts(0, 1), workspace.Cached(step).Counts);
        library.File("real.txt", "namespace Sample;\n\nclass Two\n{\n}\n");
        Directory.Delete(workspace.Tree.PathOf("Lib/obj/Debug"), recursive: true);
        Assert.AreEqual(new Counts(1, 0), workspace.Cached(step).Counts);
    }

    /// <summary>A reference without a folder is looked for in /lib folders.</summary>
    [TestMethod]
    public void Build_CompilesAgain_WhenAReferenceFoundByLibPathChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("AdditionalLibPaths", "libs").Set("CompilerResponseFile", "more.rsp")
            .File("more.rsp", "/reference:Helper.dll\n")
            .File("libs/Helper.dll", GeneratorKit.Helper())
            .File("Use.cs", "namespace Sample;\n\npublic static class Use\n{\n    public static string It() => Helper.Text();\n}\n");
        // Content of the other build differs, but not what csc takes from it: the outputs may well be the same.
        workspace.Build(1, 0);
        library.File("libs/Helper.dll", GeneratorKit.Helper(second: true));
        workspace.Build(1, 0);
        workspace.Tree.Delete("Lib/libs/Helper.dll");
        Assert.AreEqual(1, workspace.Build(1, 0).ExitCode);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenSourceLinkFileChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("SourceLink", "$(MSBuildProjectDirectory)/link.json").File("link.json", "{\"documents\":{\"/a/*\":\"https://one/*\"}}");
        AssertEditIsSeen(workspace, () => library.File("link.json", "{\"documents\":{\"/a/*\":\"https://two/*\"}}"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenEmbeddedFileChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<EmbeddedFiles Include=\"note.txt\" />").File("note.txt", "one");
        AssertEditIsSeen(workspace, () => library.File("note.txt", "two"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenApplicationConfigurationChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("OutputType", "Exe").Set("AppConfigForCompiler", "policy.config").File("Main.cs", "return;\n")
            .File("policy.config", "<configuration />\n");
        // It decides how references unify; here nothing does, so the outputs are the same and only the key differs.
        workspace.Build(1, 0);
        library.File("policy.config", "<configuration>not even xml\n");
        workspace.Build(1, 0);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenCodePageChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CodePage", "1252").File("Text.cs", (byte[])[.. "public static class Text { public const string It = \""u8, 0xE4, .. "\"; }\n"u8]);
        AssertEditIsSeen(workspace, () => library.Set("CodePage", "850"));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenOnlyLineEndingsOrTheMarkOfASourceChange()
    {
        var workspace = OneLibrary(out var library);
        library.File("Text.cs", "public static class Text\n{\n    public const string It = @\"a\nb\";\n}\n");
        AssertEditIsSeen(workspace, () => library.File("Text.cs", "public static class Text\n{\n    public const string It = @\"a\r\nb\";\n}\n"u8.ToArray()));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenAReferencedBinaryChanges()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<Reference Include=\"Helper\" HintPath=\"libs/Helper.dll\" />").File("libs/Helper.dll", GeneratorKit.Helper())
            .File("Use.cs", "namespace Sample;\n\npublic static class Use\n{\n    public static string It() => Helper.Text();\n}\n");
        workspace.Build(1, 0);
        workspace.Build(0, 1);
        library.File("libs/Helper.dll", GeneratorKit.Helper(second: true));
        workspace.Build(1, 0);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenAReferenceGetsAnAlias()
    {
        var workspace = OneLibrary(out var library);
        library.Item("<Reference Include=\"Helper\" HintPath=\"libs/Helper.dll\" Aliases=\"$(TheAlias)\" />").Set("TheAlias", "global")
            .File("libs/Helper.dll", GeneratorKit.Helper())
            .File("Use.cs", "namespace Sample;\n\npublic static class Use\n{\n    public static string It() => Helper.Text();\n}\n");
        AssertEditIsSeen(workspace, () => library.Set("TheAlias", "other"));
    }

    /// <summary>An environment variable that csc reads for /lib.</summary>
    [TestMethod]
    public void Build_GivesPlainResult_WhenLibVariableNamesAFolder()
    {
        var workspace = OneLibrary(out var library);
        library.Set("CompilerResponseFile", "more.rsp").File("more.rsp", "/reference:Helper.dll\n").File("libs/Helper.dll", GeneratorKit.Helper());
        var without = workspace.Build(1, 0);
        var with = workspace.Build(1, 0, new BuildStep().WithEnvironment("LIB", workspace.Tree.PathOf("Lib/libs")));
        Assert.AreEqual((1, 0), (without.ExitCode, with.ExitCode));
    }
}
