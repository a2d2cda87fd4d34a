using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences;

/// <summary>
/// Finds what somebody wrote and nobody reads: a misspelt preference must not be silently without effect.
/// Names of packages are doubted only in the files of the source tree: an environment or a depot serves other trees too, and may well configure what this one does not have.
/// </summary>
internal static class PreferenceWarnings
{
    public static void Find(LayerStack stack, PreferenceQuery query, IReadOnlyList<LayerAdmission> admissions, List<PreferenceProblem> problems)
    {
        foreach (var file in stack.Layers.SelectMany(l => l.Files))
        {
            if (file.Preferences.TryGetValue(query.Package, out var table))
                FindUnread(query, table, problems);
        }
        if (query.Lookup == PreferenceLookup.Package)
            FindUnheard(query, admissions, problems);
        if (query.KnownNames.Count > 0)
            FindUnknown(stack, query, problems);
    }

    private static void FindUnread(PreferenceQuery query, PreferenceTable table, List<PreferenceProblem> problems)
    {
        var declared = query.Declarations.Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        var tables = query.Declarations.SelectMany(d => Enumerable.Range(1, d.Keys.Count - 1).Select(n => string.Join('.', d.Keys.Take(n)))).ToHashSet(StringComparer.Ordinal);
        Walk(table, "");

        void Walk(PreferenceTable inner, string prefix)
        {
            foreach (var (key, node) in inner.Members)
            {
                var name = prefix + key;
                // A dot within a key: no declaration can mean it, whatever the joined name looks like.
                var known = declared.Contains(name) && !key.Contains('.');
                if (known)
                    continue;
                if (node is PreferenceTable next && (tables.Contains(name) || !next.IsEmpty))
                    Walk(next, name + ".");
                else if (node is PreferenceLeaf && tables.Contains(name))
                    Add(DiagnosticCodes.BadPreferenceValue, true, node.Origin, $"{query.Package}.{name} is a value here, and a table to the declarations of {query.ProjectFile}: {string.Join(", ", declared.Where(d => d.StartsWith(name + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}.");
                else
                    Unread(name, node.Origin, "has no effect");
            }
            foreach (var (key, origin) in inner.Cleared)
            {
                if (!declared.Contains(prefix + key) && !tables.Contains(prefix + key))
                    Unread(prefix + key, origin, "is cleared to no effect");
            }
        }

        void Unread(string name, PreferenceOrigin origin, string effect) =>
            Add(DiagnosticCodes.UnknownPreference, false, origin, $"{query.Package}.{name} {effect}: {query.ProjectFile} declares no such preference.{NearestName.Hint(name, declared)}");

        void Add(string code, bool isError, PreferenceOrigin origin, string message) => problems.Add(new PreferenceProblem(code, isError, origin.File, origin.Position, message));
    }

    private static void FindUnheard(PreferenceQuery query, IReadOnlyList<LayerAdmission> admissions, List<PreferenceProblem> problems)
    {
        foreach (var layer in admissions.Where(a => !a.IsAdmitted && a.Layer.Naming(query.Package) is null).Select(a => a.Layer))
        {
            var table = layer.Preferences(query.Package);
            if (!table.IsEmpty)
                problems.Add(new PreferenceProblem(
                    DiagnosticCodes.UnheardPreferences, false, table.Origin.File, table.Origin.Position, $"The preferences of {query.Package} are not heard: the files of this folder do not name it. Add {query.Package} = \"*\" to [deps] or [extras]."));
        }
    }

    private static void FindUnknown(LayerStack stack, PreferenceQuery query, List<PreferenceProblem> problems)
    {
        var known = query.KnownNames.Append(query.Package).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var file in stack.Layers.Where(l => l.Kind is LayerKind.Project or LayerKind.Folder).SelectMany(l => l.Files))
        {
            var names = file.Deps.Values.Concat(file.Extras.Values).Select(n => (n.Name, n.Origin, Where: "names")).Concat(file.Preferences.Select(p => (Name: p.Key, p.Value.Origin, Where: "configures")));
            foreach (var (name, origin, where) in names.Where(n => !known.Contains(n.Name)))
                problems.Add(new PreferenceProblem(DiagnosticCodes.UnknownPackage, false, origin.File, origin.Position, $"The file {where} '{name}', which is no project or package here.{NearestName.Hint(name, known)}"));
        }
    }
}
