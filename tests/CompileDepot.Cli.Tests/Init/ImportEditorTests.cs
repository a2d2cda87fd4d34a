using System.Text;
using System.Xml.Linq;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

[TestClass]
public sealed class ImportEditorTests
{
    private const string Props = "<Import Project=\"Sdk.props\" Sdk=\"CompileDepot.Sdk\" />";
    private const string Targets = "<Import Project=\"Sdk.targets\" Sdk=\"CompileDepot.Sdk\" />";

    public static IEnumerable<object[]> Originals => new[]
    {
        "<Project/>", "<Project />", "<Project />\n", "<Project\n  Sdk=\"x\"\n/>\n", "<?xml version=\"1.0\"?><Project/><!-- end -->\n",
        "<Project></Project>", "<Project></Project>\n", "<Project> </Project>\n", "<Project>\n</Project>\n", "<Project>\n</Project >\n",
        "<Project>\n\n</Project>", "<Project>\n  \n</Project>\n",
        "<Project>\n  <!-- nothing -->\n</Project>\n", "<Project> <!-- nothing --> </Project>", "<Project><!-- nothing --></Project >",
        "<Project>\n  <PropertyGroup>\n    <A>1</A>\n  </PropertyGroup>\n</Project>\n",
        "<Project>\n  <PropertyGroup>\n    <A>1</A>\n  </PropertyGroup>\n</Project>",
        "<Project>\n\t<PropertyGroup>\n\t\t<A>1</A>\n\t</PropertyGroup>\n</Project>\n",
        "<Project>   \n\n  <A/>   \n\n</Project>\n\n",
        "<Project><A/></Project>", "<Project> <A/> </Project>", "<Project><A/>\n</Project>", "<Project>\n<A/></Project>", "<Project>\n<A/>\n</Project>",
        "<Project> <!-- head --> <!-- two -->\n  <A/> <!-- tail -->\n</Project>\n",
        "<!-- <Project> -->\n<Project\n  xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"\n  Sdk = 'a>b'\n  >\n  <A/>\n</Project\n>\n<!-- end -->",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project ToolsVersion=\"15.0\">\n  <A B=\">\" C='\"'>größe 漢字 😀 &gt;</A>\n</Project>\n",
        "<!DOCTYPE Project [ <!ENTITY a \"b>\"> ]>\n<Project>\n  <A/>\n</Project>\n",
        "<Project>\n  <!-- " + Props + Targets + " -->\n  <A><![CDATA[" + Props + Targets + "]]></A>\n</Project>\n",
        "<Project>\n  <Import Project=\"Sdk.props\" Sdk=\"Other.Sdk\" />\n  <Import Project=\"Solution.targets\" Sdk=\"CompileDepot.Sdk\" />\n</Project>\n",
        "<Project>text</Project>",
    }.Select(text => new object[] { text });

    [TestMethod]
    [DynamicData(nameof(Originals))]
    public void Remove_GivesOriginalBytes_WhenAdded(string original)
    {
        Check(ImportEditor.Props, "Sdk.props", first: true, original);
        Check(ImportEditor.Targets, "Sdk.targets", first: false, original);
    }

    [TestMethod]
    public void Remove_GivesOriginalBytes_WhenTextIsRandom()
    {
        var random = new Random(20260102);
        for (var i = 0; i < 3000; i++)
        {
            var original = RandomText.Project(random);
            Check(ImportEditor.Props, "Sdk.props", first: true, original);
            Check(ImportEditor.Targets, "Sdk.targets", first: false, original);
        }
    }

    [TestMethod]
    public void Add_KeepsEncoding_WhenFileIsNotUtf8()
    {
        const string text = "<?xml version=\"1.0\" encoding=\"{0}\"?>\r\n<Project>\r\n  <A>größe</A>\r\n</Project>\r\n";
        var encodings = new[]
        {
            ("utf-16", true), ("utf-16", false), ("utf-16BE", true), ("utf-32", true), ("windows-1252", false), ("ISO-8859-1", false),
        };
        foreach (var (name, mark) in encodings)
        {
            var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            var bytes = encoding.GetBytes(text.Replace("{0}", name, StringComparison.Ordinal));
            var added = EditorAssert.RoundTrips(ImportEditor.Props, mark ? [.. encoding.GetPreamble(), .. bytes] : bytes);
            StringAssert.Contains(encoding.GetString(added), $"<Project>\r\n  {Props}\r\n  <A>größe</A>", name);
        }
    }

    [TestMethod]
    public void Add_GivesReadableText_WhenElementsHaveLines()
    {
        Assert.AreEqual(
            $"<Project>\n    {Props}\n    <!-- why -->\n    <A/>\n</Project>\n",
            EditorAssert.Add(ImportEditor.Props, "<Project>\n    <!-- why -->\n    <A/>\n</Project>\n"));
        Assert.AreEqual(
            $"<Project> <!-- a -->\n  <B/> <!-- b -->\n  {Targets}\n\n</Project>\n",
            EditorAssert.Add(ImportEditor.Targets, "<Project> <!-- a -->\n  <B/> <!-- b -->\n\n</Project>\n"));
        Assert.AreEqual($"<Project >\n  {Props}\n</Project >\n", EditorAssert.Add(ImportEditor.Props, "<Project />\n"));
    }

