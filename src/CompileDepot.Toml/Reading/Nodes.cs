namespace CompileDepot.Toml.Reading;

/// <summary>A value with its place in the text. Nodes are what the reader fills and what edits look up; outside of this library there are only <see cref="TomlValue"/>s.</summary>
/// <param name="start">Where the value begins: its first character, the bracket of its header, or the key that mentions it first.</param>
internal abstract class Node(int start)
{
    public int Start { get; set; } = start;

    /// <summary>After the value's last character; <see cref="Start"/> for one that does not stand in one piece (tables and arrays by header, tables by dotted keys).</summary>
    public int End { get; set; } = start;

    public bool StandsInOnePiece => End > Start;

    /// <summary>Calls itself no deeper than the reader's limit.</summary>
    public abstract TomlValue ToValue(TextPlaces places);
}

/// <param name="value">Positioned already.</param>
internal sealed class ScalarNode(int start, TomlValue value) : Node(start)
{
    public override TomlValue ToValue(TextPlaces places) => value;
}

/// <param name="ofTables">By headers (<c>[[name]]</c>), so that more headers may add to it; one in brackets is closed for good.</param>
internal sealed class ArrayNode(int start, bool ofTables) : Node(start)
{
    public bool OfTables => ofTables;

    public List<Node> Items { get; } = [];

    public override TomlValue ToValue(TextPlaces places)
    {
        var items = new TomlValue[Items.Count];
        for (var i = 0; i < items.Length; i++)
            items[i] = Items[i].ToValue(places);
        return new TomlArray(items) { Position = places.Position(Start) };
    }
}

internal sealed class TableNode(int start, TableForm form, int depth) : Node(start)
{
    public TableForm Form { get; set; } = form;

    /// <summary>Tables and arrays around this one.</summary>
    public int Depth => depth;

    public OrderedDictionary<string, Member> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>What stands between the braces, for <see cref="TableForm.Inline"/>.</summary>
    public List<InlineItem> Items { get; } = [];

    public override TomlValue ToValue(TextPlaces places)
    {
        var members = new OrderedDictionary<string, TomlValue>(Members.Count, StringComparer.Ordinal);
        var positions = new Dictionary<string, TomlPosition>(Members.Count, StringComparer.Ordinal);
        foreach (var (key, member) in Members)
        {
            members.Add(key, member.Value.ToValue(places));
            positions.Add(key, places.Position(member.KeyStart));
        }

        return new TomlTable(members) { Position = places.Position(Start), KeyPositions = positions };
    }
}

internal readonly record struct Member(int KeyStart, Node Value);

/// <summary>How a table came to be, which decides who may still add to it.</summary>
internal enum TableForm
{
    /// <summary>Only mentioned by the header of a table within it: a header of its own or dotted keys may follow.</summary>
    Mentioned,

    /// <summary>By a header (or the document itself): no second header, no dotted keys from elsewhere; headers of tables within it may follow.</summary>
    Header,

    /// <summary>By dotted keys: more of them may follow, and headers of tables within it, but none of its own.</summary>
    Dotted,

    /// <summary>In braces: closed for good.</summary>
    Inline,
}

/// <summary>A key and its value between braces.</summary>
/// <param name="Key">From the braces on.</param>
/// <param name="Comma">Where the comma after it stands; -1 where there is none.</param>
internal readonly record struct InlineItem(IReadOnlyList<string> Key, int Start, int End, int Comma);
