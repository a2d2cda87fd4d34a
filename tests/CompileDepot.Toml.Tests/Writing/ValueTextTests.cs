using CompileDepot.Toml.Tests.Support;
using CompileDepot.Toml.Writing;

namespace CompileDepot.Toml.Tests.Writing;

[TestClass]
public sealed class ValueTextTests
{
    public static IEnumerable<object[]> Forms =>
    [
        [new TomlString("a\"\\\b\t\n\f\r\0\u001f\u007fé😀'"), "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001F\\u007Fé😀'\""],
        [new TomlInteger(long.MinValue), "-9223372036854775808"],
        [new TomlFloat(1), "1.0"],
        [new TomlFloat(-0.0), "-0.0"],
        [new TomlFloat(1e300), "1e+300"],
        [new TomlFloat(0.1), "0.1"],
        [new TomlFloat(double.NegativeInfinity), "-inf"],
        [new TomlFloat(BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001)), "nan"],
        [new TomlBoolean(true), "true"],
        [new TomlDateTime("1979-05-27 07:32z"), "1979-05-27T07:32:00Z"],
        [new TomlArray([]), "[]"],
        [new TomlArray([new TomlInteger(1), new TomlArray([TomlTable.Empty])]), "[1, [{}]]"],
        [new TomlTable(new Dictionary<string, TomlValue> { ["a-_1"] = new TomlInteger(1), [""] = new TomlInteger(2), ["é.\n"] = new TomlInteger(3) }), "{ a-_1 = 1, \"\" = 2, \"é.\\n\" = 3 }"],
    ];

    [TestMethod]
    [DynamicData(nameof(Forms))]
    public void Of_GivesTheForm(TomlValue value, string text) => Assert.AreEqual(text, ValueText.Of(value));

    [TestMethod]
    public void Set_LeavesTheDocument_WhenTomlCannotSayTheValue()
    {
        var document = Documents.Parse("\na = 1");
        foreach (var (value, message) in new (TomlValue, string)[] { (new TomlString("x\ud800"), "at character 2"), (new TomlDateTime("today"), "'today' is no date"), (new TomlArray([new TomlString("\udc00")]), "surrogate") })
        {
            var error = Assert.ThrowsExactly<TomlException>(() => document.Set(["a"], value));
            Assert.Contains(message, error.Message);
            Assert.AreEqual(new(2, 5), error.Position);
            Assert.AreEqual("\na = 1", document.ToString());
        }
    }

    [TestMethod]
    public void Equals_TellsTypesAndContentsApart()
    {
        var values = (TomlArray)Documents.Parse("v = [1, 1.0, '1', true, 1979-05-27, 0.0, -0.0, nan, [1], [2], [], {a=1}, {b=1}, {a=2}, {}]").Root.Members["v"];
        for (var i = 0; i < values.Items.Count; i++)
        {
            for (var j = 0; j < values.Items.Count; j++)
                Assert.AreEqual(i == j, values.Items[i].Equals(values.Items[j]), $"{i} {j}");
        }
    }
}
