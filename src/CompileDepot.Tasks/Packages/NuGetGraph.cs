using System.Collections.Concurrent;
using System.Reflection;
using CompileDepot.Core.Packages;
using Microsoft.Build.Framework;
using NuGet.Commands;
using NuGet.ProjectModel;

namespace CompileDepot.Tasks.Packages;

/// <summary>The dependency graph that NuGet is about to restore, made by NuGet's own code from the items that its targets collected. Immutable; thread-safe.</summary>
internal sealed class NuGetGraph
{
    private static readonly string[] AuditOff = ["false", "disable"];

    private readonly DependencyGraphSpec _graph;
    private readonly Dictionary<string, DependencyGraphSpec> _closures;

    private NuGetGraph(DependencyGraphSpec graph)
    {
        _graph = graph;
        _closures = graph.Projects.ToDictionary(Name, p => graph.CreateFromClosure(Name(p), graph.GetClosure(Name(p))), StringComparer.Ordinal);
        var texts = new ConcurrentDictionary<string, ProjectSpecText>(StringComparer.Ordinal);
        Parallel.ForEach(graph.Projects, p => texts[Name(p)] = Text(p));
        Texts = texts;
        // One that is not to be restored (RestoreProjects=false) is in the graph, too.
        var restored = graph.Restore.ToHashSet(StringComparer.Ordinal);
        Projects = [.. graph.Projects.Where(p => p.RestoreMetadata.ProjectStyle == ProjectStyle.PackageReference && restored.Contains(Name(p))).Select(Project)];
    }

    /// <summary>With the commit it was built from: two NuGets of one version are not one.</summary>
    public static string Version => typeof(DependencyGraphSpec).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The projects of which NuGet writes files.</summary>
    public IReadOnlyList<PackageProject> Projects { get; }

    /// <summary>Every project of the graph, by name.</summary>
    public IReadOnlyDictionary<string, ProjectSpecText> Texts { get; }

    /// <summary>NuGet changes nothing in a graph that is said to be read-only, and so spares itself copies; no more do we.</summary>
    public static NuGetGraph Read(IEnumerable<ITaskItem> items) => new(MSBuildRestoreUtility.GetDependencySpec([.. items.Select(i => new GraphItem(i))], readOnly: true));

    /// <summary>NuGet's hash of a project's closure: what it compares to tell whether its former result still holds.</summary>
    public string Hash(PackageProject project) => _closures[project.Name].GetHash();

    /// <summary>Where a project's packages come from.</summary>
    public PackageSources Sources(PackageProject project)
    {
        var metadata = _graph.GetProjectSpec(project.Name).RestoreMetadata;
        return new PackageSources([.. metadata.ConfigFilePaths], [.. metadata.Sources.Select(s => s.Source)]);
    }

    private static string Name(PackageSpec project) => project.RestoreMetadata.ProjectUniqueName;

    private static ProjectSpecText Text(PackageSpec project)
    {
        var alone = new DependencyGraphSpec();
        alone.AddRestore(Name(project));
        alone.AddProject(project);
        var stream = new MemoryStream();
        alone.Save(stream);
        return new ProjectSpecText(stream.ToArray());
    }

    private static bool IsAuditOn(ProjectRestoreMetadata metadata) => metadata.RestoreAuditProperties?.EnableAudit is not { } value || !AuditOff.Contains(value, StringComparer.OrdinalIgnoreCase);

    private PackageProject Project(PackageSpec project)
    {
        var metadata = project.RestoreMetadata;
        return new PackageProject(
            Name(project),
            metadata.OutputPath,
            [.. _closures[Name(project)].Projects.Select(Name)],
            [metadata.PackagesPath, .. metadata.FallbackFolders],
            [.. metadata.ConfigFilePaths, .. project.TargetFrameworks.Select(f => f.RuntimeIdentifierGraphPath).Where(p => !string.IsNullOrEmpty(p)).Distinct()],
            PackagesLockFileUtilities.IsNuGetLockFileEnabled(project) ? PackagesLockFileUtilities.GetNuGetLockFilePath(project) : null,
            IsAuditOn(metadata) && _closures[Name(project)].Projects.SelectMany(p => p.TargetFrameworks).Any(f => f.Dependencies.Length > 0));
    }
}
