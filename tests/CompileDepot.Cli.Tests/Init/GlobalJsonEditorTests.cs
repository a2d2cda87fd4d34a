using System.Text;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

[TestClass]
public sealed class GlobalJsonEditorTests
{
    private static readonly GlobalJsonEditor Editor = new("1.2.3-beta.4");

    public static IEnumerable<object[]> Originals => new[]
    {
        "{}", "{ }", "{\n}", "{\n}\n", "{\n\n}\n", "{\t}", " \n{}\n\n", "{ /* nothing */ }", "{ // nothing\n}\n", "{\n  // nothing yet\n}\n", "/* top */ {}",
        "{\"sdk\":{\"version\":\"10.0.100\"}}",
        "{ \"sdk\": { \"version\": \"10.0.100\" } }\n",
        "{\n  \"sdk\": {\n    \"version\": \"10.0.100\"\n  }\n}\n",
        "{\n  \"sdk\": {\n    \"version\": \"10.0.100\"\n  }\n}",
        "{\n\t\"sdk\": {\n\t\t\"version\": \"10.0.100\",\n\t},\n}\n",
        "{   \n    \"sdk\": { },   \n    \"test\": { \"runner\": \"x\" }   \n}   \n\n\n",
        "// first\n{ // second\n  // third\n  \"sdk\": 1, // fourth\n  /* fifth */ \"b\": [1, 2,], // sixth\n}\n// last",
        "{ /* one */ /* two */ \"sdk\": 1 }",
        "{ /* one\n two */ \"sdk\": 1 }",
        "{ \"sdk\": 1,\n  \"b\": 2 }",
        "{\n\"sdk\": 1\n}",
        "{\n  \"größe\": \"漢字 \\u00e9 \\\" { } // /* ,\"\n}\n",
        "{\n  \"msbuild-sdks\": {}\n}\n",
        "{\"msbuild-sdks\":{}}",
        "{ \"msbuild-sdks\": { } }",
        "{\n  \"msbuild-sdks\": {\n  }\n}\n",
        "{\n  \"msbuild-sdks\": { /* soon */ }, \"sdk\": 1\n}\n",
        "{\n  \"msbuild-sdks\": { // soon\n  }\n}\n",
        "{\n  \"msbuild-sdks\": {\n    \"Other.Sdk\": \"1.0\"\n  }\n}\n",
        "{\n  \"msbuild-sdks\": {\n    // why\n    \"Other.Sdk\": \"1.0\", // what\n    \"Third.Sdk\": \"2.0\",\n  },\n}\n",
        "{\"msbuild-sdks\":{\"Other.Sdk\":\"1.0\",\"Third.Sdk\":\"2.0\"}}",
        "{ \"a\": { \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"9\" } }, \"MSBuild-Sdks\": {} }",
    }.Select(text => new object[] { text });

    [TestMethod]
    [DynamicData(nameof(Originals))]
    public void Remove_GivesOriginalBytes_WhenAdded(string original)
    {
        EditorAssert.RoundTripsInAllSpellings(Editor, original);
        var added = EditorAssert.Add(Editor, original);
        Assert.AreEqual("1.2.3-beta.4", GlobalJsonEditor.PinnedVersion(EditorAssert.Path, Encoding.UTF8.GetBytes(added)), added);
    }

