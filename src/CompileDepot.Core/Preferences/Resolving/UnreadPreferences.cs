using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>Finds what files say of a package and no declaration asks for.</summary>
internal sealed class UnreadPreferences
{
    private readonly PreferenceQuery _query;
    private readonly List<PreferenceProblem> _problems;
    private readonly HashSet<string> _declared;
    private readonly HashSet<string> _tables;

    // A name that is misspelt in one layer is often so in others; the search for a near one is what costs.
    private readonly Dictionary<string, string> _hints = new(StringComparer.Ordinal);

    public UnreadPreferences(PreferenceQuery query, List<PreferenceProblem> problems)
    {
        _query = query;
        _problems = problems;
        _declared = query.Declarations.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        _tables = query.Declarations.SelectMany(d => Enumerable.Range(1, d.Keys.Count - 1).Select(n => string.Join('.', d.Keys.Take(n)))).ToHashSet(StringComparer.Ordinal);
    }

    public void Find(PreferenceTable table) => Find(table, "");

    private void Find(PreferenceTable table, string prefix)
    {
        foreach (var (key, node) in table.Members)
        {
            var name = prefix + key;
            if (HasDot(key))
                Unread(name, node.Origin, "has no effect", key);
            else if (_declared.Contains(name))
                continue;
            else if (node is PreferenceTable next && (_tables.Contains(name) || !next.IsEmpty))
                Find(next, name + ".");
            else if (node is PreferenceLeaf && _tables.Contains(name))
                Add(DiagnosticCodes.BadPreferenceValue, true, node.Origin, $"{_query.Package}.{name} is a value here, and a table to the declarations of {_query.ProjectFile}: {string.Join(", ", Within(name))}.");
            else
                Unread(name, node.Origin, "has no effect", key);
        }
        foreach (var (key, origin) in table.Cleared)
        {
            if (HasDot(key) || (!_declared.Contains(prefix + key) && !_tables.Contains(prefix + key)))
                Unread(prefix + key, origin, "is cleared to no effect", key);
        }
    }

    private IEnumerable<string> Within(string table) => _declared.Where(d => d.StartsWith(table + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    // No declaration can mean such a key, whatever the joined name looks like.
    private static bool HasDot(string key) => key.Contains('.', StringComparison.Ordinal);

    private void Unread(string name, PreferenceOrigin origin, string effect, string key)
    {
        if (!_hints.TryGetValue(name, out var hint))
            _hints.Add(name, hint = NearestName.Hint(name, _declared));
        if (HasDot(key) && (_declared.Contains(name) || _tables.Contains(name)) && name.LastIndexOf('.') is var dot)
            hint = $" The dot is part of the key '{key}'. Did you mean '{name[(dot + 1)..]}' in the table {name[..dot]}?";
        Add(DiagnosticCodes.UnknownPreference, false, origin, $"{_query.Package}.{name} {effect}: {_query.ProjectFile} declares no such preference.{hint}");
    }

    private void Add(string code, bool isError, PreferenceOrigin origin, string message) => _problems.Add(new PreferenceProblem(code, isError, origin.File, origin.Position, message));
}
