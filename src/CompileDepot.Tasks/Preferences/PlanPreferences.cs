using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>
/// Resolves the preferences of all projects of a restore, and writes for each what its evaluation needs (see <see cref="PreferencePlan"/>). What is wrong in a project's own layers is said by its build; here, what only others
/// hear (an application's word on a library), and names that nobody knows: only here it is known which there are.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class PlanPreferences : PreferenceTask
{
    /// <summary>What the projects answered: items with metadata <c>Kind</c>, <c>Project</c>, <c>Reference</c> or <c>Declaration</c>; the latter two with <c>Of</c>, the full path of the project.</summary>
    [Required]
    public ITaskItem[] Described { get; set; } = [];

    /// <summary>Whether this is all that is restored, and not what one project is built from.</summary>
    public bool KnowsAll { get; set; }

    private protected override void Run()
    {
        var references = Described.Where(d => d.GetMetadata("Kind") == "Reference").ToLookup(d => d.GetMetadata("Of"), d => Path.GetFullPath(d.ItemSpec), StringComparer.Ordinal);
        // A project with several frameworks answers once for each, and for itself.
        var declarations = Described.Where(d => d.GetMetadata("Kind") == "Declaration").ToLookup(d => d.GetMetadata("Of"), Read, StringComparer.Ordinal);
        var projects = Described.Where(d => d.GetMetadata("Kind") == "Project").DistinctBy(d => d.ItemSpec).ToList();
        // Most often. Settings that mean nothing are said by builds, then.
        if (declarations.Count == 0)
        {
            foreach (var project in projects)
                PreferencePlanFiles.Clear(Extensions(project), project.ItemSpec);
            return;
        }
        var read = projects.ConvertAll(p => (Item: p, Preferences: new ProjectPreferences(p.GetMetadata, p.ItemSpec, declarations[p.ItemSpec].Distinct(), new Dictionary<string, string>())));
        var known = new KnownNames(read.Select(r => r.Preferences));
        var plan = PreferencePlan.Of([.. read.Select(r => new PreferenceProject(
            r.Item.ItemSpec,
            Extensions(r.Item),
            r.Preferences.Query.Package,
            r.Preferences.Query.Version,
            r.Preferences.Query.Declarations,
            [.. references[r.Item.ItemSpec].Distinct(StringComparer.Ordinal)],
            r.Preferences.Request)
        {
            Lookup = r.Preferences.Query.Lookup,
            Merge = r.Preferences.Query.Merge,
            IsTest = r.Item.GetMetadata("IsTest").Equals("true", StringComparison.OrdinalIgnoreCase),
            KnownNames = known.All,
        })]);
        PreferencePlanFiles.Write(plan);
        // What a project hears for itself its build says, also where nothing is restored.
        var said = plan.Projects.SelectMany(p => p.Base.Resolution.Problems).Where(p => p.Code != DiagnosticCodes.UnknownPackage).ToHashSet();
        foreach (var problem in plan.Problems.Where(p => !said.Contains(p) && (KnowsAll || (p.Code != DiagnosticCodes.UnknownPackage && IsHeardHere(p.File)))))
            Say(problem);
    }

    private static string Extensions(ITaskItem project) => MSBuildPath.Full(project.GetMetadata("ExtensionsFolder"), Path.GetDirectoryName(project.ItemSpec)!);

    // Where each project plans for itself, others may hear the same file; this one speaks of its own layers.
    private bool IsHeardHere(string file) => ProjectFile.StartsWith(Path.GetDirectoryName(file) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
