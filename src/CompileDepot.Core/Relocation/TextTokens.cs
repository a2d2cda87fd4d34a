using System.Buffers;
using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Writes the folders that a text mentions as tokens (<c>{root}/src/A.cs</c>), and back, character by character. Each folder is sought as it is and as JSON writes it (on Windows with doubled backslashes:
/// <c>{root:json}</c>). The longest folder wins; only whole path components match; a brace of the text itself is doubled, so that different texts stay different. Immutable.
/// </summary>
internal sealed class TextTokens
{
    private readonly StringComparison _comparison;
    private readonly (string Token, string Spelling)[] _spellings;
    private readonly SearchValues<string> _sought;

    /// <param name="folders">Names without braces, and full paths without a separator at the end; each path once.</param>
    /// <param name="comparison">How paths are compared: by ordinals, with or without regard to case.</param>
    public TextTokens(IEnumerable<(string Name, string Path)> folders, StringComparison comparison)
    {
        _comparison = comparison;
        // Longest first, so that a folder inside another is found before it.
        _spellings = [.. folders.SelectMany(Spellings).OrderByDescending(s => s.Spelling.Length).ThenBy(s => s.Token, StringComparer.Ordinal)];
        _sought = SearchValues.Create([.. _spellings.Select(s => s.Spelling), "{"], comparison);
    }

    public string Tokenize(string text)
    {
        var at = Next(text, 0);
        if (at < 0)
            return text;
        var result = new StringBuilder(text.Length);
        var rest = 0;
        for (; at >= 0; at = Next(text, rest))
        {
            result.Append(text, rest, at - rest);
            var (token, length) = text[at] == '{' ? ("{{", 1) : SpellingAt(text, at) is { } found ? (found.Token, found.Spelling.Length) : (text[at].ToString(), 1);
            result.Append(token);
            rest = at + length;
        }
        return result.Append(text, rest, text.Length - rest).ToString();
    }

    /// <summary>The inverse of <see cref="Tokenize"/>.</summary>
    /// <param name="keepsUnknown">Whether a token that is unknown here stays as it is; else there is no result.</param>
    public string? Resolve(string text, bool keepsUnknown)
    {
        var at = text.IndexOf('{');
        if (at < 0)
            return text;
        var result = new StringBuilder(text.Length + 1024);
        var rest = 0;
        for (; at >= 0; at = text.IndexOf('{', rest))
        {
            result.Append(text, rest, at - rest);
            var (spelling, length) = at + 1 < text.Length && text[at + 1] == '{'
                ? ("{", 2)
                : Array.Find(_spellings, s => text.AsSpan(at).StartsWith(s.Token, StringComparison.Ordinal)) is { Token: { } token } found ? (found.Spelling, token.Length) : (keepsUnknown ? "{" : null, 1);
            if (spelling is null)
                return null;
            result.Append(spelling);
            rest = at + length;
        }
        return result.Append(text, rest, text.Length - rest).ToString();
    }

    /// <summary>Whether a character may stand beside a match and would make it another path: <c>/src/a</c> in <c>/src/ab</c>, <c>/src/a.b</c> or <c>/x/src/a</c>.</summary>
    public static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '~' or '+' or '@' or '$';

    private static IEnumerable<(string Token, string Spelling)> Spellings((string Name, string Path) folder)
    {
        yield return ("{" + folder.Name + "}", folder.Path);
        if (folder.Path.Contains('\\'))
            yield return ("{" + folder.Name + ":json}", folder.Path.Replace("\\", "\\\\", StringComparison.Ordinal));
    }

    private int Next(string text, int start) => text.AsSpan(start).IndexOfAny(_sought) is >= 0 and var offset ? start + offset : -1;

    private (string Token, string Spelling)? SpellingAt(string text, int at)
    {
        if (at > 0 && IsNameCharacter(text[at - 1]))
            return null;
        foreach (var spelling in _spellings)
        {
            var end = at + spelling.Spelling.Length;
            if (end <= text.Length && text.AsSpan(at).StartsWith(spelling.Spelling, _comparison) && (end == text.Length || !IsNameCharacter(text[end])))
                return spelling;
        }
        return null;
    }
}
