using CompileDepot.Core.Preferences;

namespace CompileDepot.Tasks.Preferences;

/// <summary>
/// The names that files of preferences may speak of. A restore knows those of its projects; a name in a file may be of a project that is not restored today, or of a package. So a name that is not known is looked for
/// before it is doubted: among the packages of this machine, then, which takes longer, as a project below the root.
/// </summary>
internal sealed class KnownNames
{
    private readonly HashSet<string> _names;

    public KnownNames(IEnumerable<ProjectPreferences> projects)
    {
        var all = projects.ToList();
        _names = all.Select(p => p.Query.Package).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var doubted = all.SelectMany(p => p.Stack.Layers).SelectMany(l => l.Files).DistinctBy(f => f.Path)
            .SelectMany(f => f.Deps.Keys.Concat(f.Extras.Keys).Concat(f.Preferences.Keys))
            .Where(n => !_names.Contains(n))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        _names.UnionWith(doubted.Where(IsPackage));
        if (doubted.IsSubsetOf(_names))
            return;
        foreach (var root in all.Select(p => p.Request.Root).Distinct(StringComparer.Ordinal))
            _names.UnionWith(ProjectFiles.Below(root).Select(p => Path.GetFileNameWithoutExtension(p)));
    }

    public IReadOnlyCollection<string> All => _names;

    private static bool IsPackage(string name)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && Directory.Exists(Path.Combine(folder, name.ToLowerInvariant()));
    }
}
