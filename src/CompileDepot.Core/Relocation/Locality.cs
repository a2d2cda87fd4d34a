using CompileDepot.Core.Git;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// What of the place of a build enters files: the paths of the roots, and the id of the commit that is checked out, which the SDK writes into versions and Source Link's file. No key
/// holds any of it, unless a result can't do without (see <see cref="Effects.Binding"/>). Immutable.
/// </summary>
/// <param name="Commit">Lower-case hexadecimal; null where the tree is in no git repository, or that has no commit.</param>
public sealed record Locality(PathTokens Tokens, string? Commit)
{
    /// <summary>Stands for the commit in key texts. Tokens of roots can't be mistaken for it: <see cref="PathTokens"/> doubles the braces of a text's own.</summary>
    public const string CommitToken = "{commit}";

    /// <summary>The place of a project. Asks git's files anew each time: a process may outlive a checkout.</summary>
    /// <param name="projectFolder">Full path.</param>
    public static Locality Of(PathTokens tokens, string projectFolder) => new(tokens, GitRepository.Find(projectFolder)?.Commit);

    /// <summary>The form of a text that is the same at every place.</summary>
    public string TokenizeText(string text) => Commit is null ? Tokens.TokenizeText(text) : Tokens.TokenizeText(text).Replace(Commit, CommitToken, StringComparison.Ordinal);
}
