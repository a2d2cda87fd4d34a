using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>
/// Holds what evaluation saw of a project's preferences against what the files say now (CD0047, CD0048), and says what is wrong in them: of the project as the entry of a build. A variant is
/// checked by the project that asked for it.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPreferences : PreferenceTask
{
    /// <summary>The items <c>CompileTimePreference</c>.</summary>
    public ITaskItem[] Declared { get; set; } = [];

    /// <summary><c>true</c> where a restore has resolved the preferences of the project.</summary>
    public string Known { get; set; } = "";

    /// <summary>Digest of the files that the restore read; empty where nothing below the project declares anything.</summary>
    public string Inputs { get; set; } = "";

    /// <summary>The folder whose layers decide: the project's own, or that of what it tests.</summary>
    public string Folder { get; set; } = "";

    public string Variant { get; set; } = "";

    /// <summary>Relative to the project; a variant must have one of its own.</summary>
    public string IntermediateFolder { get; set; } = "";

    /// <summary>NuGet's file of resolved packages.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary><c>Name=value</c>: the properties that decide which layers are heard.</summary>
    public string[] Settings { get; set; } = [];

    /// <summary><c>CompileDepotClosed</c>.</summary>
    public string Closed { get; set; } = "";

    private protected override void Run()
    {
        if (Variant.Length > 0)
        {
            if (!IntermediateFolder.Replace('\\', '/').Contains($"variants/{Variant}/", StringComparison.Ordinal))
                Fail(DiagnosticCodes.VariantInTheWay, ProjectFile, $"The project is built with other preferences for a project that refers to it, and would write into the folder of its own build: '{IntermediateFolder}'. Set BaseIntermediateOutputPath and BaseOutputPath in Directory.Build.props, and not IntermediateOutputPath or OutputPath.");
            return;
        }
        if (Known != "true")
        {
            if (Declared.Length > 0)
                Fail(DiagnosticCodes.PreferencesNotResolved, ProjectFile, "The project declares preferences, and no restore has resolved them. Run 'dotnet restore', or build without --no-restore.");
            return;
        }
        var project = Project(new Dictionary<string, string>());
        if (PreferenceInputs.Digest(project.Request, Folder) != Inputs)
        {
            Fail(DiagnosticCodes.PreferencesOutOfDate, ProjectFile, "Files of preferences changed since the last restore, and evaluation has seen the former ones. Run 'dotnet restore', or build without --no-restore.");
            return;
        }
        var isClosed = Closed.Equals("true", StringComparison.OrdinalIgnoreCase);
        foreach (var problem in project.Problems)
            Say(problem);
        // The project that is tested says what is wrong in its files.
        if (Folder != project.Request.ProjectFolder)
            return;
        // Nothing can be wrong in files that are not there; and only NuGet's file, which may be large, tells versions and the closure.
        if (!project.Stack.Layers.Any(l => l.Files.Any()) && project.Stack.Problems.Count == 0)
            return;
        foreach (var problem in Project(ProjectPreferences.ResolvedVersions(AssetsFile)).Resolve().Problems.Where(p => p.Code != DiagnosticCodes.UnknownPackage))
            Say(problem, isClosed);
    }

    private ProjectPreferences Project(IReadOnlyDictionary<string, string> versions)
    {
        var settings = Settings.Select(s => s.Split('=', 2)).ToLookup(s => s[0], s => s[1], StringComparer.OrdinalIgnoreCase);
        return new ProjectPreferences(name => settings[name].FirstOrDefault() ?? "", ProjectFile, Declared.Select(Read), versions);
    }
}
