namespace CompileDepot.Toml;

/// <summary>An array, whether its items stand in brackets or each under a header of its own (<c>[[name]]</c>).</summary>
public sealed class TomlArray(IReadOnlyList<TomlValue> items) : TomlValue
{
    public IReadOnlyList<TomlValue> Items => items;

    public override string TypeName => "array";

    public override bool Equals(object? obj) => obj is TomlArray other && other.Items.SequenceEqual(items);

    public override int GetHashCode() => items.Count;
}

/// <summary>A table of any form (header, inline, dotted keys), in the order of the document. Keys are compared by their characters.</summary>
/// <remarks>Comparing goes as deep as the values do: those that come from a document are <see cref="TomlDocument.MaximalDepth"/> deep at most, so that no text can overflow the stack.</remarks>
public sealed class TomlTable(IReadOnlyDictionary<string, TomlValue> members) : TomlValue
{
    public static TomlTable Empty { get; } = new(new Dictionary<string, TomlValue>());

    public IReadOnlyDictionary<string, TomlValue> Members => members;

    /// <summary>Where each key is first spelled; empty for a table that comes from no document.</summary>
    public IReadOnlyDictionary<string, TomlPosition> KeyPositions { get; init; } = EmptyPositions.Instance;

    public override string TypeName => "table";

    public override bool Equals(object? obj) =>
        obj is TomlTable other && other.Members.Count == members.Count && members.All(m => other.Members.TryGetValue(m.Key, out var value) && value.Equals(m.Value));

    public override int GetHashCode() => members.Count;

    private static class EmptyPositions
    {
        public static readonly Dictionary<string, TomlPosition> Instance = [];
    }
}
