using System.Text.Json;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Core.Settings;
using Microsoft.Build.Execution;

namespace CompileDepot.Tasks.Preferences;

/// <summary>The preferences of one project as it is the entry of a build: its layers, and what it declares.</summary>
internal sealed class ProjectPreferences
{
    /// <summary>The items that declare.</summary>
    public const string DeclarationItem = "CompileTimePreference";

    private readonly List<PreferenceProblem> _problems = [];

    /// <param name="value">The value of a property of the project; empty where it has none.</param>
    /// <param name="projectFile">Full path.</param>
    /// <exception cref="SettingsException">A setting means nothing.</exception>
    public ProjectPreferences(Func<string, string> value, string projectFile, IEnumerable<DeclaredPreference> declared, IReadOnlyDictionary<string, string> versions)
    {
        var folder = Path.GetDirectoryName(projectFile)!;
        var settings = DepotSettings.Parse(new DepotProperties { Path = value("CompileDepotPath"), Root = value("CompileDepotRoot") }, folder);
        var name = value("PackageId") is { Length: > 0 } id ? id : value("AssemblyName") is { Length: > 0 } assembly ? assembly : Path.GetFileNameWithoutExtension(projectFile);
        Versions = versions;
        // Where caching is off, the user still has preferences.
        Request = new LayerStackRequest(folder, settings.Root, settings.Depots.Count > 0 ? settings.Depots : DepotPath.Parse(null))
        {
            Project = name,
            Closure = versions.Count == 0 ? null : versions.Keys.Append(name).ToHashSet(StringComparer.OrdinalIgnoreCase),
            Environment = value(EnvironmentChoice.Setting),
        };
        Stack = LayerStack.Load(Request);
        Query = new PreferenceQuery(
            name,
            PackageVersion.TryParse(value("PackageVersion") is { Length: > 0 } package ? package : value("Version")),
            PreferenceDeclaration.ReadAll(declared, projectFile, _problems),
            projectFile)
        {
            Lookup = PreferenceSettings.ParseLookup(value("CompileDepotPreferenceLookup")),
            Merge = PreferenceSettings.ParseMerge(value("CompileDepotPreferenceMerge")),
            KnownNames = versions.Count == 0 ? [] : [.. versions.Keys],
        };
    }

    public LayerStackRequest Request { get; }

    public LayerStack Stack { get; }

    public PreferenceQuery Query { get; }

    /// <summary>The resolved closure: names of packages and projects, and their versions. Empty before a restore.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; }

    /// <summary>What is wrong with the declarations.</summary>
    public IReadOnlyList<PreferenceProblem> Problems => _problems;

    /// <summary>Whether a resolution may find anything wrong: nothing can be in files that are not there.</summary>
    public bool MayHaveProblems => Stack.Problems.Count > 0 || Stack.Layers.Any(l => l.Files.Any());

    /// <exception cref="SettingsException">A setting means nothing.</exception>
    public static ProjectPreferences Of(ProjectInstance project)
    {
        var assets = project.GetPropertyValue("ProjectAssetsFile");
        return new ProjectPreferences(
            project.GetPropertyValue,
            project.FullPath,
            Declared(project),
            ResolvedVersions(assets.Length == 0 ? "" : MSBuildPath.Full(assets, project.Directory)));
    }

    /// <summary>Whether only the project's own build can say what there is to say of its preferences: files that changed since the restore, warnings, errors.</summary>
    public static bool HasSomethingToSay(ProjectInstance project)
    {
        string Value(string name) => project.GetPropertyValue(name);
        var inputs = Value("_CompileDepotPreferenceInputs");
        var problems = new List<PreferenceProblem>();
        var declared = PreferenceDeclaration.ReadAll(Declared(project), project.FullPath, problems);
        if (problems.Count > 0 || EvaluatedPreference.Unresolved(declared, [.. EvaluatedPreference.Of(project.GetItems(EvaluatedPreference.Item))]) is not null)
            return true;
        if (Value(PreferencePlanFiles.VariantProperty).Length > 0 || (inputs.Length == 0 && declared.Count == 0))
            return false;
        var preferences = Of(project);
        return PreferenceInputs.Digest(preferences.Request, Value("_CompileDepotPreferenceFolder")) != inputs
            || (preferences.MayHaveProblems && preferences.Resolve().Problems.Any(p => p.Code != DiagnosticCodes.UnknownPackage));
    }

    public PreferenceResolution Resolve() => PreferenceResolver.Resolve(Stack, Query);

    /// <summary>Names and versions in NuGet's file of resolved packages; none where there is no such file.</summary>
    public static IReadOnlyDictionary<string, string> ResolvedVersions(string assetsFile)
    {
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(assetsFile))
            return versions;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            foreach (var parts in document.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name.Split('/')))
                versions[parts[0]] = parts.ElementAtOrDefault(1) ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // NuGet says what is wrong with its file.
        }
        return versions;
    }

    private static IEnumerable<DeclaredPreference> Declared(ProjectInstance project) => project.GetItems(DeclarationItem).Select(PreferenceTask.Read);
}
