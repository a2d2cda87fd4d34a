using CompileDepot.Toml.Tests.Support;

namespace CompileDepot.Toml.Tests.Reading;

/// <summary>What TOML forbids, where the fault is shown, and what the message says of it.</summary>
[TestClass]
public sealed class InvalidDocumentTests
{
    [TestMethod]
    [DataRow("key = # nothing", 1, 16, "expected a value, found the end of the file")]
    [DataRow("a = 1\nkey =\n", 2, 6, "expected a value, found the end of the line")]
    [DataRow("first = \"Tom\" last = \"x\"", 1, 15, "expected the end of the line after a value, found 'last'")]
    [DataRow("= 1", 1, 1, "expected a key (")]
    [DataRow("key", 1, 4, "expected = after a key, found the end of the file")]
    [DataRow("key 1", 1, 5, "expected = after a key, found '1'")]
    [DataRow("a..b = 1", 1, 3, "expected a key (")]
    [DataRow("a. = 1", 1, 4, "expected a key (")]
    [DataRow("ʎ = 1", 1, 1, "found 'ʎ'")]
    [DataRow("\"\"\"a\"\"\" = 1", 1, 3, "expected = after a key")]
    [DataRow("a\n= 1", 1, 2, "expected = after a key, found the end of the line")]
    [DataRow("a = 1\rb = 2", 1, 6, "carriage return stands alone")]
    [DataRow("# bell \a", 1, 8, "control character U+0007")]
    [DataRow("# \r x", 1, 3, "carriage return stands alone")]
    [DataRow("\uFEFF\uFEFFa = 1", 1, 1, "a second mark of byte order")]
    [DataRow("😀 = 1", 1, 1, "expected a key (")]
    [DataRow("a = '😀' x", 1, 10, "found 'x'")]
    public void Parse_ShowsPlace_WhenLinesAreWrong(string text, int line, int column, string message) => Throws(text, line, column, message);

    [TestMethod]
    [DataRow("k = \"open", 1, 5, "has no end: expected \"")]
    [DataRow("k = \"open\\", 1, 10, "the end of the file after a backslash is no escape")]
    [DataRow("k = \"open\\\"", 1, 5, "has no end: expected \"")]
    [DataRow("\"k\n\\\"", 1, 3, "does not end on its line")]
    [DataRow("\"k\\\"", 1, 1, "has no end: expected \"")]
    [DataRow("k = \"open\nb = 1", 1, 10, "does not end on its line: expected \"")]
    [DataRow("k = 'open\nb'", 1, 10, "does not end on its line: expected '")]
    [DataRow("k = \"\"\"open\n\"\"", 1, 5, "has no end: expected \"\"\"")]
    [DataRow("k = '''open\n''", 1, 5, "has no end: expected '''")]
    [DataRow("k = \"a\\qb\"", 1, 7, "'q' after a backslash is no escape")]
    [DataRow("k = \"a\\\n b\"", 1, 7, "the end of the line after a backslash is no escape")]
    [DataRow("k = \"\"\"a\\ b\"\"\"", 1, 9, "expected the end of the line after them")]
    [DataRow("k = \"\"\"a\\\tb\"\"\"", 1, 9, "expected the end of the line after them")]
    [DataRow("k = \"\"\"a\\\n\r b\"\"\"", 2, 1, "carriage return stands alone")]
    [DataRow("k = \"\\u00g0\"", 1, 6, "expected 4 hexadecimal digits")]
    [DataRow("k = \"\\ud800\"", 1, 6, "names no character")]
    [DataRow("k = \"\\U00110000\"", 1, 6, "names no character")]
    [DataRow("k = \"\\UFFFFFFFF\"", 1, 6, "names no character")]
    [DataRow("k = \"\\uFFFD\\\uFFFD\"", 1, 12, "is no escape")]
    [DataRow("k = \"a\0b\"", 1, 7, "control character U+0000")]
    [DataRow("k = 'a\u007fb'", 1, 7, "control character U+007F")]
    [DataRow("k = '''\na\u0001'''", 2, 2, "control character U+0001")]
    [DataRow("k = \"a\r\"", 1, 7, "carriage return stands alone in a string")]
    [DataRow("k = '''15 marks: '''''' x", 1, 23, "has no end: expected '")]
    public void Parse_ShowsPlace_WhenStringsAreWrong(string text, int line, int column, string message) => Throws(text, line, column, message);

    /// <summary>Attributes cannot hold halves of pairs: they are stored as UTF-8.</summary>
    [TestMethod]
    public void Parse_ShowsPlace_WhenSurrogatesStandAlone()
    {
        Throws("# \ud800 x", 1, 3, "half of a surrogate pair");
        Throws("k = \"\udc00\"", 1, 6, "half of a surrogate pair");
        Throws("k = 1\ud800", 1, 6, "half of a surrogate pair");
    }

