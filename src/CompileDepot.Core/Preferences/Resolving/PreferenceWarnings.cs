using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>
/// Finds what somebody wrote and nobody reads: a misspelt preference must not be silently without effect.
/// Names of packages are doubted only in the files of the source tree: an environment or a depot serves other trees too, and may well configure what this one does not have.
/// </summary>
internal static class PreferenceWarnings
{
    public static void Find(LayerStack stack, PreferenceQuery query, IReadOnlyList<LayerAdmission> admissions, List<PreferenceProblem> problems)
    {
        var unread = new UnreadPreferences(query, problems);
        foreach (var file in stack.Layers.SelectMany(l => l.Files))
        {
            if (file.Preferences.TryGetValue(query.Package, out var table))
                unread.Find(table);
        }
        if (query.Lookup == PreferenceLookup.Package)
            FindUnheard(query, admissions, problems);
        if (query.KnownNames.Count > 0)
            FindUnknown(stack, query, problems);
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
            var named = file.Deps.Values.Concat(file.Extras.Values).Select(n => (n.Name, n.Origin, Does: "names"));
            var configured = file.Preferences.Select(p => (Name: p.Key, p.Value.Origin, Does: "configures"));
            foreach (var (name, origin, does) in named.Concat(configured).Where(n => !known.Contains(n.Name)))
                problems.Add(new PreferenceProblem(DiagnosticCodes.UnknownPackage, false, origin.File, origin.Position, $"The file {does} '{name}', which is no project or package here.{NearestName.Hint(name, known)}"));
        }
    }
}
