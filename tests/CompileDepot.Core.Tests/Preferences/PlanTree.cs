using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Preferences;

/// <summary>Projects with references, declarations and files of preferences, in a real folder.</summary>
internal sealed class PlanTree : IDisposable
{
    private readonly TempFolder _folder = new();

    public List<PreferenceProject> Projects { get; } = [];

    public string Root => _folder.Path;

    public PreferencePlan Plan() => PreferencePlan.Of(Projects);

    /// <param name="folder">Below the root; empty: of the project's name.</param>
    /// <param name="declared">Names of strings, separated by blanks.</param>
    public PreferenceProject Add(string name, string references = "", string declared = "", string folder = "", bool isTest = false)
    {
        var path = _folder[folder.Length > 0 ? folder : name];
        var declarations = declared.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(d => new PreferenceDeclaration(d, PreferenceType.String, null, [], ""));
        var project = new PreferenceProject(Path.Combine(path, name + ".csproj"), Path.Combine(path, "obj"), name, PackageVersion.TryParse("1.0.0"), [.. declarations], [.. references.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(File)], new LayerStackRequest(path, Root, []))
        {
            IsTest = isTest,
        };
        Projects.Add(project);
        return project;
    }

    public void Change(string name, Func<PreferenceProject, PreferenceProject> change)
    {
        var at = Projects.FindIndex(p => p.Name == name);
        Projects[at] = change(Projects[at]);
    }

    /// <summary>Where a project is, or would be.</summary>
    public string File(string name) => Projects.Find(p => p.Name == name)?.File ?? _folder[$"{name}/{name}.csproj"];

    /// <summary>A file that names a package, and a value for one of its preferences.</summary>
    public string Say(string folder, string package, string preference, string value) =>
        Write(folder + "/CompileDepot.toml", $"[extras]\n{package} = \"*\"\n[preferences.{package}]\n{preference} = \"{value}\"\n");

    public string Write(string path, string text) => _folder.Write(path, text);

    public void Dispose() => _folder.Dispose();
}

internal static class PlanExtensions
{
    /// <summary>The variant by the names of projects.</summary>
    public static string Of(this PreferencePlan plan, string entry, string project) =>
        plan.Named(entry).Base.References.SingleOrDefault(r => r.File == plan.Named(project).Project.File)?.Key ?? "";

    public static PlannedProject Named(this PreferencePlan plan, string name) => plan.Projects.Single(p => p.Project.Name == name);

    /// <summary>The build of a project that an entry gets.</summary>
    public static PlannedBuild Build(this PreferencePlan plan, string entry, string project) => plan.Named(project).Builds.Single(b => b.Key == plan.Of(entry, project));

    public static string? Value(this PlannedBuild build, string preference) => build.Resolution.Preferences.Single(p => p.Declaration.Name == preference).Value is { } value ? PreferenceText.Property(value) : null;
}
