using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;
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

    /// <summary>The projects that this one refers to.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>What they gave, with metadata <c>CompileDepotTreeHash</c> and <c>MSBuildSourceProjectFile</c>; other items are passed over.</summary>
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
        foreach (var reference in References)
        {
            if (hashes.ContainsKey(reference.GetMetadata("FullPath")))
                continue;
            build.Evaluated = project with { Ineligible = project.Ineligible ?? new Reason(UncacheableReason.DependencyUnknown, project.Facts.Tokens.Tokenize(reference.GetMetadata("FullPath"))) };
            return;
        }
        build.TreeText = project.Complete(hashes.Select(h => (project.Facts.Tokens.Tokenize(h.Key), h.Value)));
        var tree = Core.Projects.TreeText.HashOf(build.TreeText);
        build.Tree = tree;
        TreeHash = tree.ToString();
        WriteIfChanged(project.Facts.HashFile, TreeHash + "\n");
    }

    private static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text));
    }
}
