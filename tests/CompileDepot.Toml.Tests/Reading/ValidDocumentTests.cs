using CompileDepot.Toml.Tests.Support;

namespace CompileDepot.Toml.Tests.Reading;

/// <summary>What TOML 1.0 lets one write, section by section of its specification, and what 1.1 adds.</summary>
[TestClass]
public sealed class ValidDocumentTests
{
    [TestMethod]
    [DataRow("", "{}")]
    [DataRow("\n\r\n \t\n", "{}")]
    [DataRow("# only a comment", "{}")]
    [DataRow("# tab\t, é, 😀 and \uFFFD are fine in one\r\nk = 1 # after a value\r\n", "{ k = 1 }")]
    [DataRow("\uFEFFk = 1", "{ k = 1 }")]
    [DataRow("k = '#' # no comment before this one", "{ k = \"#\" }")]
    public void Parse_IgnoresCommentsAndBlanks(string text, string said) => Assert.AreEqual(said, Documents.Said(text));

    [TestMethod]
    [DataRow("bare_key-1 = 1", "{ bare_key-1 = 1 }")]
    [DataRow("1234 = 1", "{ 1234 = 1 }")]
    [DataRow("\"127.0.0.1\" = 1\n'a \"b\"' = 2\n\"ʎǝʞ\" = 3", "{ \"127.0.0.1\" = 1, \"a \\\"b\\\"\" = 2, \"ʎǝʞ\" = 3 }")]
    [DataRow("\"\" = 1", "{ \"\" = 1 }")]
    [DataRow("\"a\\tb\\u00e9\" = 1", "{ \"a\\tbé\" = 1 }")]
    [DataRow("a.b = 1\na.'c.d' = 2", "{ a = { b = 1, \"c.d\" = 2 } }")]
    [DataRow("a . b\t.  c = 1", "{ a = { b = { c = 1 } } }")]
    [DataRow("apple.type = 1\norange.type = 2\napple.skin = 3", "{ apple = { type = 1, skin = 3 }, orange = { type = 2 } }")]
    [DataRow("3.14 = 'pi'", "{ 3 = { 14 = \"pi\" } }")]
    [DataRow("true = 1\ninf = 2\n2024-01-01 = 3", "{ true = 1, inf = 2, 2024-01-01 = 3 }")]
    public void Parse_ReadsKeys(string text, string said) => Assert.AreEqual(said, Documents.Said(text));

    [TestMethod]
    [DataRow("\"\\b\\t\\n\\f\\r\\\"\\\\\\u00E9\\U0001F600\"", "\b\t\n\f\r\"\\é😀")]
    [DataRow("\"\"", "")]
    [DataRow("\"tab\t and \uFFFD\"", "tab\t and \uFFFD")]
    [DataRow("\"\"\"\nroses\nviolets\"\"\"", "roses\nviolets")]
    [DataRow("\"\"\"\r\nroses\r\nviolets\"\"\"", "roses\r\nviolets")]
    [DataRow("\"\"\"\nthe \\\n\n\n  fox \\ \t \n    jumps\"\"\"", "the fox jumps")]
    [DataRow("\"\"\"the \\ \nfox\"\"\"", "the fox")]
    [DataRow("\"\"\"\\\r\n  fox\\\r\n\"\"\"", "fox")]
    [DataRow("\"\"\"two: \"\". three: \"\"\\\". end: \"\"\"\"\"", "two: \"\". three: \"\"\". end: \"\"")]
    [DataRow("\"\"\"\"\"\"", "")]
    [DataRow("'C:\\new\\x'", "C:\\new\\x")]
    [DataRow("''", "")]
    [DataRow("'''\nfirst\n 'two' ''three'''''", "first\n 'two' ''three''")]
    [DataRow("'''\\d{2}\\'''", "\\d{2}\\")]
    [DataRow("\"\\e\\x41\"", "\u001bA")]
    public void Parse_ReadsStrings(string text, string value)
    {
        var read = (TomlString)Documents.Parse($"k = {text} # c").Root.Members["k"];
        Assert.AreEqual(value, read.Value);
    }

    [TestMethod]
    [DataRow("+99", 99)]
    [DataRow("-17", -17)]
    [DataRow("-0", 0)]
    [DataRow("+0", 0)]
    [DataRow("5_349_221", 5349221)]
    [DataRow("9223372036854775807", long.MaxValue)]
    [DataRow("-9223372036854775808", long.MinValue)]
    [DataRow("0xDEAD_beef", 0xDEADBEEF)]
    [DataRow("0x7fffffffffffffff", long.MaxValue)]
    [DataRow("0x000000000000000000000001", 1)]
    [DataRow("0o755", 493)]
    [DataRow("0o777777777777777777777", long.MaxValue)]
    [DataRow("0b1101_0110", 214)]
    public void Parse_ReadsIntegers(string text, long value) => Assert.AreEqual(new TomlInteger(value), Documents.Parse($"k={text}").Root.Members["k"]);

