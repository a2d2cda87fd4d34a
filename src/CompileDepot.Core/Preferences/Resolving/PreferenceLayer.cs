using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>Where in the stack a layer stands.</summary>
public enum LayerKind
{
    /// <summary>The folder of the project.</summary>
    Project,

    /// <summary>A folder above it, up to the root.</summary>
    Folder,

    /// <summary>The environment in use.</summary>
    Environment,

    /// <summary>A depot: the user's, the system's. All that it says is a fact of this machine.</summary>
    Depot,
}

/// <summary>
/// What one folder says: its shared file and, over that, its local one, key by key. Either may be missing. A package counts as named by the local file where that names it, else as the shared one does.
/// Immutable, apart from what is read when it is first asked for.
/// </summary>
/// <param name="folder">Full path.</param>
public sealed class PreferenceLayer(LayerKind kind, string folder, PreferenceFile? shared, PreferenceFile? local)
{
    private readonly Lazy<IReadOnlySet<string>> _locked = new(() => EnvironmentLock.PackagesOf(folder));

    public LayerKind Kind => kind;

    public string Folder => folder;

    public PreferenceFile? Shared => shared;

    public PreferenceFile? Local => local;

    /// <summary>The files that there are, in the order in which they win.</summary>
    public IEnumerable<PreferenceFile> Files => new[] { local, shared }.OfType<PreferenceFile>();

    /// <summary>The project that this layer is the folder of: it is named by the layer, whatever the files say. Empty for other layers.</summary>
    public string Project { get; init; } = "";

    /// <summary>The names of the packages and projects in the resolved dependency graph of that project, itself included.</summary>
    public IReadOnlySet<string>? Closure { get; init; }

    public bool IsProject(string package) => Project.Length > 0 && Project.Equals(package, StringComparison.OrdinalIgnoreCase);

    /// <summary>How the layer names a package; null: it does not.</summary>
    public NamedPackage? Naming(string package) => Files.Select(f => f.Deps.GetValueOrDefault(package) ?? f.Extras.GetValueOrDefault(package)).FirstOrDefault(n => n is not null);

    /// <summary>
    /// Whether the layer's resolved dependency graph has the package: the project's own closure for its folder, else what stands in <c>[deps]</c> and what the folder's lock file says was resolved. What stands in
    /// <c>[extras]</c> is there to be configured, and resolves nothing.
    /// </summary>
    public bool Depends(string package) => Closure?.Contains(package) == true || Files.Any(f => f.Deps.ContainsKey(package)) || _locked.Value.Contains(package);

    /// <summary>What the layer says of a package: the local file over the shared one.</summary>
    public PreferenceTable Preferences(string package) => Of(local, package).Over(Of(shared, package));

    /// <summary>The layer as any machine has it: without its local file.</summary>
    public PreferenceLayer WithoutLocal() => local is null ? this : new PreferenceLayer(kind, folder, shared, null) { Project = Project, Closure = Closure };

    internal static PreferenceTable Of(PreferenceFile? file, string package) => file?.Preferences.GetValueOrDefault(package) ?? PreferenceTable.Empty;
}
