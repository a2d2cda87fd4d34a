using System.Text;
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

    /// <summary>The branch that is checked out, or null: for records alone, no result depends on it.</summary>
    public string? Branch { get; init; }

    /// <summary>The place of a project. Asks git's files anew each time: a process may outlive a checkout.</summary>
    /// <param name="projectFolder">Full path.</param>
    public static Locality Of(PathTokens tokens, string projectFolder) => Of(tokens, GitRepository.Find(projectFolder));

    public static Locality Of(PathTokens tokens, GitRepository? repository) => new(tokens, repository?.Commit) { Branch = repository?.Branch };

    /// <summary>The form of a text that is the same at every place.</summary>
    public string TokenizeText(string text) => Commit is null ? Tokens.TokenizeText(text) : Tokens.TokenizeText(text).Replace(Commit, CommitToken, StringComparison.Ordinal);

    /// <summary>The inverse of <see cref="TokenizeText"/>, here. Where there is no commit its token stays.</summary>
    public string ResolveText(string text)
    {
        var result = new StringBuilder(text.Length);
        var start = 0;
        for (int at; (at = text.IndexOf(CommitToken, start, StringComparison.Ordinal)) >= 0; start = at + CommitToken.Length)
        {
            // A brace of the text itself is doubled: after an odd number of them this is no token but text.
            var braces = at;
            while (braces > 0 && text[braces - 1] == '{')
                braces--;
            result.Append(text, start, at - start).Append((at - braces) % 2 == 0 ? Commit ?? CommitToken : CommitToken);
        }
        return Tokens.ResolveText(result.Append(text, start, text.Length - start).ToString());
    }
}
