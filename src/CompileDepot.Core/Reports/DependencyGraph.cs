namespace CompileDepot.Core.Reports;

/// <summary>One project refers to another.</summary>
/// <param name="From">Who refers.</param>
/// <param name="To">What is referred to.</param>
/// <param name="IsCertain">False: the project is referred to, and which of its frameworks could not be told.</param>
public sealed record ProjectReference(ProjectId From, ProjectId To, bool IsCertain);

/// <summary>Which project of a build refers to which, as far as it can be known afterwards.</summary>
/// <param name="Nodes">All projects of the build and all that they refer to, sorted.</param>
/// <param name="References">Direct references, sorted.</param>
/// <param name="Unknown">Projects whose references nothing tells; sorted.</param>
public sealed record DependencyGraph(IReadOnlyList<ReportedProject> Nodes, IReadOnlyList<ProjectReference> References, IReadOnlyList<ProjectId> Unknown)
{
    /// <summary>Finds what each project of a build refers to.</summary>
    /// <param name="projects">The projects of the build.</param>
    /// <param name="dependenciesOf">Direct dependencies; null: not known.</param>
    public static DependencyGraph Of(IReadOnlyList<ReportedProject> projects, Func<ReportedProject, IReadOnlyList<Dependency>?> dependenciesOf)
    {
        var byFile = projects.ToLookup(p => p.Id.Project, StringComparer.Ordinal);
        var references = new HashSet<ProjectReference>();
        var unknown = new List<ProjectId>();
        foreach (var project in projects)
        {
            if (dependenciesOf(project) is not { } dependencies)
                unknown.Add(project.Id);
            else
                references.UnionWith(dependencies.SelectMany(d => Resolve(project.Id, d, [.. byFile[d.Project]])));
        }
        var strangers = references.Select(r => r.To).Where(t => !byFile.Contains(t.Project)).Distinct().Select(t => new ReportedProject(t, []));
        return new DependencyGraph(
            [.. projects.Concat(strangers).OrderBy(p => p.Id, ProjectId.Order)],
            [.. references.OrderBy(r => r.From, ProjectId.Order).ThenBy(r => r.To, ProjectId.Order)],
            [.. unknown.Order(ProjectId.Order)]);
    }

    // The hash tells the framework. That of a project which no depot can stand in for is not its record's: there its frameworks are all there is to go by.
    private static IEnumerable<ProjectReference> Resolve(ProjectId from, Dependency dependency, IReadOnlyList<ReportedProject> candidates)
    {
        if (candidates.Count == 0)
            return [new ProjectReference(from, new ProjectId(dependency.Project, "", ""), true)];
        var found = candidates.Where(c => c.Actions.Any(a => a.Level == ActionLevel.Project && dependency.Hashes.Contains(a.Action.Key))).ToList();
        if (found.Count == 0)
            found = [.. candidates.Where(c => c.Id.Framework == from.Framework && c.Id.Configuration == from.Configuration)];
        return found.Count > 0
            ? found.Select(f => new ProjectReference(from, f.Id, true))
            : candidates.Select(c => new ProjectReference(from, c.Id, candidates.Count == 1));
    }
}
