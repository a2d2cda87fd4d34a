using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Core.Packages;

/// <summary>
/// Writes the folders that NuGet's files mention as tokens (<c>{root}/src/A/A.csproj</c>), and back, character by character. Each folder is sought as it is and as JSON writes it
/// (on Windows with doubled backslashes). The longest folder wins; only whole path components match; a brace of the text itself is doubled. Immutable.
/// </summary>
/// <remarks>Unlike <see cref="Relocation.PathTokens"/>, it changes no separator: the way back must give every byte again.</remarks>
public sealed partial class RestoreTokens
{
    private readonly (string Token, string Spelling)[] _spellings;
    private readonly SearchValues<string> _sought;

    /// <param name="folders">Names without braces, and full paths; of equal paths the first name wins.</param>
    public RestoreTokens(IEnumerable<(string Name, string Path)> folders)
    {
        Folders = [.. folders.Where(f => f.Path.Length > 0).Select(f => (f.Name, Path.TrimEndingDirectorySeparator(Path.GetFullPath(f.Path)))).Where(f => f.Item2.Length > 1).DistinctBy(f => f.Item2)];
        // Longest first, so that a folder inside another is found before it.
        _spellings = [.. Folders.SelectMany(Spellings).OrderByDescending(s => s.Spelling.Length).ThenBy(s => s.Token, StringComparer.Ordinal)];
        _sought = SearchValues.Create([.. _spellings.Select(s => s.Spelling), "{"], StringComparison.Ordinal);
    }

    public IReadOnlyList<(string Name, string Path)> Folders { get; }

    /// <summary>Whether every folder is spelled in characters that JSON and XML leave alone. Where not, a text could hold a folder in a form that we do not find.</summary>
    public bool ArePlain => Folders.All(f => PlainPath().IsMatch(f.Path));

    public string Tokenize(string text)
    {
        var result = new StringBuilder(text.Length);
        var rest = 0;
        for (var at = Next(text, 0); at >= 0; at = Next(text, rest))
        {
            result.Append(text, rest, at - rest);
            var (token, length) = text[at] == '{' ? ("{{", 1) : SpellingAt(text, at) is { } found ? (found.Token, found.Spelling.Length) : (text[at].ToString(), 1);
            result.Append(token);
            rest = at + length;
        }
        return result.Append(text, rest, text.Length - rest).ToString();
    }

    /// <summary>The inverse of <see cref="Tokenize"/>; null for a token that is unknown here.</summary>
    public string? Resolve(string text)
    {
        var result = new StringBuilder(text.Length + 1024);
        var rest = 0;
        for (var at = text.IndexOf('{'); at >= 0; at = text.IndexOf('{', rest))
        {
            result.Append(text, rest, at - rest);
            var (spelling, length) = at + 1 < text.Length && text[at + 1] == '{'
                ? ("{", 2)
                : Array.Find(_spellings, s => text.AsSpan(at).StartsWith(s.Token, StringComparison.Ordinal)) is { Token: { } token } found ? (found.Spelling, token.Length) : (null, 0);
            if (spelling is null)
                return null;
            result.Append(spelling);
            rest = at + length;
        }
        return result.Append(text, rest, text.Length - rest).ToString();
    }

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
            if (end <= text.Length && text.AsSpan(at).StartsWith(spelling.Spelling, StringComparison.Ordinal) && (end == text.Length || !IsNameCharacter(text[end])))
                return spelling;
        }
        return null;
    }

    // What may stand beside a match and would make it another path: "/src/a" in "/src/ab" or "/x/src/a".
    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '~' or '+' or '@' or '$';

    [GeneratedRegex(@"^[\w/\\:.~+@ -]+$")]
    private static partial Regex PlainPath();
}
