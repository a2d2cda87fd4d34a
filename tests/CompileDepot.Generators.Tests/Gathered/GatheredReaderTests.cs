using System.Text;
using CompileDepot.Generators.Gathered;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators.Tests.Gathered;

[TestClass]
public sealed class GatheredReaderTests
{
    private static readonly string Good = GatheredText.Of(
        "collection|a|seq", "from|p", "value|string|x\\\\\\t\\n\\r\\u2028", "value|enum|N.E|A|-1", "value|bool|false", "from|q", "value|method|T||M", "id|x|1", "collection|b|-", "collection|c|counter", "from|p", "value|int|-3",
        "collection|d|table", "from|p", "entry|k|type|T|A");

    [TestMethod]
    public void Read_GivesWhatIsThere()
    {
        var file = Read(Good);
        Assert.IsNull(file.Fault);
        Assert.AreEqual("src/App/App.csproj", file.Self);
        CollectionAssert.AreEqual(new[] { CollectionKind.Seq, CollectionKind.Unknown, CollectionKind.Counter, CollectionKind.Table }, file.Collections.Select(c => c.Kind).ToArray());
        CollectionAssert.AreEqual(
            new GatheredItem[] { new("p", null, GatheredValue.Of("x\\\t\n\r\u2028")), new("p", null, new(ValueTag.Enum, "-1", "N.E", "A")), new("p", null, GatheredValue.Of(false)), new("q", null, new(ValueTag.Method, "M", "T")) },
            file.Find("a")!.Items.ToArray());
        Assert.AreEqual(new("x", 1), file.Find("a")!.Ids.Single());
        Assert.AreEqual(-3, file.Find("c")!.Items.Single().Value.Number);
        Assert.AreEqual(new("p", "k", new(ValueTag.Type, "", "T", "A")), file.Find("d")!.Items.Single());
        Assert.IsNull(file.Find("e"));
        Assert.AreEqual(file, Read(Good));
        Assert.AreNotEqual(file, Read(Good.Replace("-3", "-4")));
    }

    [TestMethod]
    [DataRow("CompileDepot gathered 1", "CompileDepot gathered 2")]
    [DataRow("self|src/App/App.csproj", "self|")]
    [DataRow("self|src/App/App.csproj", "self|a|b")]
    [DataRow("collection|a|seq", "collection|a|set")]
    [DataRow("collection|a|seq", "collection|a")]
    [DataRow("collection|a|seq\n", "")]
    [DataRow("collection|b|-", "collection|a|-")]
    [DataRow("collection|b|-\n", "collection|b|-\nfrom|p\n")]
    [DataRow("from|q", "from|p")]
    [DataRow("from|q", "form|q")]
    [DataRow("value|int|-3", "value|string|3")]
    [DataRow("value|int|-3", "value|int|3.5")]
    [DataRow("value|int|-3", "entry|k|int|3")]
    [DataRow("value|bool|false", "value|bool|no")]
    [DataRow("value|bool|false", "value|bool")]
    [DataRow("entry|k|type|T|A", "entry|k|type|T")]
    [DataRow("entry|k|type|T|A", "value|type|T|A")]
    [DataRow("id|x|1", "id|x|0")]
    [DataRow("id|x|1", "id|x|1\nvalue|string|y")]
    [DataRow("\\u2028", "\\u20")]
    [DataRow("\\r", "\\x")]
    [DataRow("type|T|A\n", "type|T|A")]
    [DataRow("type|T|A\n", "type|T|A\n\n")]
    public void Read_SaysWhatIsWrong_WhenTheFileIsDamaged(string from, string to)
    {
        var text = Good.Replace(from.Replace('|', '\t'), to.Replace('|', '\t'));
        Assert.AreNotEqual(Good, text);
        Assert.IsNotNull(Read(text).Fault);
        Assert.IsEmpty(Read(text).Collections);
    }

    [TestMethod]
    public void Read_NeverThrows_WhateverBytesAreDamaged() => Prop.ForAll(
        Gen.Choose(0, Good.Length - 1).Zip(Gen.Choose(0, 0x2030)).Zip(Gen.Choose(0, 3)).ToArbitrary(),
        damage =>
        {
            var ((at, c), length) = damage;
            var file = Read(Good[..at] + (char)c + Good[Math.Min(Good.Length, at + length)..]);
            return file.Fault is null || file.Collections.Count == 0;
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    [DataRow("")]
    [DataRow("\n")]
    [DataRow("CompileDepot gathered 1\n")]
    [DataRow("rubbish")]
    public void Generator_ReportsTheFile_WhenItCannotBeRead(string text)
    {
        var error = new TestCompilation("partial class App { [CompileDepot.SealedCollection(\"c\")] private static partial int[] All { get; } }", text).Error("CD0075");
        Assert.AreEqual("/src/App/obj/App.gathered.txt", error.Location.GetLineSpan().Path);
        Assert.Contains("App.gathered.txt", error.GetMessage(null));
    }

    [TestMethod]
    public void Generator_ReportsASecondFile() =>
        new TestCompilation("partial class App { [CompileDepot.SealedCollection(\"c\")] private static partial int[] All { get; } }", GatheredText.Of()).WithFile("/other.gathered.txt", GatheredText.Of()).Error("CD0075");

    private static GatheredFile Read(string text) => GatheredReader.Read("x.gathered.txt", SourceText.From(text, Encoding.UTF8), default);
}
