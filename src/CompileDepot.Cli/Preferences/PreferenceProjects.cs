using CompileDepot.Cli.Evaluating;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Graphs;
using CompileDepot.Tasks.Preferences;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace CompileDepot.Cli.Preferences;

/// <summary>Evaluates projects for their preferences. Builds nothing.</summary>
internal static class PreferenceProjects
{
    /// <summary>One project, in each of its frameworks.</summary>
    /// <exception cref="CommandException">CD0111; CD0112; the code of a setting of the project that means nothing.</exception>
    public static IReadOnlyList<FrameworkPreferences> One(EvaluationRequest request) => Evaluate(request, Frameworks);

    /// <summary>All projects of a solution, or a project and what it refers to; each in each framework that a build has, sorted.</summary>
    /// <exception cref="CommandException">CD0111; CD0112; the code of a setting of a project that means nothing.</exception>
    public static IReadOnlyList<FrameworkPreferences> All(EvaluationRequest request) => Evaluate(request, Graph);

    private static IReadOnlyList<FrameworkPreferences> Evaluate(EvaluationRequest request, Func<EvaluationRequest, IReadOnlyList<FrameworkPreferences>> evaluate)
    {
        MSBuildHost.Use(DotNetSdk.Find(Path.GetDirectoryName(request.Entry)!));
        return EvaluationFault.Guard(() => evaluate(request));
    }

    private static IReadOnlyList<FrameworkPreferences> Frameworks(EvaluationRequest request)
    {
        using var collection = new ProjectCollection();
        var properties = request.GlobalProperties(request.Configurations is [var one, ..] ? one : null);
        var project = new ProjectInstance(request.Entry, properties, toolsVersion: null!, collection);
        if (project.GetPropertyValue("TargetFramework").Length > 0 || Several(project) is not { Count: > 0 } frameworks)
            return [Of(project)];
        return [.. frameworks.Select(f => Of(new ProjectInstance(request.Entry, new Dictionary<string, string>(properties, StringComparer.OrdinalIgnoreCase) { ["TargetFramework"] = f }, toolsVersion: null!, collection)))];
    }

    private static IReadOnlyList<FrameworkPreferences> Graph(EvaluationRequest request)
    {
        using var collection = new ProjectCollection();
        var graph = new ProjectGraph(new ProjectGraphEntryPoint(request.Entry, request.GlobalProperties(request.Configurations is [var one, ..] ? one : null)), collection);
        // A project that others ask for with properties of their own is in the graph more than once; it declares what it declares.
        var projects = graph.ProjectNodes.Where(n => !GraphHasher.IsOuter(n)).Select(n => Of(n.ProjectInstance));
        return [.. projects.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Framework, StringComparer.Ordinal).DistinctBy(p => (p.File, p.Framework))];
    }

    private static FrameworkPreferences Of(ProjectInstance project)
    {
        var assets = project.GetPropertyValue("ProjectAssetsFile") is { Length: > 0 } file ? Path.GetFullPath(file.Replace('\\', Path.DirectorySeparatorChar), project.Directory) : null;
        return new FrameworkPreferences(
            project.FullPath,
            Several(project).Count > 1 ? project.GetPropertyValue("TargetFramework") : "",
            project.GetPropertyValue("IsTestProject").Equals("true", StringComparison.OrdinalIgnoreCase),
            File.Exists(assets) ? null : assets,
            [.. EvaluatedPreference.Of(project.GetItems(EvaluatedPreference.Item)).Select(p => PreferenceLines.Observed(p.Fields) is { } observed ? observed with { Place = p.Place } : null).OfType<ObservedPreference>()],
            [.. project.GetItems("ProjectReference").Select(r => r.GetMetadataValue("FullPath"))],
            Preferences(project));
    }

    private static ProjectPreferences Preferences(ProjectInstance project)
    {
        try
        {
            return ProjectPreferences.Of(project);
        }
        // In a file of preferences, which the message names.
        catch (SettingsException e) when (e.Code != DiagnosticCodes.BadToml)
        {
            throw new CommandException(e.Code, $"{project.FullPath}: {e.Message}", e);
        }
    }

    private static List<string> Several(ProjectInstance project) => [.. project.GetPropertyValue("TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
