using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>
/// Holds what evaluation saw of a project's preferences against what the files say now (CD0047, CD0048), and says what is wrong in them: of the project as the entry of a build. A variant is
/// checked by the project that asked for it, all but its declarations.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPreferences : PreferenceTask
{
    /// <summary>The items <c>CompileTimePreference</c>.</summary>
    public ITaskItem[] Declared { get; set; } = [];

    /// <summary>What evaluation saw (see <see cref="EvaluatedPreference"/>).</summary>
    public ITaskItem[] Preferences { get; set; } = [];

    /// <summary>Digest of the files that the restore read; empty where nothing below the project declares anything.</summary>
    public string Inputs { get; set; } = "";

    /// <summary>The folder whose layers decide: the project's own, or that of what it tests.</summary>
    public string Folder { get; set; } = "";

    public string Variant { get; set; } = "";

    /// <summary>Relative to the project; a variant must have one of its own.</summary>
    public string IntermediateFolder { get; set; } = "";

    /// <summary>NuGet's file of resolved packages.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>One item with metadata of their names: the properties that decide which layers are heard.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary><c>CompileDepotClosed</c>.</summary>
    public string Closed { get; set; } = "";

    private protected override void Run()
    {
        if (Variant.Length > 0 && !IntermediateFolder.Replace('\\', '/').Contains($"variants/{Variant}/", StringComparison.Ordinal))
        {
            Fail(DiagnosticCodes.VariantInTheWay, ProjectFile, $"The project is built with other preferences for a project that refers to it, and would write into the folder of its own build: '{IntermediateFolder}'. Set BaseIntermediateOutputPath and BaseOutputPath in Directory.Build.props, and not IntermediateOutputPath or OutputPath.");
            return;
        }
        var project = Project(new Dictionary<string, string>());
        foreach (var problem in project.Problems)
            Say(problem);
        if (Log.HasLoggedErrors)
            return;
        if (EvaluatedPreference.Unresolved(project.Query.Declarations, [.. EvaluatedPreference.Of(Preferences)]) is { } unresolved)
        {
            var how = Preferences.Any(p => p.ItemSpec == unresolved.Name) ? " otherwise than the last restore saw it, or another framework of the project does" : ", and no restore has resolved it";
            Fail(DiagnosticCodes.PreferencesNotResolved, ProjectFile, $"The project declares the preference {unresolved.Name}{how}. Run 'dotnet restore' with the properties of the build, or build without --no-restore.");
            return;
        }
        if (Variant.Length > 0)
            return;
        if (PreferenceInputs.Digest(project.Request, Folder) != Inputs)
        {
            Fail(DiagnosticCodes.PreferencesOutOfDate, ProjectFile, "Files of preferences changed since the last restore, and evaluation has seen the former ones. Run 'dotnet restore', or build without --no-restore.");
            return;
        }
        var isClosed = Closed.Equals("true", StringComparison.OrdinalIgnoreCase);
        // The project that is tested says what is wrong in its files.
        if (Folder != project.Request.ProjectFolder)
            return;
        // Only NuGet's file, which may be large, tells versions and the closure.
        if (!project.MayHaveProblems)
            return;
        foreach (var problem in Project(ProjectPreferences.ResolvedVersions(AssetsFile.Length == 0 ? "" : Path.GetFullPath(AssetsFile, project.Request.ProjectFolder))).Resolve().Problems.Where(p => p.Code != DiagnosticCodes.UnknownPackage))
            Say(problem, isClosed);
    }

    private ProjectPreferences Project(IReadOnlyDictionary<string, string> versions) => new(Settings[0].GetMetadata, ProjectFile, Declared.Select(Read), versions);
}
