using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>Which layers a project has.</summary>
/// <param name="ProjectFolder">Full path.</param>
/// <param name="Root">Full path; the relocation root.</param>
/// <param name="Depots">Full paths of the depots, in order.</param>
public sealed record LayerStackRequest(string ProjectFolder, string Root, IReadOnlyList<string> Depots)
{
    /// <summary>The name under which others refer to the project (its package id, else the name of its file).</summary>
    public string Project { get; init; } = "";

    /// <summary>The names in the project's resolved dependency graph, compared without regard to case; null: not known (before a restore).</summary>
    public IReadOnlySet<string>? Closure { get; init; }

    /// <summary><c>CompileDepotEnvironment</c>; empty: what the files in the root say.</summary>
    public string Environment { get; init; } = "";
}

/// <summary>
/// The layers of a project, first wins: its folder, each folder above up to and with the root, the environment in use, the depots (the user's first). A folder counts once, where it comes first.
/// A project outside of the root has its folder, then the root. Only what exists costs more than a look whether it does. Immutable.
/// </summary>
public sealed class LayerStack
{
    private static readonly string[] FileNames = [PreferenceFile.LocalName, PreferenceFile.SharedName, EnvironmentLock.SharedName];

    internal LayerStack(string root, IReadOnlyList<PreferenceLayer> layers, IReadOnlyList<PreferenceProblem> problems, EnvironmentChoice environment)
    {
        Root = root;
        Layers = layers;
        Problems = problems;
        Environment = environment;
    }

    public string Root { get; }

    /// <summary>Those with a file, and always the project's folder, which may have a say by its dependency graph.</summary>
    public IReadOnlyList<PreferenceLayer> Layers { get; }

    /// <summary>What is wrong in the files.</summary>
    public IReadOnlyList<PreferenceProblem> Problems { get; }

    public EnvironmentChoice Environment { get; }

    /// <summary>Every file that decides what the stack says, whether it exists or not (lock files do for the lookup <c>Manifest</c>): what an incremental build must watch.</summary>
    public static IReadOnlyList<string> Candidates(LayerStackRequest request, EnvironmentChoice environment) =>
        [.. Folders(request).Concat(EnvironmentFolders.Candidates(request.Depots, environment.Name)).Concat(request.Depots).Distinct(PathRules.Comparer).SelectMany(f => FileNames.Select(n => Path.Combine(f, n)))];

    /// <summary>The environment that <see cref="Load"/> will find chosen, at the price of the two files in the root.</summary>
    public static EnvironmentChoice ChosenEnvironment(LayerStackRequest request)
    {
        if (request.Environment.Length > 0)
            return EnvironmentChoice.Of(request.Environment, null);
        var shared = PreferenceFiles.Read(Path.Combine(request.Root, PreferenceFile.SharedName), isLocal: false);
        return EnvironmentChoice.Of("", new PreferenceLayer(LayerKind.Folder, request.Root, shared, PreferenceFiles.Read(Path.Combine(request.Root, PreferenceFile.LocalName), isLocal: true)));
    }

    public static LayerStack Load(LayerStackRequest request)
    {
        var layers = new List<PreferenceLayer>();
        var seen = new HashSet<string>(PathRules.Comparer);
        foreach (var folder in Folders(request))
            Add(layers.Count == 0 ? LayerKind.Project : LayerKind.Folder, folder);
        var problems = new List<PreferenceProblem>();
        // The root has no layer where it has no file.
        var rootLayer = layers.Find(l => PathRules.Comparer.Equals(l.Folder, request.Root));
        var choice = EnvironmentChoice.Of(request.Environment, rootLayer);
        if (choice.Name.Length > 0 && EnvironmentFolders.Find(request.Depots, choice, problems) is { } chosen)
            Add(LayerKind.Environment, chosen);
        foreach (var depot in request.Depots)
            Add(LayerKind.Depot, depot);
        foreach (var file in layers.SelectMany(l => l.Files))
            problems.AddRange(file.Problems);
        problems.AddRange(layers.Where(l => l != rootLayer).SelectMany(l => l.Files).Where(f => f.Environment is not null).Select(Misplaced));
        return new LayerStack(request.Root, layers, problems, choice);

        void Add(LayerKind kind, string folder)
        {
            if (!seen.Add(folder))
                return;
            var local = PreferenceFiles.Read(Path.Combine(folder, PreferenceFile.LocalName), isLocal: true);
            var shared = PreferenceFiles.Read(Path.Combine(folder, PreferenceFile.SharedName), isLocal: kind == LayerKind.Depot);
            if (kind == LayerKind.Project)
                layers.Add(new PreferenceLayer(kind, folder, shared, local) { Project = request.Project, Closure = request.Closure });
            else if (local is not null || shared is not null)
                layers.Add(new PreferenceLayer(kind, folder, shared, local));
        }
    }

    /// <summary>The stack as every machine has it: without local files and depots, and without an environment that a local file chose.</summary>
    public LayerStack WithoutMachine() => new(
        Root,
        [.. Layers.Where(l => l.Kind != LayerKind.Depot && (l.Kind != LayerKind.Environment || !Environment.IsLocal)).Select(l => l.WithoutLocal())],
        Problems,
        Environment.IsLocal ? EnvironmentChoice.None : Environment);

    private static List<string> Folders(LayerStackRequest request)
    {
        var folders = new List<string>();
        for (var folder = Path.TrimEndingDirectorySeparator(request.ProjectFolder); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            folders.Add(folder);
            if (PathRules.Comparer.Equals(folder, request.Root))
                return folders;
        }
        return [folders[0], request.Root];
    }

    private static PreferenceProblem Misplaced(PreferenceFile file) => new(
        DiagnosticCodes.UnknownTable, false, file.Path, file.EnvironmentOrigin.Position, "'environment' is passed over here: the environment of a source tree is chosen by the files in its root.");
}
