using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Tasks.Projects;

/// <summary>A project as it was evaluated.</summary>
/// <param name="Text">Of the dependency-tree hash; the lines of the dependencies are still missing.</param>
/// <param name="Ineligible">Why a depot can't stand in for its build; null where it can.</param>
/// <param name="References">Full paths of the projects that it refers to by itself. The SDK adds those that these refer to; their hashes are in these ones' already. One comes twice where it is referred to in two frameworks.</param>
/// <param name="Inputs">Every file whose content is in the text, as it was read.</param>
/// <param name="Impurities">Where its evaluation asks for more than the tree, outside of the SDK's own files.</param>
internal sealed record EvaluatedProject(ProjectFacts Facts, TreeText Text, Reason? Ineligible, IReadOnlyList<string> References, IReadOnlyList<Impurity> Impurities, IReadOnlyList<InputFile> Inputs)
{
    /// <summary>Completes the text with the dependencies.</summary>
    /// <param name="hashOf">Of the full path of a referenced project; empty where it is not known.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="unknown">Full path of a project whose hash is not known, where the answer is null.</param>
    public TreeHash? Complete(Func<string, string> hashOf, out byte[] bytes, out string? unknown)
    {
        bytes = [];
        unknown = null;
        var text = Text.Copy();
        // Sorted: what a build does in parallel has no order.
        foreach (var (name, path) in References.Distinct(StringComparer.Ordinal).Select(r => (Name: Facts.Tokens.Tokenize(r), Path: r)).OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            var hash = hashOf(path);
            if (hash.Length == 0)
            {
                unknown = path;
                return null;
            }
            text.Add("dependency", name, hash);
        }
        bytes = text.ToBytes();
        return TreeText.HashOf(bytes);
    }
}
