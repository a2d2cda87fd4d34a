using System.Text;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

[TestClass]
public sealed class IgnoreFileEditorTests
{
    private static readonly IgnoreFileEditor Editor = new();

    [TestMethod]
    [DataRow("")]
    [DataRow("\n")]
    [DataRow("  \n\n ")]
    [DataRow("bin/")]
    [DataRow("bin/\nobj/\n\n\n")]
    [DataRow("# CompileDepot: what is of this machine alone.\n")]
    [DataRow("CompileDepot.local.toml\n")]
    [DataRow("/CompileDepot.local.toml\nsrc/CompileDepot.local.lock.toml")]
    public void Remove_BringsTheFileBack_WhenAddedTo(string original) => EditorAssert.RoundTripsInAllSpellings(Editor, original);

    [TestMethod]
    [DataRow("CompileDepot.local.toml\nCompileDepot.local.lock.toml\n")]
    [DataRow("bin/\r\n**/CompileDepot.local.lock.toml \r\n**/CompileDepot.local.toml")]
    public void Add_ChangesNothing_WhenTheFileHasTheNamesItself(string original)
    {
        Assert.AreEqual(original, EditorAssert.Add(Editor, original));
        Assert.AreEqual(original, EditorAssert.Remove(Editor, original), "what a person wrote stays");
    }

    [TestMethod]
    public void Remove_KeepsWhatWasAddedSince()
    {
        Assert.IsNull(Editor.Remove(EditorAssert.Path, Editor.Created));
        Assert.AreEqual("bin/", EditorAssert.Remove(Editor, Encoding.UTF8.GetString(Editor.Created) + "bin/")!.Trim());
    }
}
