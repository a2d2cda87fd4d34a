using CompileDepot.Toml.Tests.Support;

namespace CompileDepot.Toml.Tests.Reading;

[TestClass]
public sealed class PlaceTests
{
    [TestMethod]
    public void Parse_GivesPositions_WhenValuesStandAnywhere()
    {
        var root = Documents.Parse("\uFEFFa.b = 1\r\n\"é😀\" = [ 'x',\r\n  { y = 2 } ]\r\n[t]\r\n[[u]]\r\nv = 3\r\n").Root;
        Assert.AreEqual(new(1, 1), root.Position);
        Assert.AreEqual(new(1, 1), root.KeyPositions["a"]);
        var a = (TomlTable)root.Members["a"];
        Assert.AreEqual((new TomlPosition(1, 3), new TomlPosition(1, 7)), (a.KeyPositions["b"], a.Members["b"].Position));
        var array = (TomlArray)root.Members["é😀"];
        Assert.AreEqual((new TomlPosition(2, 1), new TomlPosition(2, 9)), (root.KeyPositions["é😀"], array.Position));
        Assert.AreEqual((new TomlPosition(2, 11), new TomlPosition(3, 3)), (array.Items[0].Position, array.Items[1].Position));
        Assert.AreEqual(new(3, 5), ((TomlTable)array.Items[1]).KeyPositions["y"]);
        Assert.AreEqual((new TomlPosition(4, 2), new TomlPosition(4, 1)), (root.KeyPositions["t"], root.Members["t"].Position));
        Assert.AreEqual((new TomlPosition(5, 3), new TomlPosition(5, 1)), (root.KeyPositions["u"], ((TomlArray)root.Members["u"]).Items[0].Position));
        Assert.IsEmpty(new TomlTable(new Dictionary<string, TomlValue>()).KeyPositions);
    }

    [TestMethod]
    public void Parse_KeepsOrder_WhenTablesAreSpreadOut() =>
        CollectionAssert.AreEqual(new[] { "z", "b", "a", "c" }, Documents.Parse("z = 1\nb.x = 1\na = 2\nb.y = 2\n[c]\n").Root.Members.Keys.ToArray());

    [TestMethod]
    public void Load_Reads_WhenFileIsUtf8() => WithFile([0xEF, 0xBB, 0xBF, .. "k = 'é'\r\n"u8], path =>
    {
        var document = TomlDocument.Load(path);
        Assert.AreEqual(new TomlString("é"), document.Root.Members["k"]);
        Assert.AreEqual((path, "\uFEFFk = 'é'\r\n"), (document.Path, document.ToString()));
    });

    [TestMethod]
    [DataRow(new byte[] { 0xFF }, "0xFF (at offset 13)")]
    [DataRow(new byte[] { 0xC3 }, "0xC3 (at offset 13)")]
    [DataRow(new byte[] { 0xC0, 0x80 }, "0xC0 (at offset 13)")]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80, 0x27 }, "0xED (at offset 13)")]
    public void Load_ShowsPlace_WhenBytesAreNotUtf8(byte[] bytes, string message) => WithFile([0xEF, 0xBB, 0xBF, .. "a = 1\n# é"u8, .. bytes], path =>
    {
        var error = Assert.ThrowsExactly<TomlException>(() => TomlDocument.Load(path));
        Assert.Contains(message, error.Message);
        Assert.AreEqual((path, new TomlPosition(2, 4)), (error.Path, error.Position));
    });

    private static void WithFile(byte[] bytes, Action<string> test)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            test(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
