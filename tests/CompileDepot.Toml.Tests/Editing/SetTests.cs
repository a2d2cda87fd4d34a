using CompileDepot.Toml.Tests.Support;

namespace CompileDepot.Toml.Tests.Editing;

[TestClass]
public sealed class SetTests
{
    [TestMethod]
    [DataRow("a = 'x' # c\nb = 2\n", "a", "a = 7 # c\nb = 2\n")]
    [DataRow("  a\t=\t'x'# c\r\n", "a", "  a\t=\t7# c\r\n")]
    [DataRow("a = '''\nx\n''' # c", "a", "a = 7 # c")]
    [DataRow("a = [ 1, # d\n 2\n] # c\nb = 1", "a", "a = 7 # c\nb = 1")]
    [DataRow("a = {b = 1} # c", "a", "a = 7 # c")]
    [DataRow("a = {b = 1, c.d = [1]} # c", "a.c.d", "a = {b = 1, c.d = 7} # c")]
    [DataRow("a = {\n  b = 1, # d\n} # c", "a.b", "a = {\n  b = 7, # d\n} # c")]
    [DataRow("[t]\n'a'.b = 1 # c", "t.a.b", "[t]\n'a'.b = 7 # c")]
    [DataRow("[t.u]\na = 1\n[t]\nb = 2 # c\n", "t.b", "[t.u]\na = 1\n[t]\nb = 7 # c\n")]
    [DataRow("a = 0x7 # equal already, in its own spelling", "a", "a = 0x7 # equal already, in its own spelling")]
    public void Set_ReplacesInPlace_WhenKeyIsThere(string text, string key, string expected) => Sets(text, key, expected);

    [TestMethod]
    [DataRow("", "a", "a = 7\n")]
    [DataRow("# c", "a", "# c\na = 7")]
    [DataRow("\uFEFF# c\r\n", "a", "\uFEFF# c\r\na = 7\r\n")]
    [DataRow("x = 1", "a", "x = 1\na = 7")]
    [DataRow("  x = 1 # c\n\n# d\n[t]\n", "a", "  x = 1 # c\n  a = 7\n\n# d\n[t]\n")]
    [DataRow("# about all\n\n# about t\n  # more\n[t]\n", "a", "# about all\n\na = 7\n# about t\n  # more\n[t]\n")]
    [DataRow("[t] # c\n\n[u]\n", "t.a", "[t] # c\na = 7\n\n[u]\n")]
    [DataRow("[t]\r\n\tx = [\r\n1] # c\r\n\r\n[u]", "t.a", "[t]\r\n\tx = [\r\n1] # c\r\n\ta = 7\r\n\r\n[u]")]
    [DataRow("[u]\n[t]", "t.a", "[u]\n[t]\na = 7")]
    [DataRow("[t]\nx = 1\n[t.u]\ny = 1\n", "t.a", "[t]\nx = 1\na = 7\n[t.u]\ny = 1\n")]
    [DataRow("t.x = 1 # c\nz = 1\n", "t.a", "t.x = 1 # c\nt.a = 7\nz = 1\n")]
    [DataRow("[s]\nt.u.x = 1\nz = 1\n[s.t.v]\n", "s.t.a.b", "[s]\nt.u.x = 1\nt.a.b = 7\nz = 1\n[s.t.v]\n")]
    [DataRow("t = { x = 1 } # c", "t.a", "t = { x = 1, a = 7 } # c")]
    [DataRow("t = { x.y = 1, z = 2, }", "t.x.a.b", "t = { x.y = 1, z = 2, x.a.b = 7, }")]
    [DataRow("t = {\n x = 1 # c\n}", "t.a", "t = {\n x = 1, a = 7 # c\n}")]
    [DataRow("t = {}", "t.a.b", "t = { a.b = 7 }")]
    [DataRow("t = { u = {} }", "t.u.a", "t = { u = { a = 7 } }")]
    public void Set_AddsAtTheEndOfItsTable_WhenKeyIsNew(string text, string key, string expected) => Sets(text, key, expected);

