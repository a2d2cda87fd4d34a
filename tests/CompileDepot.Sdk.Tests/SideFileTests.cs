using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>DESIGN section 12, trap 8: files that compilers write besides the assembly.</summary>
[TestClass]
public sealed class SideFileTests : ScenarioTest
{
    [TestMethod]
    [DataRow("ErrorLog", "log.sarif", "log.sarif")]
    [DataRow("ErrorLog", "log.sarif,version=2.1", "log.sarif")]
    [DataRow("ErrorLog", "$(IntermediateOutputPath)log.sarif%2Cversion=2.1", "log.sarif")]
    [DataRow("GenerateDocumentationFile", "true", "Lib.xml")]
    [DataRow("DocumentationFile", "docs/Lib.xml", "docs/Lib.xml")]
    [DataRow("DebugType", "portable", "Lib.pdb")]
    public void Build_RestoresTheFile_WhenDepotIsWarm(string property, string value, string file)
    {
        var workspace = OneLibrary(out var library);
        if (value.StartsWith("docs", StringComparison.Ordinal))
            library.File("docs/readme.txt", "The folder is there.");
        library.Set(property, value);
        var cold = workspace.Build(1, 0);
        Assert.IsTrue(cold.Files.Keys.Any(path => path.EndsWith(file, StringComparison.Ordinal)), string.Join('\n', cold.Files.Keys));
        workspace.Build(0, 1);
        library.Edit("Lib.cs", "int unused = 1;", "int other = 2;");
        workspace.BuildAgain(1, 0);
        library.Edit("Lib.cs", "int other = 2;", "int unused = 1;");
        workspace.BuildAgain(0, 1);
    }

    [TestMethod]
    public void Build_RestoresSideFiles_OfVisualBasicAndFSharp()
    {
        var workspace = NewWorkspace();
        var languages = Samples.AllLanguages(workspace.Tree);
        languages.VisualBasic.Set("GenerateDocumentationFile", "true").Set("ErrorLog", "log.sarif");
        languages.FSharp.Set("GenerateDocumentationFile", "true").Set("OtherFlags", "--sig:made.fsi");
        var cold = workspace.Build(4, 0);
        foreach (var file in (string[])["VbLib/log.sarif", "FsLib/made.fsi"])
            Assert.IsTrue(cold.Files.ContainsKey(file), file);
        workspace.Build(0, 4);
    }

    /// <summary>A deleted output is an output that is not there: MSBuild starts the task again, and the depot has the file.</summary>
    [TestMethod]
    public void BuildAgain_HealsTheTree_WhenAnOutputWasDeleted()
    {
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        foreach (var output in (string[])["obj/Debug/net10.0/Lib.dll", "obj/Debug/net10.0/Lib.pdb", "obj/Debug/net10.0/refint/Lib.dll", "obj/Debug/net10.0/ref/Lib.dll", "bin/Debug/net10.0/Lib.dll"])
        {
            File.Delete(workspace.Tree.PathOf("Lib/" + output));
            workspace.BuildAgain(compiled: 0, restored: null);
        }
    }
}
