using CompileDepot.Core.Actions;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>
/// Computes the project's dependency-tree hash from its evaluated state and the hashes of its direct dependencies, and keeps it in a file that changes only when the hash does.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ComputeDependencyTreeHash : ProjectTask
{
    internal const string Metadata = "CompileDepotTreeHash";

    /// <summary>What the projects that this one refers to answered, with metadata <c>CompileDepotTreeHash</c> and <c>MSBuildSourceProjectFile</c>; other items are passed over.</summary>
    public ITaskItem[] Results { get; set; } = [];

    /// <summary>64 hexadecimal characters; empty where it can't be known.</summary>
    [Output]
    public string TreeHash { get; set; } = "";

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build.Evaluated is not { } project)
            return;
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var result in Results)
        {
            if (result.GetMetadata(Metadata) is { Length: > 0 } hash && result.GetMetadata("MSBuildSourceProjectFile") is { Length: > 0 } source)
                hashes[source] = hash;
        }
        build.Tree = project.Complete(p => hashes.GetValueOrDefault(p, ""), out var text, out var unknown);
        build.TreeText = text;
        if (build.Tree is { } tree)
        {
            TreeHash = tree.ToString();
            ProjectLookup.Keep(project.Facts, tree);
        }
        else
        {
            build.Evaluated = project with { Ineligible = project.Ineligible ?? new Reason(UncacheableReason.DependencyUnknown, project.Facts.Tokens.Tokenize(unknown!)) };
        }
    }
}
