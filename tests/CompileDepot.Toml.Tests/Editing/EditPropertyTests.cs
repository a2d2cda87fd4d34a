using CompileDepot.Toml.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Toml.Tests.Editing;

[TestClass]
public sealed class EditPropertyTests
{
    private const string Text =
        "# alone 1\n\na = 1 # at a\nb.c = 'x' # at b.c\n# alone 2\nb.a.b = [ 1,\n  2 ] # at b.a.b\n  # alone 3\n\n[c] # at c\n  a = { a = 1, b.c = 2, c = {} } # at c.a\n\n# alone 4\n[c.b.a] # at c.b.a\n"
        + "b = \"#\" # at c.b.a.b\n# alone 5\n[[c.c]] # at c.c\na = 1 # at c.c.a\n[c.c.b]\n[[c.c]]\n# alone 6\n[d.a]\n[d.b] # at d.b\n'c' = 1979-05-27 # at d.b.c\n# alone 7\n";

    private static readonly Gen<string[]> Key = Gen.Elements("a", "b", "c", "d", "e f").NonEmptyListOf().Resize(4).Select(k => k.Take(4).ToArray());

    private static readonly Gen<string> Document = Gen.Elements(Text, Text.ReplaceLineEndings("\r\n"), Text[..^1], "", "# alone", "\uFEFFa = 1 # at a\r\n", "[a]");

    private static readonly Gen<(string[] Key, TomlValue? Value)> Edit =
        Gen.Zip(Key, Gen.Frequency((1, Gen.Constant<TomlValue?>(null)), (2, Generators.Value.Select(v => (TomlValue?)v))));

    [TestMethod]
    public void Edits_GiveWhatTheyGiveOnDictionaries_AndLeaveOtherLines() => Generators.Check(Gen.Zip(Document, Edit.ArrayOf().Resize(8)), c =>
    {
        var (text, edits) = c;
        var document = Documents.Parse(text);
        var model = new PlainModel(document.Root);
        foreach (var (key, value) in edits)
        {
            Apply(document, model, key, value);
            Assert.AreEqual(model.Value(), PlainModel.Pruned(document.Root), document.ToString());
            Assert.AreEqual(Documents.Parse(document.ToString()).Root, document.Root);
        }

        var lines = document.ToString().Split('\n').ToList();
        foreach (var line in text.Split('\n').Where(l => l.Contains('#') && !edits.Any(e => Touches(e.Key, l))))
            Assert.IsTrue(lines.Any(l => l.TrimEnd('\r') == line.TrimEnd('\r')), $"{line}\n---\n{document}");
        return text.Contains('\r') ? !document.ToString().Replace("\r\n", "", StringComparison.Ordinal).Contains('\n') : !document.ToString().Contains('\r');
    }, times: 1000);

    /// <summary>Where the key is new, taking away the first part of it that was not there undoes the edit to the byte.</summary>
    [TestMethod]
    public void Remove_GivesTheSameBytes_WhenAllThatWasSetIsNew() => Generators.Check(Gen.Zip(Document, Gen.Zip(Key, Generators.Value)), c =>
    {
        var (text, (key, value)) = c;
        var document = Documents.Parse(text);
        var known = Known(document.Root, key);
        // The table [d] gets a header of its own for such a key, and keeps it.
        if (known == key.Length || key is ["d", _] || key is ["c", "b", _])
            return true;
        try
        {
            document.Set(key, value);
        }
        catch (TomlException)
        {
            return document.ToString() == text;
        }

        return document.Remove(key[..(known + 1)]) && document.ToString() == text;
    }, times: 1000);

    [TestMethod]
    [DataRow("a", "1")]
    [DataRow("b.c", "'x'")]
    [DataRow("c.a.b.c", "2")]
    [DataRow("d.b.c", "1979-05-27")]
    public void Set_GivesTheSameBytes_WhenValueIsSetBack(string key, string was) => Generators.Check(Generators.Value, value =>
    {
        var text = Text.Replace("'x'", "\"x\"", StringComparison.Ordinal);
        var document = Documents.Parse(text);
        document.Set(Documents.Key(key), value);
        document.Set(Documents.Key(key), Documents.Parse($"v = {was}").Root.Members["v"]);
        return document.ToString() == text;
    }, times: 100);

    private static void Apply(TomlDocument document, PlainModel model, string[] key, TomlValue? value)
    {
        if (value is null)
        {
            document.Remove(key);
            model.Remove(key);
            return;
        }

        var before = document.ToString();
        if (model.Set(key, value))
            document.Set(key, value);
        else
            Assert.ThrowsExactly<TomlException>(() => document.Set(key, value));
        Assert.IsTrue(model.Value().Equals(PlainModel.Pruned(document.Root)) || document.ToString() != before);
    }

    /// <summary>Whether an edit is about what the comment of the line names, or about something in or around it.</summary>
    private static bool Touches(string[] key, string line)
    {
        var at = line.IndexOf("# at ", StringComparison.Ordinal);
        return at >= 0 && line[(at + 5)..].TrimEnd('\r').Split('.').Zip(key).All(p => p.First == p.Second);
    }

    private static int Known(TomlTable root, string[] key)
    {
        TomlValue value = root;
        var known = 0;
        while (known < key.Length && value is TomlTable table && table.Members.TryGetValue(key[known], out value!))
            known++;
        return known;
    }
}
