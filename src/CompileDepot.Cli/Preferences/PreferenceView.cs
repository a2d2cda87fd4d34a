using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Cli.Preferences;

/// <summary>
/// Projects as the entries of builds. The layers of the entry decide for all projects below it, and a test project may see those of what it tests: as a restore plans it (<see cref="PreferencePlan"/>).
/// </summary>
internal sealed class PreferenceView
{
    private readonly Dictionary<string, PlannedProject> _planned;

    /// <param name="projects">Each in each of its frameworks, and all that they refer to.</param>
    public PreferenceView(IReadOnlyList<FrameworkPreferences> projects)
    {
        Projects = projects;
        var plan = PreferencePlan.Of([.. projects.GroupBy(p => p.File).Select(g => Planned([.. g]))]);
        _planned = plan.Projects.ToDictionary(p => p.Project.File);
        // Who declares what can't be is told of that alone.
        Problems = [.. projects.SelectMany(p => p.Preferences.Problems).Concat(plan.Problems).Distinct()];
    }

    public IReadOnlyList<FrameworkPreferences> Projects { get; }

    /// <summary>What is wrong with declarations, files and values, as any of the projects sees them. Names that nobody knows are not doubted: a restore knows better which there are.</summary>
    public IReadOnlyList<PreferenceProblem> Problems { get; }

    /// <summary>The layers that decide in builds of an entry.</summary>
    /// <param name="entry">Full path of the project file.</param>
    public LayerStack Stack(string entry) => _planned[entry].Base.Resolution.Stack;

    /// <summary>Full path of the folder whose layers these are: the entry's own, or that of what it tests.</summary>
    public string StackFolder(string entry) => _planned[entry].Base.StackFolder;

    /// <summary>What an entry asks its layers for a project of its build, in all frameworks of that.</summary>
    public PreferenceQuery Query(string entry, string project)
    {
        var (asked, own) = (_planned[project].Project, _planned[entry].Base.Resolution.Query);
        return new PreferenceQuery(asked.Name, asked.Version, asked.Declarations, asked.File) { Lookup = own.Lookup, Merge = own.Merge };
    }

    /// <summary>The same in one framework, which may declare less.</summary>
    public PreferenceQuery Query(string entry, FrameworkPreferences project) => Query(entry, project.File) with { Declarations = project.Preferences.Query.Declarations };

    /// <summary>All that builds of a project ask: for itself, in its framework, and for those below it.</summary>
    public IReadOnlyList<PreferenceQuery> Queries(FrameworkPreferences entry) =>
        [Query(entry.File, entry), .. Below(entry.File).Select(p => Query(entry.File, p)).Where(q => q.Declarations.Count > 0)];

    // The projects that an entry refers to, directly or not, by path; not itself.
    private IReadOnlyList<string> Below(string entry) => [.. _planned[entry].Below.Order(StringComparer.Ordinal)];

    private static PreferenceProject Planned(IReadOnlyList<FrameworkPreferences> frameworks)
    {
        var (file, first) = (frameworks[0].File, frameworks[0].Preferences);
        // The closure of projects is in the plan, and that is what a restore goes by.
        return new PreferenceProject(
            file,
            Path.GetDirectoryName(file)!,
            first.Query.Package,
            first.Query.Version,
            [.. frameworks.SelectMany(f => f.Preferences.Query.Declarations).DistinctBy(d => d.Name)],
            [.. frameworks.SelectMany(f => f.References).Distinct()],
            first.Request with { Closure = null })
        {
            Lookup = first.Query.Lookup,
            Merge = first.Query.Merge,
            IsTest = frameworks.Any(f => f.IsTest),
        };
    }
}
