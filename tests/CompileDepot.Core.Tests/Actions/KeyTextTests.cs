using CompileDepot.Core.Actions;
using CompileDepot.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Actions;

[TestClass]
public sealed class KeyTextTests
{
    private static readonly Gen<string[]> Line =
        from kind in Gen.Elements("option", "source", "input")
        from fields in Gen.OneOf(Texts.Any, Texts.Of(" ", "a", "\n", "option a", "%20", "", "\ud800", "\udc00")).ArrayOf()
        select (string[])[kind, .. fields.Take(3)];

    [TestMethod]
    public void ToBytes_IsInjective_WhenLinesDiffer() =>
        Texts.CheckInjective(Line.ArrayOf(), lines => Convert.ToHexString(Bytes(lines)), EqualityComparer<string[][]>.Create((a, b) => a!.Length == b!.Length && a.Zip(b).All(p => p.First.SequenceEqual(p.Second))));

    [TestMethod]
    public void ToBytes_CanBeReadBack_WhenAnythingWasAdded() => Texts.Check(Line.ArrayOf(), lines =>
    {
        var read = System.Text.Encoding.UTF8.GetString(Bytes(lines)).Split('\n')[1..^1].Select(l => l.Split(' ')).Select(f => f.Take(1).Concat(f.Skip(1).Select(KeyField.Unescape)));
        return read.Zip(lines).All(p => p.First.SequenceEqual(p.Second)) && read.Count() == lines.Length;
    });

    [TestMethod]
    [DataRow(new[] { "a b" }, new[] { "a", "b" })]
    [DataRow(new[] { "a" }, new[] { "a", "" })]
    [DataRow(new string[0], new[] { "" })]
    [DataRow(new[] { "a\noption b" }, new[] { "a" })]
    public void ToBytes_Differ_WhenFieldsAreCutElsewhere(string[] one, string[] other) =>
        CollectionAssert.AreNotEqual(Bytes([["option", .. one]]), Bytes([["option", .. other]]));

    [TestMethod]
    public void ToBytes_Differ_WhenHalvesOfSurrogatePairsDiffer() =>
        Assert.HasCount(3, new[] { "\ud800", "\ud801", "\ufffd" }.Select(t => Convert.ToHexString(Bytes([["option", t]]))).Distinct());

    [TestMethod]
    public void ToBytes_BeginWithTheVersion_WhenEmpty() => Assert.AreEqual("compiledepot-key 2\n", System.Text.Encoding.UTF8.GetString(Bytes([])));

    private static byte[] Bytes(string[][] lines)
    {
        var text = new KeyText();
        foreach (var line in lines)
            text.Add(line[0], line.AsSpan(1));
        return text.ToBytes();
    }
}
