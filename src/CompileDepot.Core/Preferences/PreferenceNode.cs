using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences;

/// <summary>What a layer says of one key: a value, or a table with more keys.</summary>
public abstract record PreferenceNode(PreferenceOrigin Origin)
{
    /// <summary>The kind as TOML spells it.</summary>
    public abstract string TypeName { get; }
}

/// <summary>A value with the place where it stands.</summary>
public sealed record PreferenceLeaf(TomlValue Value, PreferenceOrigin Origin) : PreferenceNode(Origin)
{
    public override string TypeName => Value.TypeName;
}

/// <summary>
/// A table of preferences, and what it takes away from the tables under it: <c>__clear__</c> names keys of this level whose values further down do not count. The idea is that of Julia's Preferences.jl.
/// A table is a function on tables: <c>Over(lower)</c> removes what it clears from the lower one, then puts its members there, table into table, and is again such a table.
/// That operation is associative, which is why the local file over the shared one, and layer over layer, are one piece of code, in any grouping. Immutable; no deeper than <see cref="TomlDocument.MaximalDepth"/>.
/// </summary>
/// <param name="Cleared">Key to the place that clears it.</param>
public sealed record PreferenceTable(IReadOnlyDictionary<string, PreferenceNode> Members, IReadOnlyDictionary<string, PreferenceOrigin> Cleared, PreferenceOrigin Origin) : PreferenceNode(Origin)
{
    /// <summary>The key that lists what to clear; no preference can have this name.</summary>
    public const string ClearKey = "__clear__";

    public static PreferenceTable Empty { get; } = new(new Dictionary<string, PreferenceNode>(), new Dictionary<string, PreferenceOrigin>(), default);

    public override string TypeName => "table";

    /// <summary>Whether it neither holds nor clears anything.</summary>
    public bool IsEmpty => Members.Count == 0 && Cleared.Count == 0;

    public PreferenceTable Over(PreferenceTable lower)
    {
        if (lower.IsEmpty || IsEmpty)
            return lower.IsEmpty ? this : lower;
        var members = new Dictionary<string, PreferenceNode>(StringComparer.Ordinal);
        var cleared = new Dictionary<string, PreferenceOrigin>(Cleared, StringComparer.Ordinal);
        foreach (var (key, origin) in lower.Cleared)
            cleared.TryAdd(key, origin);
        foreach (var (key, node) in lower.Members)
        {
            if (!Cleared.ContainsKey(key))
                members.Add(key, node);
        }
        foreach (var (key, node) in Members)
        {
            var under = members.GetValueOrDefault(key);
            members[key] = node is PreferenceTable table && under is PreferenceTable lowerTable ? table.Over(lowerTable) : node;
            // A value hides what is below it also from a table that is put over the value.
            if (node is PreferenceTable && under is PreferenceLeaf leaf)
                cleared.TryAdd(key, leaf.Origin);
        }
        return new PreferenceTable(members, cleared, Origin.File is null ? lower.Origin : Origin);
    }

    /// <summary>The node at a path of keys; null where there is none.</summary>
    public PreferenceNode? Find(ReadOnlySpan<string> path)
    {
        PreferenceNode? node = this;
        foreach (var key in path)
            node = node is PreferenceTable table ? table.Members.GetValueOrDefault(key) : null;
        return node;
    }

    /// <summary>The place that keeps tables under this one from being asked for a path: a mention in <c>__clear__</c> of any key along it, or a value where the path needs a table. Null: they are heard.</summary>
    public PreferenceOrigin? Blocks(ReadOnlySpan<string> path)
    {
        var table = this;
        for (var i = 0; i < path.Length; i++)
        {
            if (table.Cleared.TryGetValue(path[i], out var origin))
                return origin;
            if (table.Members.GetValueOrDefault(path[i]) is not { } node)
                return null;
            if (node is not PreferenceTable next)
                return node.Origin;
            table = next;
        }
        return null;
    }
}