    [TestMethod]
    public void Remove_GivesOriginalBytes_WhenTextIsRandom()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 3000; i++)
            EditorAssert.RoundTripsInAllSpellings(Editor, RandomText.Json(random));
    }

    [TestMethod]
    public void Add_GivesReadableText_WhenObjectsHaveLines()
    {
        Assert.AreEqual(
            "{\n  \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1.2.3-beta.4\" },\n  \"sdk\": 1\n}\n",
            EditorAssert.Add(Editor, "{\n  \"sdk\": 1\n}\n"));
        Assert.AreEqual(
            "{\n\t\"msbuild-sdks\": { // pins\n\t\t\"CompileDepot.Sdk\": \"1.2.3-beta.4\",\n\t\t\"A\": \"1\" // a\n\t}\n}\n",
            EditorAssert.Add(Editor, "{\n\t\"msbuild-sdks\": { // pins\n\t\t\"A\": \"1\" // a\n\t}\n}\n"));
        Assert.AreEqual("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1.2.3-beta.4\" }, \"sdk\": 1 }", EditorAssert.Add(Editor, "{ \"sdk\": 1 }"));
    }

    [TestMethod]
    public void Add_ReplacesOnlyTheVersion_WhenAnotherStandsThere() => Assert.AreEqual(
        "{ \"msbuild-sdks\" : { \"compiledepot.sdk\"  : /* v */ \"1.2.3-beta.4\" , \"B\": \"2\" } } // end",
        EditorAssert.Add(Editor, "{ \"msbuild-sdks\" : { \"compiledepot.sdk\"  : /* v */ \"0.9\" , \"B\": \"2\" } } // end"));

    [TestMethod]
    public void Created_IsPinnedAndDeletedAgain_WhenLineEndsOrVersionChanged()
    {
        var created = Encoding.UTF8.GetString(Editor.Created);
        Assert.AreEqual("{\n  \"msbuild-sdks\": {\n    \"CompileDepot.Sdk\": \"1.2.3-beta.4\"\n  }\n}\n", created);
        Assert.IsNull(EditorAssert.Remove(Editor, created));
        Assert.IsNull(EditorAssert.Remove(Editor, "\uFEFF" + created.ReplaceLineEndings("\r\n")));
        Assert.IsNull(EditorAssert.Remove(new GlobalJsonEditor("2.0.0"), EditorAssert.Add(new GlobalJsonEditor("3.0.0"), created)));
    }

    [TestMethod]
    [DataRow("{\n  \"msbuild-sdks\": {\n    \"CompileDepot.Sdk\": \"1\"\n  },\n  \"sdk\": 1\n}\n", "{\n  \"sdk\": 1\n}\n")]
    [DataRow("{\n  \"sdk\": 1,\n  \"msbuild-sdks\": {\n    \"CompileDepot.Sdk\": \"1\"\n  }\n}\n", "{\n  \"sdk\": 1\n}\n")]
    [DataRow("{\n  \"sdk\": 1, // c, c\n  \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1\" }\n}\n", "{\n  \"sdk\": 1 // c, c\n}\n")]
    [DataRow("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1\" } }", "{ }")]
    [DataRow("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1\", }, }", "{ }")]
    [DataRow("{ \"msbuild-sdks\": { \"A\": \"1\", \"CompileDepot.Sdk\": \"1\" } }", "{ \"msbuild-sdks\": { \"A\": \"1\" } }")]
    [DataRow("{ \"msbuild-sdks\": { \"A\": \"1\", \"CompileDepot.Sdk\": \"1\", } }", "{ \"msbuild-sdks\": { \"A\": \"1\", } }")]
    [DataRow("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1\" /* x */ , \"A\": \"1\" } }", "{ \"msbuild-sdks\": { /* x */  \"A\": \"1\" } }")]
    [DataRow("{\n  \"msbuild-sdks\": {\n    // mine\n    \"CompileDepot.Sdk\": \"1\"\n  }\n}\n", "{\n  \"msbuild-sdks\": {\n    // mine\n  }\n}\n")]
    [DataRow("{ // c\n  \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1\" }, \"sdk\": 1 }", "{ // c\n  \"sdk\": 1 }")]
    public void Remove_KeepsTheRest_WhenSomebodyEditedTheFile(string edited, string expected) =>
        Assert.AreEqual(expected, EditorAssert.Remove(Editor, edited));

    [TestMethod]
    [DataRow("", 1, 1)]
    [DataRow("{\n  \"sdk\": 1\n  \"b\": 2\n}", 3, 3)]
    [DataRow("{\n  \"ä\": x\n}", 2, 8)]
    [DataRow("{} {}", 1, 4)]
    [DataRow("[1]", 1, 1)]
    [DataRow("{\n  \"msbuild-sdks\": \"x\"\n}", 2, 19)]
    [DataRow("{\n  \"msbuild-sdks\": {},\n  \"msbuild-sdks\": {}\n}", 3, 3)]
    [DataRow("{ \"msbuild-sdks\": { \"CompileDepot.Sdk\": \"1\", \"compiledepot.sdk\": \"1\" } }", 1, 46)]
    [DataRow("{ /* open", 1, 3)]
    [DataRow("{ \"sdk\" /* a fault to dotnet too */ : 1 }", 1, 9)]
    public void Edit_Fails_WhenJsonIsMalformed(string text, int line, int column)
    {
        foreach (var mark in new[] { "", "\uFEFF" })
        {
            var bytes = Encoding.UTF8.GetBytes(mark + text);
            var fault = Assert.ThrowsExactly<InitException>(() => Editor.Add(EditorAssert.Path, bytes));
            Assert.AreEqual(("CD0101", line, column), (fault.Code, fault.Line, fault.Column), fault.Message);
            StringAssert.StartsWith(fault.Message, $"{EditorAssert.Path}({line},{column}): ");
            Assert.ThrowsExactly<InitException>(() => Editor.Remove(EditorAssert.Path, bytes));
        }
    }

    [TestMethod]
    public void Edit_Fails_WhenBytesAreNotUtf8Json()
    {
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")];
        Assert.ThrowsExactly<InitException>(() => Editor.Add(EditorAssert.Path, utf16));
        Assert.ThrowsExactly<InitException>(() => Editor.Add(EditorAssert.Path, [(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
    }

    [TestMethod]
    [DataRow("1.0\", \"x\": \"")]
    [DataRow("1 0")]
    [DataRow("")]
    public void Constructor_Fails_WhenVersionIsNone(string version) => Assert.Throws<ArgumentException>(() => new GlobalJsonEditor(version));
}