    [TestMethod]
    [DataRow("9223372036854775808", "64 bits")]
    [DataRow("-9223372036854775809", "64 bits")]
    [DataRow("18446744073709551615", "64 bits")]
    [DataRow("0xFFFFFFFFFFFFFFFF", "64 bits")]
    [DataRow("0x10000000000000000", "64 bits")]
    [DataRow("0o1000000000000000000000", "64 bits")]
    [DataRow("0b1000000000000000000000000000000000000000000000000000000000000000", "64 bits")]
    [DataRow("01", "no zeros before")]
    [DataRow("-01", "no zeros before")]
    [DataRow("00", "no zeros before")]
    [DataRow("0_0", "no zeros before")]
    [DataRow("03.14", "no zeros before")]
    [DataRow("1__0", "each side of an underscore")]
    [DataRow("1_", "each side of an underscore")]
    [DataRow("0x_1", "each side of an underscore")]
    [DataRow("1_.5", "each side of an underscore")]
    [DataRow("+0x1", "no sign")]
    [DataRow("0xG", "hexadecimal digits")]
    [DataRow("0x", "hexadecimal digits")]
    [DataRow("0o8", "octal digits")]
    [DataRow("0b2", "binary digits")]
    [DataRow("0X1", "only digits")]
    [DataRow("7.", "digits after the point")]
    [DataRow("3.e+20", "digits after the point")]
    [DataRow("1.2.3", "digits after the point")]
    [DataRow("1e", "digits in the exponent")]
    [DataRow("1e+", "digits in the exponent")]
    [DataRow("1e1.5", "digits")]
    [DataRow("+.5", "digits before the point")]
    [DataRow("--1", "digits")]
    [DataRow("1x", "digits")]
    public void Parse_ShowsPlace_WhenNumbersAreWrong(string text, string message) => Throws($"a = 0\nk = {text} # c", 2, 5, $"'{(text.Length > 40 ? text[..40] + "…" : text)}' is no number: expected", message);

    [TestMethod]
    [DataRow("1979-13-01", "month from 01 to 12")]
    [DataRow("1979-00-01", "month from 01 to 12")]
    [DataRow("1979-02-29", "day from 01 to 28")]
    [DataRow("1979-04-31", "day from 01 to 30")]
    [DataRow("1979-1-01", "a date such as")]
    [DataRow("1979-01-011", "T or one blank")]
    [DataRow("1979-01-01T", "a time such as")]
    [DataRow("1979-01-01X07:32:00", "T or one blank")]
    [DataRow("1979-01-01T24:00:00", "hour from 00 to 23")]
    [DataRow("1979-01-01T07:60:00", "minute from 00 to 59")]
    [DataRow("1979-01-01T07:32:61", "second from 00 to 59")]
    [DataRow("1979-01-01T07:32:00.", "a time such as")]
    [DataRow("1979-01-01T7:32:00", "a time such as")]
    [DataRow("1979-01-01T07:32:00+24:00", "an offset from")]
    [DataRow("1979-01-01T07:32:00+1:00", "an offset from")]
    [DataRow("1979-01-01T07:32:00ZZ", "an offset from")]
    [DataRow("07:32:00Z", "no offset")]
    [DataRow("25:00:00", "hour from 00 to 23")]
    public void Parse_ShowsPlace_WhenDatesAreWrong(string text, string message) => Throws($"k = {text} # c", 1, 5, $"'{text}' is no date or time: expected", message);

    [TestMethod]
    [DataRow("k = yes", 1, 5, "'yes' is no value: expected a string")]
    [DataRow("k = True", 1, 5, "'True' is no value")]
    [DataRow("k = .5", 1, 5, "'.' is no value")]
    [DataRow("k = +inf2", 1, 9, "expected the end of the line after a value, found '2'")]
    [DataRow("k = truer", 1, 5, "'truer' is no value")]
    [DataRow("k = [1 2]", 1, 8, "expected , or ] after an item of the array that begins in line 1, found '2'")]
    [DataRow("k = [1,,2]", 1, 8, "expected a value, found ','")]
    [DataRow("k = [\n1\n", 3, 1, "expected , or ] after an item of the array that begins in line 1, found the end of the file")]
    [DataRow("k = [", 1, 6, "expected a value, found the end of the file")]
    [DataRow("k = [1]]", 1, 8, "expected the end of the line after a value")]
    [DataRow("k = { a = 1 b = 2 }", 1, 13, "expected , or }")]
    [DataRow("k = { a }", 1, 9, "expected = after a key")]
    [DataRow("k = { , }", 1, 7, "expected a key")]
    [DataRow("k = { a = 1", 1, 12, "expected , or }")]
    [DataRow("[a", 1, 3, "expected ] after the key of a header")]
    [DataRow("[]", 1, 2, "expected a key")]
    [DataRow("[a.]", 1, 4, "expected a key")]
    [DataRow("[a]]", 1, 3, "expected ] after the key of a header")]
    [DataRow("[[a]", 1, 4, "expected ]] after the key of a header")]
    [DataRow("[[a] ]", 1, 4, "expected ]] after the key of a header")]
    [DataRow("[ [a]]", 1, 3, "expected a key")]
    [DataRow("[a] k = 1", 1, 5, "expected the end of the line after a header")]
    [DataRow("[a]\n\n[b\n]", 3, 3, "expected ]")]
    public void Parse_ShowsPlace_WhenValuesAndHeadersAreWrong(string text, int line, int column, string message) => Throws(text, line, column, message);

