using CompileDepot.Toml.Tests.Support;

namespace CompileDepot.Toml.Tests.Editing;

[TestClass]
public sealed class RemoveTests
{
    [TestMethod]
    [DataRow("a = 1 # c\nb = 2\n", "a", "b = 2\n")]
    [DataRow("# d\n  a = [\n1] # c\r\n# e\r\nb = 2", "a", "# d\n# e\r\nb = 2")]
    [DataRow("b = 2\r\na = 1", "a", "b = 2")]
    [DataRow("a = 1", "a", "")]
    [DataRow("[t]\na.b = 1\nc = 2\na.d.e = 3\n", "t.a", "[t]\nc = 2\n")]
    [DataRow("[t]\na.b = 1\nc = 2\na.d.e = 3\n", "t.a.d", "[t]\na.b = 1\nc = 2\n")]
    [DataRow("[s]\nx = 1\n\n[t] # c\na = 1\n\n[t.u]\n# d\nb = 1\n\n# e\n[v]\n", "t", "[s]\nx = 1\n# d\n\n# e\n[v]\n")]
    [DataRow("[t]\nx = 1\n[t.u]\nb = 1\n", "t.u", "[t]\nx = 1\n")]
    [DataRow("[[t]]\na = 1\n[t.u]\n[x]\n[[t]]\n", "t", "[x]\n")]
    [DataRow("[a.b]\nc = 1\n", "a.b", "")]
    [DataRow("a = 1\n\n[b]\nc = 1", "b", "a = 1")]
    public void Remove_TakesLines(string text, string key, string expected) => Removes(text, key, expected);

    [TestMethod]
    [DataRow("t = { a = 1, b = 2, c = 3 } # c", "t.a", "t = { b = 2, c = 3 } # c")]
    [DataRow("t = { a = 1, b = 2, c = 3 }", "t.b", "t = { a = 1, c = 3 }")]
    [DataRow("t = { a = 1, b = 2, c = 3 }", "t.c", "t = { a = 1, b = 2 }")]
    [DataRow("t = { a = 1 }", "t.a", "t = {}")]
    [DataRow("t = {\n  a = 1,\n}", "t.a", "t = {}")]
    [DataRow("t = { a = 1, b = 2, }", "t.b", "t = { a = 1, }")]
    [DataRow("t = { a.x = 1, b = 2, a.y = 3 }", "t.a", "t = { b = 2 }")]
    [DataRow("t = { a.x = 1, a.y = '#', a.z = 3, }", "t.a", "t = {}")]
    [DataRow("t = { u = { a = 1, b = 2 } }", "t.u.b", "t = { u = { a = 1 } }")]
    [DataRow("t = {\n a = 1, # c\n b = 2, # d\n}", "t.a", "t = {\n  # c\n b = 2, # d\n}")]
    [DataRow("t = {\n a = 1, # c\n b = 2\n}", "t.b", "t = {\n a = 1, # c\n \n}")]
    [DataRow("t = {\n a = 1, # c\n b.x = 1, # d\n b.y = 2\n}", "t.b", "t = {\n a = 1, # c\n  # d\n \n}")]
    public void Remove_TakesItems_WhenTableIsInline(string text, string key, string expected) => Removes(text, key, expected);

    [TestMethod]
    [DataRow("a = 1", "b")]
    [DataRow("a = 1", "a.b")]
    [DataRow("[[a]]\nb = 1", "a.b")]
    [DataRow("a = [{ b = 1 }]", "a.b")]
    [DataRow("[a]\nb = 1", "a.b.c.d")]
    public void Remove_IsFalse_WhenThereIsNoSuchKey(string text, string key)
    {
        var document = Documents.Parse(text);
        Assert.IsFalse(document.Remove(Documents.Key(key)));
        Assert.AreEqual(text, document.ToString());
    }

    private static void Removes(string text, string key, string expected)
    {
        var document = Documents.Parse(text);
        Assert.IsTrue(document.Remove(Documents.Key(key)));
        Assert.AreEqual(expected, document.ToString());
        Assert.AreEqual(Documents.Parse(expected).Root, document.Root);
        Assert.IsFalse(document.Remove(Documents.Key(key)));
    }
}
