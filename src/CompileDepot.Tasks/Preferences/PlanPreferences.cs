using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>
/// Resolves the preferences of all projects of a restore, and writes for each what its evaluation needs (see <see cref="PreferencePlan"/>). What is wrong in the files is said by the builds of the projects, but for
/// names that nobody knows: only here it is known which there are.
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
        // What was generated is deleted where nothing is left to tell, so it is not enough that nobody declares anything now.
        var projects = Described.Where(d => d.GetMetadata("Kind") == "Project").DistinctBy(d => d.ItemSpec).ToList();
        var read = projects.ConvertAll(p => (Item: p, Preferences: new ProjectPreferences(p.GetMetadata, p.ItemSpec, declarations[p.ItemSpec].Distinct(), new Dictionary<string, string>())));
        var known = new KnownNames(read.Select(r => r.Preferences));
        var plan = PreferencePlan.Of([.. read.Select(r => new PreferenceProject(
            r.Item.ItemSpec,
            Path.GetFullPath(r.Item.GetMetadata("ExtensionsFolder"), Path.GetDirectoryName(r.Item.ItemSpec)!),
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
        foreach (var problem in plan.Problems.Where(p => KnowsAll && p.Code == DiagnosticCodes.UnknownPackage))
            Say(problem);
    }
}
