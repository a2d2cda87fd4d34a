using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>A question: what do the layers say of the preferences of one package?</summary>
/// <param name="Package">The project's name, or the package's id.</param>
/// <param name="Version">Null: not known.</param>
/// <param name="ProjectFile">The file with the declarations; for problems.</param>
public sealed record PreferenceQuery(string Package, PackageVersion? Version, IReadOnlyList<PreferenceDeclaration> Declarations, string ProjectFile)
{
    public PreferenceLookup Lookup { get; init; }

    public PreferenceMerge Merge { get; init; }

    /// <summary>Names of packages and projects that exist here; empty: not known, and no name is doubted.</summary>
    public IReadOnlyCollection<string> KnownNames { get; init; } = [];
}

/// <summary>One observed preference.</summary>
/// <param name="Value">Null: no layer has one that can be taken, or one clears it.</param>
/// <param name="Layer">That has it.</param>
/// <param name="Says">Every layer's say, in the order of the stack.</param>
public sealed record ResolvedPreference(PreferenceDeclaration Declaration, TomlValue? Value, PreferenceOrigin Origin, PreferenceLayer? Layer, IReadOnlyList<LayerSay> Says)
{
    /// <summary>What the build gets: the value, else the default; null: neither.</summary>
    public TomlValue? Effective => Value ?? Declaration.Default;

    /// <summary>What the property holds.</summary>
    public string PropertyText => Effective is { } value ? PreferenceText.Property(value) : "";
}

/// <summary>The answer.</summary>
/// <param name="Preferences">One for each declaration, in their order.</param>
/// <param name="Problems">Of the files and of their values.</param>
public sealed record PreferenceResolution(PreferenceQuery Query, LayerStack Stack, IReadOnlyList<ResolvedPreference> Preferences, IReadOnlyList<PreferenceProblem> Problems);
