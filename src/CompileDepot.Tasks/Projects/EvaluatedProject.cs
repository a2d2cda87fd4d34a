using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Tasks.Projects;

/// <summary>A project as it was evaluated.</summary>
/// <param name="Text">Of the dependency-tree hash; the lines of the dependencies are still missing.</param>
/// <param name="Ineligible">Why a depot can't stand in for its build; null where it can.</param>
/// <param name="References">Full paths of the projects that it refers to by itself. One comes twice where it is referred to in two frameworks.</param>
/// <param name="Sources">Tokenized paths of the sources that are nothing else.</param>
/// <param name="IsCutOff">Whether what is built from the project's own sources shows in its assembly alone, and what is built of others depends on what can be seen of them alone (see <see cref="InterfaceText"/>).</param>
/// <param name="Inputs">Every file whose content is in the text, as it was read.</param>
/// <param name="Impurities">Where its evaluation asks for more than the tree, outside of the SDK's own files.</param>
internal sealed record EvaluatedProject(
    ProjectFacts Facts,
    TreeText Text,
    Reason? Ineligible,
    IReadOnlyList<string> References,
    IReadOnlyList<Impurity> Impurities,
    IReadOnlySet<string> Sources,
    bool IsCutOff,
    IReadOnlyList<InputFile> Inputs)
{
    /// <summary>Completes the text with the dependencies.</summary>
    /// <param name="kind">Of their lines: <see cref="TreeText.Dependency"/> or <see cref="TreeText.Interface"/>.</param>
    /// <param name="others">Full paths of those that the SDK adds because these refer to them: it may take another framework of them than these do.</param>
    /// <param name="hashOf">Of the full path of a referenced project; empty where it is not known.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="unknown">Full path of a project whose hash is not known, where the answer is null.</param>
    public TreeHash? Complete(string kind, IEnumerable<string> others, Func<string, string> hashOf, out byte[] bytes, out string? unknown)
    {
        bytes = [];
        unknown = null;
        var text = Text.Copy();
        // Sorted: what a build does in parallel has no order.
        foreach (var (name, path) in References.Union(others, StringComparer.Ordinal).Select(r => (Name: Facts.Tokens.Tokenize(r), Path: r)).OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            var hash = hashOf(path);
            if (hash.Length == 0)
            {
                unknown = path;
                return null;
            }
            text.Add(kind, name, hash);
        }
        bytes = text.ToBytes();
        return TreeText.HashOf(bytes);
    }
}
