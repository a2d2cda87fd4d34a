using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Toml;

namespace CompileDepot.Core.Tests.Preferences;

/// <summary>Layers from texts, without files.</summary>
internal static class Layers
{
    public const string Root = "/r";

    public static PreferenceFile File(string path, string text, bool isLocal = false) => PreferenceFileReader.Read(TomlDocument.Parse(text, path).Root, path, isLocal);

    public static PreferenceLayer Project(string project, string text, string? local = null, params string[] closure) =>
        new(LayerKind.Project, "/r/p", File("/r/p/CompileDepot.toml", text), LocalFile("/r/p", local)) { Project = project, Closure = closure.ToHashSet(StringComparer.OrdinalIgnoreCase) };

    public static PreferenceLayer Folder(string folder, string text, string? local = null) => new(LayerKind.Folder, folder, File(folder + "/CompileDepot.toml", text), LocalFile(folder, local));

    public static PreferenceLayer Depot(string text) => new(LayerKind.Depot, "/d", File("/d/CompileDepot.toml", text, isLocal: true), null);

    public static LayerStack Stack(string root, params IReadOnlyList<PreferenceLayer> layers) => new(root, layers, [.. layers.SelectMany(l => l.Files).SelectMany(f => f.Problems)], EnvironmentChoice.None);

    public static PreferenceResolution Resolve(LayerStack stack, string package, string declared, PreferenceLookup lookup = default, PreferenceMerge merge = default, string? version = "1.0.0", params string[] known)
    {
        var problems = new List<PreferenceProblem>();
        var declarations = PreferenceDeclaration.ReadAll(declared.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Declared), "/r/p/P.csproj", problems);
        Assert.IsEmpty(problems);
        return PreferenceResolver.Resolve(stack, new PreferenceQuery(package, version is null ? null : PackageVersion.TryParse(version), declarations, "/r/p/P.csproj") { Lookup = lookup, Merge = merge, KnownNames = known });
    }

    /// <summary>Name, type and default: <c>tuning.tile:integer=8</c>.</summary>
    private static DeclaredPreference Declared(string text)
    {
        var (name, rest) = (text.Split(':', 2)[0], text.Contains(':', StringComparison.Ordinal) ? text.Split(':', 2)[1] : "string");
        var type = rest.Split('=', 2);
        return new DeclaredPreference(name, type[0], type.Length > 1 ? type[1] : "");
    }

    private static PreferenceFile? LocalFile(string folder, string? text) => text is null ? null : File(folder + "/CompileDepot.local.toml", text, isLocal: true);
}
