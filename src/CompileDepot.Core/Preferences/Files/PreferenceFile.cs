using CompileDepot.Core.Preferences.Versions;

namespace CompileDepot.Core.Preferences.Files;

/// <summary>What a layer says that it speaks about: a name with the versions.</summary>
public sealed record NamedPackage(string Name, VersionSet Versions, PreferenceOrigin Origin);

/// <summary>
/// One file of preferences, understood as far as it can be. Immutable. Grammar (TOML 1.0):
/// <code>
/// environment = "name"             only in the two files of the root: the environment in use
/// [deps]                           name = term | [term, …]     what the layer speaks about (VersionSet)
/// [extras]                         the same, for what is there only indirectly
/// [preferences.&lt;Package&gt;]          key = value | table;  __clear__ = ["key", …] at any level
/// </code>
/// Names of packages and projects are compared without regard to case, as NuGet does; keys of preferences by their characters, as TOML does.
/// </summary>
public sealed class PreferenceFile
{
    /// <summary>The file that is checked in.</summary>
    public const string SharedName = "CompileDepot.toml";

    /// <summary>The file of this machine, beside the shared one.</summary>
    public const string LocalName = "CompileDepot.local.toml";

    public required string Path { get; init; }

    public IReadOnlyDictionary<string, NamedPackage> Deps { get; init; } = NoPackages;

    public IReadOnlyDictionary<string, NamedPackage> Extras { get; init; } = NoPackages;

    public IReadOnlyDictionary<string, PreferenceTable> Preferences { get; init; } = new Dictionary<string, PreferenceTable>();

    /// <summary>The environment that it chooses; null: none.</summary>
    public string? Environment { get; init; }

    public PreferenceOrigin EnvironmentOrigin { get; init; }

    public IReadOnlyList<PreferenceProblem> Problems { get; init; } = [];

    private static Dictionary<string, NamedPackage> NoPackages { get; } = [];
}
