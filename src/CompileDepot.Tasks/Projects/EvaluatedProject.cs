using CompileDepot.Core.Actions;
using CompileDepot.Core.Projects;

namespace CompileDepot.Tasks.Projects;

/// <summary>A project as it was evaluated.</summary>
/// <param name="Text">Of the dependency-tree hash; the lines of the dependencies are still missing.</param>
/// <param name="Ineligible">Why a depot can't stand in for its build; null where it can.</param>
/// <param name="Impurities">Where its evaluation asks for more than the tree, outside of the SDK's own files.</param>
internal sealed record EvaluatedProject(ProjectFacts Facts, TreeText Text, Reason? Ineligible, IReadOnlyList<Impurity> Impurities)
{
    /// <summary>Completes the text with the dependencies.</summary>
    /// <param name="dependencies">Tokenized paths of the direct dependencies' projects, with their hashes. In any order: what a build does in parallel has none.</param>
    /// <returns>The text's bytes.</returns>
    public byte[] Complete(IEnumerable<(string Project, string Hash)> dependencies)
    {
        foreach (var (project, hash) in dependencies.Distinct().OrderBy(d => d.Project, StringComparer.Ordinal).ThenBy(d => d.Hash, StringComparer.Ordinal))
            Text.Add("dependency", project, hash);
        return Text.ToBytes();
    }
}
