using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Core.Settings;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Files;

/// <summary>Takes a document apart. What it does not understand becomes a problem with its place, and the rest is still read. Used once.</summary>
internal sealed class PreferenceFileReader(string path, bool isLocal)
{
    private static readonly string[] Known = ["deps", "environment", "extras", "preferences"];

    private readonly List<PreferenceProblem> _problems = [];

    public static PreferenceFile Read(TomlTable root, string path, bool isLocal) => new PreferenceFileReader(path, isLocal).Read(root);

    private PreferenceFile Read(TomlTable root)
    {
        foreach (var (key, value) in root.Members)
        {
            if (Array.IndexOf(Known, key) < 0)
                Warn(DiagnosticCodes.UnknownTable, Place(root, key, value), $"'{key}' means nothing here and is passed over; what can stand at the top is {string.Join(", ", Known)}.{NearestName.Hint(key, Known)}");
        }
        var (deps, extras) = (ReadPackages(root, "deps"), ReadPackages(root, "extras"));
        foreach (var twice in extras.Values.Where(e => deps.ContainsKey(e.Name)))
            Fail(twice.Origin.Position, $"'{twice.Name}' stands in [deps] and in [extras]: one of them is enough.");
        return new PreferenceFile
        {
            Path = path,
            Deps = deps,
            Extras = extras,
            Preferences = ReadPreferences(root),
            Environment = ReadEnvironment(root, out var place),
            EnvironmentOrigin = Origin(place),
            Problems = _problems,
        };
    }

    private string? ReadEnvironment(TomlTable root, out TomlPosition place)
    {
        place = default;
        if (!root.Members.TryGetValue("environment", out var value))
            return null;
        place = Place(root, "environment", value);
        if (value is TomlString text)
            return text.Value;
        Fail(value.Position, $"'environment' is of type {value.TypeName}; it is the name of an environment, a string.");
        return null;
    }

    private Dictionary<string, NamedPackage> ReadPackages(TomlTable root, string section)
    {
        var packages = new Dictionary<string, NamedPackage>(StringComparer.OrdinalIgnoreCase);
        foreach (var (table, name, value) in Members(root, section, "a table of names with versions"))
        {
            var terms = value switch
            {
                TomlString one => [one],
                TomlArray many when many.Items.All(i => i is TomlString) => many.Items.Cast<TomlString>().ToList(),
                _ => null,
            };
            var place = Place(table, name, value);
            if (terms is null)
                Fail(value.Position, $"'{name}' in [{section}] is of type {value.TypeName}; it is the versions that this file speaks of: {VersionTerms.Allowed}.");
            else if (ReadVersions(section, name, terms, value) is { } versions && !packages.TryAdd(name, new NamedPackage(name, versions, Origin(place))))
                Fail(place, $"'{name}' stands in [{section}] twice: names are compared without regard to case.");
        }
        return packages;
    }

    private VersionSet? ReadVersions(string section, string name, IReadOnlyList<TomlString> terms, TomlValue value)
    {
        // Term by term, so that the error stands where the term does.
        var bad = terms.FirstOrDefault(t => VersionTerms.Parse(t.Value) is null);
        var set = bad is null ? VersionTerms.Parse([.. terms.SelectMany(t => t.Value.Split(','))]) : null;
        if (set is null)
        {
            var found = bad is null ? "is an empty list" : $"has '{bad.Value}'";
            Error(DiagnosticCodes.BadVersionTerm, (bad ?? value).Position, $"'{name}' in [{section}] {found}, which means no versions; it can be {VersionTerms.Allowed}.");
        }
        return set;
    }

    private Dictionary<string, PreferenceTable> ReadPreferences(TomlTable root)
    {
        var packages = new Dictionary<string, PreferenceTable>(StringComparer.OrdinalIgnoreCase);
        foreach (var (table, name, value) in Members(root, "preferences", "a table with one table for each package"))
        {
            var place = Place(table, name, value);
            if (name == PreferenceTable.ClearKey)
                Fail(place, "'__clear__' stands in [preferences]; it stands in the table of a package, [preferences.Package], or in a table of that.");
            else if (value is not TomlTable members)
                Fail(value.Position, $"'{name}' in [preferences] is of type {value.TypeName}; preferences stand in the table of their package: [preferences.{name}].");
            else if (!packages.TryAdd(name, ReadTable(members, place, $"preferences.{name}")))
                Fail(place, $"'{name}' stands in [preferences] twice: names are compared without regard to case.");
        }
        return packages;
    }

    private PreferenceTable ReadTable(TomlTable table, TomlPosition position, string name)
    {
        var members = new Dictionary<string, PreferenceNode>(StringComparer.Ordinal);
        var cleared = new Dictionary<string, PreferenceOrigin>(StringComparer.Ordinal);
        foreach (var (key, value) in table.Members)
        {
            var place = Place(table, key, value);
            if (key == PreferenceTable.ClearKey)
                ReadCleared(value, name, cleared);
            else
                members.Add(key, value is TomlTable inner ? ReadTable(inner, place, $"{name}.{key}") : new PreferenceLeaf(value, Origin(place)));
        }
        return new PreferenceTable(members, cleared, Origin(position));
    }

    private void ReadCleared(TomlValue value, string name, Dictionary<string, PreferenceOrigin> cleared)
    {
        if (value is not TomlArray array)
        {
            Fail(value.Position, $"'__clear__' in [{name}] is of type {value.TypeName}; it is a list of keys of this table: [\"a\", \"b\"].");
            return;
        }
        foreach (var item in array.Items)
        {
            if (item is TomlString key)
                cleared.TryAdd(key.Value, Origin(item.Position));
            else
                Fail(item.Position, $"'__clear__' in [{name}] holds a value of type {item.TypeName}; it is a list of keys of this table, each a string.");
        }
    }

    private IEnumerable<(TomlTable Table, string Name, TomlValue Value)> Members(TomlTable root, string section, string meaning)
    {
        if (!root.Members.TryGetValue(section, out var value))
            return [];
        if (value is TomlTable table)
            return table.Members.Select(m => (table, m.Key, m.Value));
        Fail(value.Position, $"'{section}' is of type {value.TypeName}; it is {meaning}.");
        return [];
    }

    private static TomlPosition Place(TomlTable table, string key, TomlValue value) => table.KeyPositions.TryGetValue(key, out var position) ? position : value.Position;

    private PreferenceOrigin Origin(TomlPosition position) => new(path, position, isLocal);

    private void Fail(TomlPosition position, string message) => Error(DiagnosticCodes.BadPreferenceFile, position, message);

    private void Error(string code, TomlPosition position, string message) => _problems.Add(new PreferenceProblem(code, true, path, position, message));

    private void Warn(string code, TomlPosition position, string message) => _problems.Add(new PreferenceProblem(code, false, path, position, message));
}
