using CompileDepot.Core.Actions;
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
    internal const string Metadata = "_CompileDepotTreeHash";

    /// <summary>What the projects that this one refers to answered, with metadata <c>_CompileDepotTreeHash</c> and <c>MSBuildSourceProjectFile</c>; other items are passed over.</summary>
    public ITaskItem[] Results { get; set; } = [];

    /// <summary>64 hexadecimal characters; empty where it can't be known.</summary>
    [Output]
    public string TreeHash { get; set; } = "";

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build.Evaluated is not { } project)
            return;
        var hashes = Results.Where(r => r.GetMetadata(Metadata).Length > 0).ToLookup(r => r.GetMetadata("MSBuildSourceProjectFile"), r => r.GetMetadata(Metadata), StringComparer.Ordinal);
        // Several where a project is referred to in several frameworks.
        build.Tree = project.Complete(p => string.Join(',', hashes[p].Distinct().Order(StringComparer.Ordinal)), out var text, out var unknown);
        build.TreeText = text;
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
}