    [TestMethod]
    [DataRow("name = 1\n\"name\" = 2", 2, 1, "'name' is defined a second time (first in line 1)")]
    [DataRow("a.b = 1\na.b.c = 2", 2, 3, "'a.b' is no table, but a value of another type (line 1)")]
    [DataRow("a.b.c = 1\na.b = 2", 2, 3, "'a.b' is defined a second time")]
    [DataRow("[a]\nb = 1\n[a]\nc = 2", 3, 2, "'a' is defined a second time (first in line 1)")]
    [DataRow("[a]\nb = 1\n[a.b]\nc = 2", 3, 4, "'a.b' is defined a second time (first in line 2)")]
    [DataRow("[a]\nb = 1\n[a.b.c]", 3, 4, "'a.b' is no table")]
    [DataRow("[f]\na.c = 1\n[f.a]", 3, 4, "'f.a' is defined a second time")]
    [DataRow("[f]\na.c = 1\n[[f.a]]", 3, 5, "'f.a' is defined a second time")]
    [DataRow("[f]\na.t.s = 1\n[f.a.t]", 3, 6, "'f.a.t' is defined a second time")]
    [DataRow("[a.b]\n[a]\nb.c = 1", 3, 1, "'b' has a header of its own (line 1)")]
    [DataRow("[a.b.c.d]\nz = 9\n[a]\nb.c.d.k.t = 8", 4, 5, "'b.c.d' has a header of its own (line 1)")]
    [DataRow("a.b.c = 1\n[a.b]", 2, 4, "'a.b' is defined a second time")]
    [DataRow("[a.b.c]\n[a]\nb.d = 1\n[a.b]", 4, 4, "'a.b' is defined a second time")]
    [DataRow("p = { a.b = 1 }\n[p.c]", 2, 2, "'p' is an inline table (line 1), which cannot be added to")]
    [DataRow("p = { n = 1 }\np.m = 2", 2, 1, "'p' is an inline table (line 1)")]
    [DataRow("p = { n = {}, n.m = 2 }", 1, 15, "'n' is an inline table (line 1)")]
    [DataRow("p = { n = 1, n = 2 }", 1, 14, "'n' is defined a second time")]
    [DataRow("p = {}\n[p]", 2, 2, "'p' is defined a second time")]
    [DataRow("p = []\n[[p]]", 2, 3, "'p' is an array in brackets (line 1)")]
    [DataRow("p = [{}]\n[p.q]", 2, 2, "'p' is an array (line 1): expected a table")]
    [DataRow("[p]\n[[p]]", 2, 3, "'p' is defined a second time")]
    [DataRow("[[p]]\n[p]", 2, 2, "'p' is defined a second time")]
    [DataRow("[f.p]\n[[f]]", 2, 3, "'f' is defined a second time")]
    [DataRow("[[f]]\n[[f.v]]\n[f.v]", 3, 4, "'f.v' is defined a second time")]
    [DataRow("[[x.a]]\n[x]\na.b = 1", 3, 1, "'a' is an array (line 1): expected a table")]
    [DataRow("[[a]]\n[a.b]\n[a.b]", 3, 4, "'a.b' is defined a second time (first in line 2)")]
    public void Parse_ShowsPlace_WhenDefinedTwice(string text, int line, int column, string message) => Throws(text, line, column, message);

    private static void Throws(string text, int line, int column, params string[] messages)
    {
        var error = Assert.ThrowsExactly<TomlException>(() => Documents.Parse(text));
        foreach (var message in messages)
            Assert.Contains(message, error.Message);
        Assert.AreEqual(new TomlPosition(line, column), error.Position, error.Message);
        Assert.AreEqual(Documents.Path, error.Path);
    }
}
