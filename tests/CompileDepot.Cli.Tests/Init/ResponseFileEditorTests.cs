using System.Text;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

[TestClass]
public sealed class ResponseFileEditorTests
{
    private const string Comment = "# CompileDepot: whole projects are restored before MSBuild schedules them.";

    private static readonly ResponseFileEditor Editor = new();

    [TestMethod]
    [DataRow("")]
    [DataRow("\n")]
    [DataRow("  \n\n ")]
    [DataRow("-m:1")]
    [DataRow("-m:1\n")]
    [DataRow("-m:1\n\n\n")]
    [DataRow("# -graph\n-p:A=B \"-p:C=with blank\"  \n")]
    [DataRow("  # a comment\n\n/nologo\n# the end")]
    [DataRow("-graph:false\n")]
    [DataRow("-p:Text=-graph\n")]
    public void Remove_BringsTheFileBack_WhenAddedTo(string original) => EditorAssert.RoundTripsInAllSpellings(Editor, original);

    [TestMethod]
    [DataRow("-graph")]
    [DataRow("/graph\n")]
    [DataRow("--graph:True -m")]
    [DataRow("-m -graphBuild\n")]
    [DataRow("-graph:false\n-graph")]
    public void Add_ChangesNothing_WhenTheFileAsksForAGraphItself(string original)
    {
        Assert.AreEqual(original, EditorAssert.Add(Editor, original));
        Assert.AreEqual(original, EditorAssert.Remove(Editor, original), "what a person wrote stays");
    }

    [TestMethod]
    public void Remove_KeepsWhatWasAddedSince()
    {
        Assert.IsNull(Editor.Remove(EditorAssert.Path, Editor.Created));
        Assert.AreEqual("-m:2\n", EditorAssert.Remove(Editor, Encoding.UTF8.GetString(Editor.Created) + "-m:2\n")!.TrimStart('\n'));
        Assert.AreEqual("-m:1\n-nologo\n", EditorAssert.Remove(Editor, $"-m:1\n{Comment}\n-graph\n-nologo\n"));
        Assert.AreEqual("-graphics\n", EditorAssert.Remove(Editor, "-graphics\n"));
    }

    [TestMethod]
    public void Created_IsAGraphSwitchBelowAComment()
    {
        var text = Encoding.UTF8.GetString(Editor.Created);
        CollectionAssert.AreEqual(new[] { "-graph" }, ResponseFile.Switches(text).ToArray());
        Assert.IsTrue(ResponseFileEditor.AsksForGraph(ResponseFile.Switches(text)));
        Assert.IsFalse(ResponseFileEditor.AsksForGraph(ResponseFile.Switches("# -graph\n")));
    }
}