    [TestMethod]
    [DataRow("", "t.a", "[t]\na = 7\n")]
    [DataRow("x = 1", "t.u.a", "x = 1\n\n[t.u]\na = 7")]
    [DataRow("x = 1\r\n# c\r\n", "t.a", "x = 1\r\n# c\r\n\r\n[t]\r\na = 7\r\n")]
    [DataRow("[t]\nx = 1\n# about u\n[u]\n", "t.s.a", "[t]\nx = 1\n\n[t.s]\na = 7\n# about u\n[u]\n")]
    [DataRow("[t.u]\nx = 1\n[v]\n", "t.a", "[t.u]\nx = 1\n\n[t]\na = 7\n[v]\n")]
    [DataRow("[[t.u]]\nx = 1\n[t.u.w]\n[v]\n", "t.a", "[[t.u]]\nx = 1\n[t.u.w]\n\n[t]\na = 7\n[v]\n")]
    public void Set_MakesTheTable_WhenThereIsNone(string text, string key, string expected) => Sets(text, key, expected);

    [TestMethod]
    public void Set_QuotesKeys_WhenTheyAreNotBare()
    {
        var document = Documents.Parse("");
        document.Set(["a b", ""], new TomlInteger(1));
        document.Set(["a b", "é"], new TomlInteger(2));
        Assert.AreEqual("[\"a b\"]\n\"\" = 1\n\"é\" = 2\n", document.ToString());
    }

    [TestMethod]
    [DataRow("x = 1\n\n[t]\ny = 1 # c\n\n[u]\n[t.v]\n", "t", "x = 1\nt = 7\n\n[u]\n")]
    [DataRow("[[t]]\n[t.u]\n[[t]]\n[v]\n", "t", "t = 7\n[v]\n")]
    [DataRow("t.a = 1\nx = 1\nt.b = 1", "t", "x = 1\nt = 7")]
    [DataRow("s = { t.a = 1, x = 2, t.b = 3 }", "s.t", "s = { x = 2, t = 7 }")]
    public void Set_PutsTheValueInItsPlace_WhenItWasATable(string text, string key, string expected) => Sets(text, key, expected);

    [TestMethod]
    [DataRow("[s]\na = 'x'", "s.a.b", 2, 5, "'s.a' is no table, but a value of another type: expected a table, to set 's.a.b' in it")]
    [DataRow("x = 1\n[[s.a]]\n", "s.a.b.c", 2, 1, "'s.a' is an array of tables: expected a table")]
    [DataRow("a = [{}]", "a.b", 1, 5, "'a' is an array: expected a table")]
    public void Set_LeavesTheDocument_WhenKeyLeadsThroughNoTable(string text, string key, int line, int column, string message)
    {
        var document = Documents.Parse(text);
        var error = Assert.ThrowsExactly<TomlException>(() => document.Set(Documents.Key(key), new TomlInteger(7)));
        Assert.Contains(message, error.Message);
        Assert.AreEqual((Documents.Path, new TomlPosition(line, column)), (error.Path, error.Position));
        Assert.AreEqual(text, document.ToString());
    }

    [TestMethod]
    public void Set_Throws_WhenKeyIsEmpty() => Assert.ThrowsExactly<ArgumentException>(() => Documents.Parse("").Set([], new TomlInteger(7)));

    private static void Sets(string text, string key, string expected)
    {
        var document = Documents.Parse(text);
        document.Set(Documents.Key(key), new TomlInteger(7));
        Assert.AreEqual(expected, document.ToString());
        Assert.AreEqual(Documents.Parse(expected).Root, document.Root);
        Assert.AreEqual(new TomlInteger(7), Documents.Key(key).Aggregate((TomlValue)document.Root, (value, part) => ((TomlTable)value).Members[part]));
    }
}