    [TestMethod]
    [DataRow("+1.0", 1.0)]
    [DataRow("-0.01", -0.01)]
    [DataRow("-0.0", -0.0)]
    [DataRow("5e+22", 5e22)]
    [DataRow("1e06", 1e6)]
    [DataRow("-2E-2", -0.02)]
    [DataRow("6.626e-34", 6.626e-34)]
    [DataRow("224_617.445_991_228", 224617.445991228)]
    [DataRow("0e0", 0.0)]
    [DataRow("inf", double.PositiveInfinity)]
    [DataRow("+inf", double.PositiveInfinity)]
    [DataRow("-inf", double.NegativeInfinity)]
    [DataRow("nan", double.NaN)]
    [DataRow("+nan", double.NaN)]
    [DataRow("-nan", double.NaN)]
    public void Parse_ReadsFloats(string text, double value) => Assert.AreEqual(new TomlFloat(value), Documents.Parse($"k = {text}\n").Root.Members["k"]);

    [TestMethod]
    [DataRow("1979-05-27T07:32:00Z", "1979-05-27T07:32:00Z")]
    [DataRow("1979-05-27T00:32:00.999999-07:00", "1979-05-27T00:32:00.999999-07:00")]
    [DataRow("1979-05-27 07:32:00z", "1979-05-27T07:32:00Z")]
    [DataRow("1979-05-27t07:32:00+00:00", "1979-05-27T07:32:00Z")]
    [DataRow("1979-05-27T00:32:00.999999", "1979-05-27T00:32:00.999999")]
    [DataRow("1979-05-27", "1979-05-27")]
    [DataRow("2000-02-29", "2000-02-29")]
    [DataRow("0000-02-29", "0000-02-29")]
    [DataRow("00:32:00.123456789012", "00:32:00.123456789012")]
    [DataRow("1990-12-31T23:59:60Z", "1990-12-31T23:59:60Z")]
    [DataRow("07:32", "07:32:00")]
    [DataRow("1979-05-27 07:32-02:30", "1979-05-27T07:32:00-02:30")]
    public void Parse_ReadsDatesAndTimes(string text, string value) => Assert.AreEqual(new TomlDateTime(value), Documents.Parse($"k = {text} # c").Root.Members["k"]);

    [TestMethod]
    [DataRow("k = []", "{ k = [] }")]
    [DataRow("k = [ 1, 'two', [3.0], {four = true} ]", "{ k = [1, \"two\", [3.0], { four = true }] }")]
    [DataRow("k = [ # c\n 1, # d\n\n 2 # e\n , # f\n]", "{ k = [1, 2] }")]
    [DataRow("k = [[],[[]]]", "{ k = [[], [[]]] }")]
    [DataRow("k = [1979-05-27 , 07:32:00]", "{ k = [1979-05-27, 07:32:00] }")]
    [DataRow("k = {}", "{ k = {} }")]
    [DataRow("k = { a.b = 1, a.c = 2, 'd' = {} }", "{ k = { a = { b = 1, c = 2 }, d = {} } }")]
    [DataRow("k = {\n a = 1, # c\n b = [\n],\n}", "{ k = { a = 1, b = [] } }")]
    public void Parse_ReadsArraysAndInlineTables(string text, string said) => Assert.AreEqual(said, Documents.Said(text));

    [TestMethod]
    [DataRow("[a]\n[b]\nk = 1", "{ a = {}, b = { k = 1 } }")]
    [DataRow("[ j . \"ʞ\" . 'l' ]", "{ j = { \"ʞ\" = { l = {} } } }")]
    [DataRow("[x.y.z]\n[x]\nk = 1", "{ x = { y = { z = {} }, k = 1 } }")]
    [DataRow("[fruit.apple]\n[animal]\n[fruit.orange]", "{ fruit = { apple = {}, orange = {} }, animal = {} }")]
    [DataRow("top = 1\n[fruit]\napple.color = 2\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true", "{ top = 1, fruit = { apple = { color = 2, taste = { sweet = true }, texture = { smooth = true } } } }")]
    [DataRow("[a.b.c]\n[a]\nb.d = 1", "{ a = { b = { c = {}, d = 1 } } }")]
    [DataRow("[[p]]\nn = 1\n[[p]]\n[[p]]\nn = 3", "{ p = [{ n = 1 }, {}, { n = 3 }] }")]
    [DataRow("[[f]]\n[f.p]\nc = 1\n[[f.v]]\nn = 1\n[[f.v]]\nn = 2\n[[f]]\n[[f.v]]\nn = 3", "{ f = [{ p = { c = 1 }, v = [{ n = 1 }, { n = 2 }] }, { v = [{ n = 3 }] }] }")]
    [DataRow("[[a.b]]\n[a]\nc = 1", "{ a = { b = [{}], c = 1 } }")]
    [DataRow("  [a] # c\n  k = 1", "{ a = { k = 1 } }")]
    public void Parse_ReadsTables(string text, string said) => Assert.AreEqual(said, Documents.Said(text));
}
