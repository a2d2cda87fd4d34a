using System.Text;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Projects;

/// <summary>What of a checkout enters the text that a build generates: the paths of the known roots and the commit that is checked out.</summary>
/// <param name="Commit">Empty where there is none.</param>
public sealed record ProjectPlace(PathTokens Tokens, string Commit)
{
    private const string CommitToken = "{commit}";

    /// <summary>The full path of the relocation root.</summary>
    public string Root => Tokens.Roots.FirstOrDefault(r => r.Token == "{" + PathTokens.Root + "}").Path ?? "";

    /// <summary>The text with tokens for what belongs to this place.</summary>
    public string Tokenize(string text)
    {
        var tokenized = Tokens.TokenizeText(text);
        return Commit.Length == 0 ? tokenized : tokenized.Replace(Commit, CommitToken, StringComparison.Ordinal);
    }

    /// <summary>Whether a text that <see cref="Tokenize"/> gave holds the commit.</summary>
    public static bool HoldsCommit(string tokenized)
    {
        for (var at = -1; (at = tokenized.IndexOf(CommitToken, at + 1, StringComparison.Ordinal)) >= 0;)
        {
            if (IsToken(tokenized, at))
                return true;
        }
        return false;
    }

    /// <summary>The inverse of <see cref="Tokenize"/>, here.</summary>
    public string Resolve(string text)
    {
        var result = new StringBuilder(text.Length);
        var start = 0;
        for (int at; (at = text.IndexOf(CommitToken, start, StringComparison.Ordinal)) >= 0; start = at + CommitToken.Length)
            result.Append(text, start, at - start).Append(IsToken(text, at) ? Commit : CommitToken);
        return Tokens.ResolveText(result.Append(text, start, text.Length - start).ToString());
    }

    // A brace of the text itself is doubled: after an odd number of them this is no token but text.
    private static bool IsToken(string text, int at)
    {
        var braces = at;
        while (braces > 0 && text[braces - 1] == '{')
            braces--;
        return (at - braces) % 2 == 0;
    }
}
