using CompileDepot.Core.Preferences.Versions;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>Whether a layer is heard on a package.</summary>
/// <param name="Reason">Why not, in words that complete "the layer …"; null: it is heard.</param>
internal sealed record LayerAdmission(PreferenceLayer Layer, string? Reason)
{
    public bool IsAdmitted => Reason is null;

    /// <summary>Decides for each layer of a stack. A layer that names the package for other versions than this one is heard under no strategy.</summary>
    /// <param name="version">Null: not known; only a layer that names the package for all versions, or not at all, may speak.</param>
    public static IReadOnlyList<LayerAdmission> Of(LayerStack stack, string package, PackageVersion? version, PreferenceLookup lookup, PreferenceMerge merge)
    {
        var result = new List<LayerAdmission>(stack.Layers.Count);
        PreferenceLayer? first = null;
        foreach (var layer in stack.Layers)
        {
            var reason = OtherVersions(layer, package, version) ?? NotFor(layer, package, lookup);
            if (reason is null && merge == PreferenceMerge.None && first is not null)
                reason = "comes after the first that is heard, and merge is None";
            first ??= reason is null ? layer : null;
            result.Add(new LayerAdmission(layer, reason));
        }
        return result;
    }

    private static string? OtherVersions(PreferenceLayer layer, string package, PackageVersion? version) =>
        layer.IsProject(package) || layer.Naming(package) is not { } naming || naming.Versions.Contains(version)
            ? null
            : $"speaks of {naming.Name} {naming.Versions}, and this is {(version is { } known ? known.ToString() : "an unknown version")}";

    private static string? NotFor(PreferenceLayer layer, string package, PreferenceLookup lookup) => lookup switch
    {
        PreferenceLookup.Manifest => layer.Depends(package) || layer.IsProject(package) ? null : $"does not have {package} in its dependency graph",
        PreferenceLookup.Preference => layer.Preferences(package).IsEmpty ? $"says nothing of {package}" : null,
        _ => layer.IsProject(package) || layer.Naming(package) is not null ? null : $"does not name {package} in [deps] or [extras]",
    };
}