    [TestMethod]
    [DataRow("<Project>\n  <Import Sdk='CompileDepot.Sdk'   Project = \"Sdk.props\"/>\n</Project>\n", "<Project>\n</Project>\n")]
    [DataRow("<Project>\n  <A/>\n  <Import\n    Project=\" Sdk.props \"\n    Sdk=\"CompileDepot.Sdk\"\n    Version=\"1.0\" />\n</Project>\n",
        "<Project>\n  <A/>\n</Project>\n")]
    [DataRow("<Project><ImportGroup><Import Project=\"Sdk.props\" Sdk=\"compiledepot.sdk\"></Import></ImportGroup></Project>",
        "<Project><ImportGroup></ImportGroup></Project>")]
    [DataRow(
        "<Project>\n  <Import Project='Sdk.props' Sdk='CompileDepot.Sdk' />\n  <A/> <Import Project='Sdk.props' Sdk='CompileDepot.Sdk' /> <B/>\n</Project>",
        "<Project>\n  <A/> <B/>\n</Project>")]
    [DataRow("<Project>\n  <Import Project='Sdk.props' Sdk='CompileDepot.Sdk' /> <A/>\n</Project>", "<Project>\n  <A/>\n</Project>")]
    [DataRow("<Project >\n  " + Props + "\n  <A/>\n</Project >\n", "<Project >\n  <A/>\n</Project >\n")]
    public void Add_ChangesNothing_WhenImportIsSpeltOtherwise(string text, string removed)
    {
        Assert.AreEqual(text, EditorAssert.Add(ImportEditor.Props, text));
        Assert.AreEqual(removed, EditorAssert.Remove(ImportEditor.Props, text));
    }

    [TestMethod]
    public void Remove_Deletes_WhenFileIsAsCreated()
    {
        var created = Encoding.UTF8.GetString(ImportEditor.Props.Created);
        Assert.AreEqual($"<Project>\n  {Props}\n</Project>\n", created);
        Assert.IsNull(EditorAssert.Remove(ImportEditor.Props, created));
        Assert.IsNull(EditorAssert.Remove(ImportEditor.Props, "\uFEFF" + created.ReplaceLineEndings("\r\n")));
        Assert.AreEqual("<Project>\n</Project>\n<!-- mine -->\n", EditorAssert.Remove(ImportEditor.Props, created + "<!-- mine -->\n"));
    }

    [TestMethod]
    [DataRow("", 1, 1)]
    [DataRow("<Project>\n  <A>\n</Project>\n", 3, 3)]
    [DataRow("<Project>\n  <A B=1 />\n</Project>", 2, 8)]
    [DataRow("<Project/><Project/>", 1, 12)]
    [DataRow("\n<Root/>", 2, 2)]
    [DataRow("<m:Project xmlns:m='x'/>", 1, 2)]
    [DataRow("<?xml version='1.0' encoding='nonsense'?><Project/>", 1, 1)]
    [DataRow("<?xml version='1.0' encoding='utf-7'?><Project/>", 1, 1)]
    [DataRow("<Project>\n&nothing;</Project>", 2, 2)]
    public void Edit_Fails_WhenXmlIsMalformed(string text, int line, int column)
    {
        var fault = Assert.ThrowsExactly<InitException>(() => EditorAssert.Add(ImportEditor.Props, text));
        Assert.AreEqual(("CD0102", line, column), (fault.Code, fault.Line, fault.Column), fault.Message);
        StringAssert.StartsWith(fault.Message, $"{EditorAssert.Path}({line},{column}): ");
        Assert.ThrowsExactly<InitException>(() => EditorAssert.Remove(ImportEditor.Props, text));
    }

    [TestMethod]
    public void Edit_Fails_WhenBytesAreNotTheEncoding()
    {
        byte[] bytes = [.. "<Project>\n<A>"u8, 0xFF, .. "</A></Project>"u8];
        var fault = Assert.ThrowsExactly<InitException>(() => ImportEditor.Props.Add(EditorAssert.Path, bytes));
        Assert.AreEqual(("CD0102", 2), (fault.Code, fault.Line));
    }

    private static void Check(ImportEditor editor, string project, bool first, string original)
    {
        EditorAssert.RoundTripsInAllSpellings(editor, original);
        var children = XDocument.Parse(EditorAssert.Add(editor, original)).Root!.Elements().ToList();
        var import = first ? children[0] : children[^1];
        Assert.AreEqual(("Import", project, "CompileDepot.Sdk"), (import.Name.LocalName, import.Attribute("Project")?.Value, import.Attribute("Sdk")?.Value));
        Assert.AreEqual(import.Parent!.Name.Namespace, import.Name.Namespace);
    }
}
