using CompileDepot.Core.Actions;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>
/// Computes the project's dependency-tree hash from its evaluated state and the hashes of its direct dependencies, and keeps it in a file that changes only when the hash does.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ComputeDependencyTreeHash : ProjectTask
{
    private const string Metadata = "_CompileDepotTreeHash";
    private const string InterfaceMetadata = "_CompileDepotInterface";

    /// <summary>
    /// What the projects that this one refers to answered, with metadata <c>_CompileDepotTreeHash</c>, <c>MSBuildSourceProjectFile</c>, and where it is known <c>_CompileDepotInterface</c>; other items are
    /// passed over.
    /// </summary>
    public ITaskItem[] Results { get; set; } = [];

    /// <summary>64 hexadecimal characters; empty where it can't be known.</summary>
    [Output]
    public string TreeHash { get; set; } = "";

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build.Evaluated is not { } project)
            return;
        var all = Results.ToLookup(r => r.GetMetadata("MSBuildSourceProjectFile"), StringComparer.Ordinal);
        var answers = Results.Where(r => r.GetMetadata(Metadata).Length > 0).ToLookup(r => r.GetMetadata("MSBuildSourceProjectFile"), StringComparer.Ordinal);
        var others = all.Where(a => a.Any(r => r.GetMetadata("ReferenceSourceTarget") == "ProjectReference")).Select(a => a.Key).Except(project.References, StringComparer.Ordinal).ToList();
        build.Tree = project.Complete(TreeText.Dependency, others, p => Joined(answers[p], Metadata), out var text, out var unknown);
        build.TreeText = text;
        if (project.IsCutOff && project.Complete(TreeText.Interface, others, p => Joined(answers[p], InterfaceMetadata), out text, out _) is { } cutoff)
        {
            build.CutoffText = text;
            build.Cutoff = project.References.Count > 0 ? cutoff : null;
        }
        if (build.Tree is { } tree)
        {
            TreeHash = tree.ToString();
            if (ProjectLookup.Keep(project.Facts, tree) is { } problem)
                new DepotLog(BuildEngine4, project.Facts.File).Message(problem);
        }
        else
        {
            build.Evaluated = project with { Ineligible = project.Ineligible ?? new Reason(UncacheableReason.DependencyUnknown, project.Facts.Tokens.Tokenize(unknown!)) };
        }
    }

    // Several where a project is referred to in several frameworks. Empty where one of them has none.
    private static string Joined(IEnumerable<ITaskItem> answers, string metadata)
    {
        var hashes = answers.Select(a => a.GetMetadata(metadata)).Distinct().Order(StringComparer.Ordinal).ToList();
        return hashes.Contains("") ? "" : string.Join(',', hashes);
    }
}
