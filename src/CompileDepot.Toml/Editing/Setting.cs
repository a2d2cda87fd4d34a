using CompileDepot.Toml.Reading;
using CompileDepot.Toml.Writing;

namespace CompileDepot.Toml.Editing;

/// <summary>Puts values into a text.</summary>
internal static class Setting
{
    /// <returns>The new text, which the reader has still to agree to.</returns>
    public static string Set(Source source, IReadOnlyList<string> key, TomlValue value)
    {
        var place = Place.Find(source, key);
        if (place.Found is null)
            return Add(source, place, key, Written(source, key, value, source.Places.Position(place.Table.Start)));
        if (place.Depth < key.Count - 1)
            throw source.Places.At(place.Found.Start, $"{Name(key, place.Depth + 1)} is {Kind(place.Found)}: expected a table, to set {Name(key, key.Count)} in it");
        if (place.Found.ToValue(source.Places).Equals(value))
            return source.Text;
        var text = Written(source, key, value, source.Places.Position(place.Found.Start));
        if (place.Found.StandsInOnePiece)
            return string.Concat(source.Text.AsSpan(0, place.Found.Start), text, source.Text.AsSpan(place.Found.End));
        // A table or an array that stands here and there: what is left does not know it.
        var rest = DocumentReader.Read(Removing.Remove(source, key)!, source.Places.Path) with { LineEnd = source.LineEnd };
        return Add(rest, Place.Find(rest, key), key, text);
    }

    private static string Add(Source source, Place place, IReadOnlyList<string> key, string value)
    {
        if (place.Braces is { } braces)
            return AddItem(source.Text, braces, $"{KeyText.Of(key.Skip(place.BracesDepth))} = {value}");
        string[] table = [.. key.Take(place.Depth)];
        // Dotted keys make tables that want no header: what is added to one goes below the last of them.
        if (place.Table.Form == TableForm.Dotted)
        {
            var sibling = source.Statements.Last(s => !s.IsHeader && s.Section.Count < table.Length && s.IsWithin(table));
            return Lines.After(source, sibling, $"{KeyText.Of(key.Skip(sibling.Section.Count))} = {value}");
        }

        var line = $"{KeyText.Of(key[^1])} = {value}";
        if (place.Table.Form == TableForm.Header && place.Depth == key.Count - 1)
            return place.Depth == 0 && !source.Statements.Any(s => s.Section.Count == 0) ? Lines.First(source, line) : Lines.After(source, source.Statements.Last(s => IsOf(s, table)), line);
        string[] header = [.. key.Take(key.Count - 1)];
        return Lines.Section(source, table, $"[{KeyText.Of(header)}]", line);
    }

    private static string AddItem(string text, TableNode braces, string item)
    {
        if (braces.Items.Count > 0)
            return text.Insert(braces.Items[^1].End, $", {item}");
        var isEmpty = braces.End == braces.Start + 2;
        return text.Insert(braces.Start + 1, isEmpty ? $" {item} " : $" {item}");
    }

    private static bool IsOf(Statement statement, string[] section) => statement.Section.Count == section.Length && statement.IsWithin(section);

    private static string Written(Source source, IReadOnlyList<string> key, TomlValue value, TomlPosition position)
    {
        try
        {
            return ValueText.Of(value);
        }
        catch (ArgumentException e)
        {
            throw new TomlException(source.Places.Path, position, $"the value for {Name(key, key.Count)} cannot be written: {e.Message}");
        }
    }

    private static string Name(IReadOnlyList<string> key, int count) => StringText.Quote(KeyText.Of(key, count));

    private static string Kind(Node node) => node switch
    {
        ArrayNode { OfTables: true } => "an array of tables",
        ArrayNode => "an array",
        _ => "no table, but a value of another type",
    };
}
