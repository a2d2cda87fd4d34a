using CompileDepot.Toml.Tests.Support;
using CompileDepot.Toml.Writing;
using FsCheck.Fluent;

namespace CompileDepot.Toml.Tests.Writing;

[TestClass]
public sealed class RoundTripTests
{
    [TestMethod]
    public void Parse_GivesTheTable_WhenItWasWritten() => Generators.Check(Generators.Table, table =>
    {
        var document = Documents.Parse("");
        foreach (var (key, value) in table.Members)
            document.Set([key], value);
        return document.Root.Equals(table) && Documents.Parse(document.ToString()).Root.Equals(table) && document.Root.Members.Keys.SequenceEqual(table.Members.Keys);
    });

    [TestMethod]
    public void Parse_GivesTheTable_WhenItStandsInline() => Generators.Check(Generators.Table, table =>
        Documents.Parse($"[a]\nb = [{ValueText.Of(table)}]").Root.Members["a"] is TomlTable a && a.Members["b"] is TomlArray { Items: [TomlTable read] } && read.Equals(table));

    [TestMethod]
    public void Parse_GivesTheTable_WhenItStandsUnderAHeader() => Generators.Check(Generators.Table, table =>
    {
        var lines = string.Join("\r\n", table.Members.Select(m => $"{KeyText.Of(m.Key)} = {ValueText.Of(m.Value)} # {m.Value.TypeName}"));
        return Documents.Parse($"[[a.{KeyText.Of("b c")}]]\r\n{lines}").Root.Equals(new TomlTable(new Dictionary<string, TomlValue>
        {
            ["a"] = new TomlTable(new Dictionary<string, TomlValue> { ["b c"] = new TomlArray([table]) }),
        }));
    });

    /// <summary>Whatever the text, the reader gives a document or says why not; nothing else comes out of it.</summary>
    [TestMethod]
    public void Parse_ThrowsOnlyItsOwn_WhenTextIsArbitrary() => Generators.Check(Generators.Text.Select(t => "k = 1\nk" + t), text =>
    {
        try
        {
            return Documents.Parse(text).ToString() == text;
        }
        catch (TomlException e)
        {
            return e.Position.Line >= 1 && e.Position.Column >= 1 && e.Message.Contains("expected", StringComparison.Ordinal);
        }
    }, times: 2000);
}
