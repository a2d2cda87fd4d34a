namespace CompileDepot.Toml.Tests.Support;

/// <summary>What edits mean, without any text: dictionaries in dictionaries. Tables without members are left out of comparisons, since in a text some of them stand only by what is in them.</summary>
internal sealed class PlainModel(TomlTable root)
{
    private readonly Dictionary<string, object> _root = Members(root);

    /// <returns>Whether the key leads through tables only; nothing is changed otherwise.</returns>
    public bool Set(string[] key, TomlValue value)
    {
        var table = _root;
        foreach (var part in key[..^1])
        {
            if (!table.TryGetValue(part, out var next))
                break;
            if (next is not Dictionary<string, object> inner)
                return false;
            table = inner;
        }

        table = _root;
        foreach (var part in key[..^1])
        {
            table.TryAdd(part, new Dictionary<string, object>());
            table = (Dictionary<string, object>)table[part];
        }

        table[key[^1]] = value is TomlTable t ? Members(t) : value;
        return true;
    }

    public void Remove(string[] key)
    {
        var table = _root;
        foreach (var part in key[..^1])
        {
            if (!table.TryGetValue(part, out var next) || next is not Dictionary<string, object> inner)
                return;
            table = inner;
        }

        table.Remove(key[^1]);
    }

    public TomlTable Value() => (TomlTable)Pruned(ToValue(_root));

    public static TomlValue Pruned(TomlValue value) => value is not TomlTable table ? value
        : new TomlTable(table.Members.Select(m => (m.Key, Value: Pruned(m.Value))).Where(m => m.Value is not TomlTable { Members.Count: 0 }).ToDictionary(m => m.Key, m => m.Value));

    private static Dictionary<string, object> Members(TomlTable table) =>
        table.Members.ToDictionary(m => m.Key, m => m.Value is TomlTable t ? Members(t) : (object)m.Value);

    private static TomlTable ToValue(Dictionary<string, object> members) =>
        new(members.ToDictionary(m => m.Key, m => m.Value is Dictionary<string, object> t ? ToValue(t) : (TomlValue)m.Value));
}
