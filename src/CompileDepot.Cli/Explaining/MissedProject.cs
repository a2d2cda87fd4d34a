using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Explaining;

/// <summary>A project of which something was not restored, with all that was not only because of it.</summary>
internal sealed class MissedProject
{
    // What comes from another project.
    private static readonly string[] Passed = ["dependency", "reference", "analyzer", "beside", "file", "input", "tool"];

    private MissedProject(ActionRecord of, IReadOnlyList<ExplainedStep> steps) => (Project, Framework, Configuration, Steps) = (of.Project, of.Framework, of.Configuration, steps);

    /// <summary>Tokenized path of the project file.</summary>
    public string Project { get; }

    public string Framework { get; }

    public string Configuration { get; }

    /// <summary>Those that were not restored.</summary>
    public IReadOnlyList<ExplainedStep> Steps { get; }

    /// <summary>The projects that were not restored for no other reason, in the order of their builds.</summary>
    public List<MissedProject> Followers { get; } = [];

    /// <summary>The first project in the chain that leads here; null where this one has a cause of its own.</summary>
    public MissedProject? FollowsFrom { get; private set; }

    /// <summary>The causes that do not come from a project that was missed itself, or all, where there is no other; the first is the likeliest.</summary>
    public IReadOnlyList<(ExplainedStep Step, Cause Cause)> OwnCauses { get; private set; } = [];

    /// <summary>Groups steps by project, and folds those that only follow under those that they follow from.</summary>
    /// <param name="steps">Of one build, in order of time; restored ones are passed over.</param>
    /// <returns>All projects with something that was not restored; who follows from another is in that one's <see cref="Followers"/>, too.</returns>
    public static IReadOnlyList<MissedProject> Of(IEnumerable<ExplainedStep> steps)
    {
        var projects = steps.Where(s => s.Action.Outcome != ActionOutcome.Restored)
            .GroupBy(s => (s.Action.Project, s.Action.Framework, s.Action.Configuration))
            .Select(g => new MissedProject(g.First().Action, [.. g])).ToList();
        var parents = projects.ToDictionary(p => p, p => p.Parent(projects));
        foreach (var project in projects)
        {
            var first = project;
            // A circle can't be built; a record of one is no reason to go round it for ever.
            for (var hops = 0; hops < projects.Count && parents[first] is { } above; hops++)
                first = above;
            if (first == project)
                continue;
            project.FollowsFrom = first;
            first.Followers.Add(project);
        }
        return projects;
    }

    // Null: a cause of its own.
    private MissedProject? Parent(List<MissedProject> projects)
    {
        var causes = Steps.SelectMany(s => s.Causes.Select(c => (Step: s, Cause: c))).ToList();
        var origins = causes.Select(c => Origin(c.Cause.Difference, projects)).ToList();
        OwnCauses = origins.Contains(null) ? [.. causes.Where((_, i) => origins[i] is null)] : causes;
        return causes.Count == 0 || origins.Contains(null) ? null : origins[0];
    }

    private MissedProject? Origin(KeyDifference difference, List<MissedProject> projects)
    {
        if (!Passed.Contains(difference.Kind) || !difference.Name.StartsWith(PathTokens.InRoot, StringComparison.Ordinal))
            return null;
        if (difference.Kind == "dependency")
            return projects.Find(p => p.Project != Project && difference.Name == p.Project);
        // Outputs lie below their project most often; of nested ones the inner counts. Elsewhere an assembly is known by its name.
        return projects.Where(p => p.Project != Project && difference.Name.StartsWith(Folder(p.Project) + "/", StringComparison.Ordinal) && !(Folder(Project) is var mine && mine.Length > Folder(p.Project).Length && difference.Name.StartsWith(mine + "/", StringComparison.Ordinal)))
                .MaxBy(p => p.Project.Length)
            ?? (difference.Kind is "reference" or "analyzer" && !difference.Name.StartsWith(Folder(Project) + "/", StringComparison.Ordinal)
                ? projects.Find(p => p.Project != Project && Path.GetFileNameWithoutExtension(p.Project) == Path.GetFileNameWithoutExtension(difference.Name))
                : null);
    }

    private static string Folder(string project) => project[..Math.Max(project.LastIndexOf('/'), 0)];
}
