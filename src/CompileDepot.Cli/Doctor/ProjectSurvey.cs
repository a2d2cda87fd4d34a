using System.Runtime.CompilerServices;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Hashing;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Graphs;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace CompileDepot.Cli.Doctor;

/// <summary>One project in one framework and configuration, as a build evaluates it.</summary>
/// <param name="Name">Its path from the root, and the framework where it has several.</param>
/// <param name="Values">Those properties that were asked for; empty where not set.</param>
/// <param name="Packages">Package references that are not the SDK's own: name, and version as it is written.</param>
/// <param name="HasUs">Whether CompileDepot.Sdk is imported.</param>
/// <param name="IsOn">Whether it is imported, and nothing switches it off.</param>
/// <param name="Ineligible">Why a depot can't stand in for the whole of its build; null where it can, or where nobody knows.</param>
/// <param name="Fault">Why that is not known; null where it is.</param>
internal sealed record SurveyedProject(
    string Name, IReadOnlyDictionary<string, string> Values, IReadOnlyList<(string Name, string Version)> Packages, bool HasUs, bool IsOn, Reason? Ineligible, string? Fault)
{
    public const string Remote = "CompileDepotRemote";

    /// <summary>Full path of the root that its builds take.</summary>
    public string Root { get; init; } = "";

    /// <summary>Whether the fault is a setting that means nothing, which fails builds.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Properties that look like settings of CompileDepot, and are none: environment variables among them.</summary>
    public IReadOnlyList<string> Misspelt { get; init; } = [];

    public string this[string property] => Values.GetValueOrDefault(property, "");

    public bool Is(string property) => this[property].Equals("true", StringComparison.OrdinalIgnoreCase);

    public bool IsNot(string property) => this[property].Equals("false", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The projects of a solution, or a project and what it refers to, evaluated. Builds nothing.</summary>
/// <param name="Fault">Why there are none; null where there are.</param>
/// <param name="IsBroken">Whether that is something to mend, and not merely nothing to look at.</param>
internal sealed record ProjectSurvey(IReadOnlyList<SurveyedProject> Projects, string? Fault, bool IsBroken)
{
    private const string PackageFolder = "_CompileDepotPackageFolder";

    private static readonly string[] Properties =
    [
        "AssemblyOriginatorKeyFile", "AssemblyVersion", "CompileDepotMode", DepotPath.Property, SurveyedProject.Remote, "ContinuousIntegrationBuild", "DebugType", "DelaySign", "Deterministic", "EmbedAllSources", "Language",
        "PathMap", "PublicSign", "RestorePackagesWithLockFile", "SignAssembly", "UseSharedCompilation", "Version", PackageFolder,
    ];

    public static ProjectSurvey Impossible(string why) => new([], why, IsBroken: false);

    public static ProjectSurvey Take(EvaluationRequest request, DotNetSdk sdk)
    {
        try
        {
            MSBuildHost.Use(sdk);
            return new ProjectSurvey(Evaluate(request), null, IsBroken: false);
        }
        catch (CommandException e)
        {
            return new ProjectSurvey([], e.Message, IsBroken: true);
        }
    }

    /// <summary>Full path of the folder of the imported package of CompileDepot.Sdk.</summary>
    public IEnumerable<string> PackageFolders => Projects.Select(p => p[PackageFolder]).Where(f => f.Length > 0).Distinct();

    // Apart, because it names types of MSBuild, which has to be in use by then.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<SurveyedProject> Evaluate(EvaluationRequest request)
    {
        var described = TreeHasher.Visit(request, keepsDigests: false, (node, hasher, _) => (File: node.ProjectInstance.FullPath, Framework: node.ProjectInstance.GetPropertyValue("TargetFramework"), Project: Describe(node, hasher)));
        var several = described.GroupBy(d => d.File).Where(g => g.Select(d => d.Framework).Distinct().Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return [.. described.Select(d => several.Contains(d.File) ? d.Project with { Name = $"{d.Project.Name} ({d.Framework})" } : d.Project).OrderBy(p => p.Name, StringComparer.Ordinal).DistinctBy(p => p.Name)];
    }

    private static SurveyedProject Describe(ProjectGraphNode node, GraphHasher hasher)
    {
        var project = node.ProjectInstance;
        var hasUs = project.GetPropertyValue("_CompileDepotTargetsImported").Length > 0;
        var described = new SurveyedProject(Output.Shown.Project(TreeHasher.NameOf(project)), Properties.ToDictionary(p => p, project.GetPropertyValue), Packages(project), hasUs, project.GetPropertyValue("_CompileDepotIsOn") == "true", null, null)
        {
            Root = TreeHasher.RootOf(project),
            Misspelt = [.. project.Properties.Select(p => p.Name).Where(SettingsCatalog.IsMisspelt).Order(StringComparer.Ordinal)],
        };
        try
        {
            return hasher.Of(node) is { } hashed ? described with { Ineligible = hashed.Project.Ineligible } : described;
        }
        catch (Exception e) when (TreeHasher.BlameOf(node, hasher, e) is { } other)
        {
            return described with { Fault = other };
        }
        catch (SettingsException e)
        {
            return described with { Fault = e.Message, IsBroken = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return described with { Fault = e.Message };
        }
    }

    // With central management the version stands in an item of its own.
    private static List<(string Name, string Version)> Packages(ProjectInstance project)
    {
        var central = project.GetItems("PackageVersion").GroupBy(v => v.EvaluatedInclude, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Last().GetMetadataValue("Version"), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. project.GetItems("PackageReference")
                .Where(p => !p.GetMetadataValue("IsImplicitlyDefined").Equals("true", StringComparison.OrdinalIgnoreCase))
                .Select(p => (p.EvaluatedInclude, new[] { p.GetMetadataValue("VersionOverride"), p.GetMetadataValue("Version"), central.GetValueOrDefault(p.EvaluatedInclude, "") }.FirstOrDefault(v => v.Length > 0, ""))),
        ];
    }
}
