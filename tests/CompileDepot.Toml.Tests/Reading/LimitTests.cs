using CompileDepot.Toml.Tests.Support;

namespace CompileDepot.Toml.Tests.Reading;

[TestClass]
public sealed class LimitTests
{
    private const int Deep = 100_000;

    [TestMethod]
    [DataRow("a=", "[", "", 3 + TomlDocument.MaximalDepth)]
    [DataRow("a=", "{a=", "", 3 + 3 * TomlDocument.MaximalDepth)]
    [DataRow("", "a.", "a=1", 1 + 2 * TomlDocument.MaximalDepth)]
    [DataRow("[", "a.", "a]", 2 + 2 * TomlDocument.MaximalDepth)]
    public void Parse_ShowsPlace_WhenTooDeep(string before, string repeated, string after, int column)
    {
        var error = Assert.ThrowsExactly<TomlException>(() => Documents.Parse(before + string.Concat(Enumerable.Repeat(repeated, Deep)) + after));
        Assert.AreEqual(new TomlPosition(1, column), error.Position);
        Assert.Contains("more than 256 deep", error.Message);
    }

    [TestMethod]
    public void Parse_Throws_WhenArraysOfTablesAreTooDeep() =>
        Assert.ThrowsExactly<TomlException>(() => Documents.Parse(string.Concat(Enumerable.Range(1, TomlDocument.MaximalDepth).Select(i => $"[[{string.Join('.', Enumerable.Repeat("a", i))}]]\n"))));

    [TestMethod]
    [DataRow("[", "]", "")]
    [DataRow("{a=", "}", "1")]
    public void Parse_Reads_WhenAsDeepAsMayBe(string open, string close, string inner)
    {
        var text = "a=" + string.Concat(Enumerable.Repeat(open, TomlDocument.MaximalDepth)) + inner + string.Concat(Enumerable.Repeat(close, TomlDocument.MaximalDepth));
        Assert.AreEqual(Documents.Parse(text).Root, Documents.Parse(text).Root);
        var copy = Documents.Parse("");
        copy.Set(["a"], Documents.Parse(text).Root.Members["a"]);
        Assert.AreEqual(Documents.Parse(text).Root, copy.Root);
    }

    [TestMethod]
    public void Set_LeavesTheDocument_WhenTooDeep()
    {
        TomlValue value = new TomlArray([]);
        for (var i = 0; i < Deep; i++)
            value = new TomlArray([value]);
        var document = Documents.Parse("a = 1 # c\n");
        Assert.Contains("more than 256 deep", Assert.ThrowsExactly<TomlException>(() => document.Set(["a"], value)).Message);
        Assert.ThrowsExactly<TomlException>(() => document.Set([.. Enumerable.Repeat("b", Deep)], new TomlInteger(1)));
        Assert.AreEqual("a = 1 # c\n", document.ToString());
        Assert.HasCount(1, document.Root.Members);
    }

    /// <summary>Anything that is not in proportion to the length would take minutes here.</summary>
    [TestMethod]
    [DataRow("k{0} = 'v' # \uFFFD\n", 50_000)]
    [DataRow("[t.k{0}]\nx = 1979-05-27 07:32:60Z\n", 50_000)]
    [DataRow("[[t]]\nk{0}.a = 0x00000000000000000001\n", 50_000)]
    [DataRow("k{0} = \"\"\"\\\n\\u0041\\\n\"\"\"\n", 50_000)]
    public void Parse_Reads_WhenLong(string line, int lines)
    {
        var text = string.Concat(Enumerable.Range(0, lines).Select(i => line.Replace("{0}", $"{i}", StringComparison.Ordinal)));
        var root = Documents.Parse(text).Root;
        var many = root.Members.GetValueOrDefault("t", root);
        Assert.AreEqual(lines, many is TomlArray array ? array.Items.Count : ((TomlTable)many).Members.Count);
    }
}
