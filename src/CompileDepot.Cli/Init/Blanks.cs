namespace CompileDepot.Cli.Init;

/// <summary>
/// White space as both XML and JSON define it: space, tab, CR, LF. Not <see cref="char.IsWhiteSpace(char)"/>, which would take bytes of a longer
/// character for blanks where text is seen byte by byte (<see cref="GlobalJsonEditor"/>).
/// </summary>
internal static class Blanks
{
    public const string Step = "  ";

    public static bool IsSpace(char c) => c is ' ' or '\t';

    public static bool IsLineEnd(char c) => c is '\r' or '\n';

    /// <summary>First position from <paramref name="at"/> that is not blank.</summary>
    public static int Skip(string text, int at)
    {
        while (at < text.Length && (IsSpace(text[at]) || IsLineEnd(text[at])))
            at++;
        return at;
    }

    /// <summary>First position from <paramref name="at"/> that is not a space or tab.</summary>
    public static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && IsSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>The position after the last character before <paramref name="at"/> that is not blank.</summary>
    public static int SkipBack(string text, int at)
    {
        while (at > 0 && (IsSpace(text[at - 1]) || IsLineEnd(text[at - 1])))
            at--;
        return at;
    }

    /// <summary>The first line end in a range as it is spelt there, or null.</summary>
    public static string? LineEnd(string text, int from, int to)
    {
        var at = text.AsSpan(from, to - from).IndexOfAny('\r', '\n');
        if (at < 0)
            return null;
        at += from;
        if (text[at] == '\n')
            return "\n";
        return at + 1 < text.Length && text[at + 1] == '\n' ? "\r\n" : "\r";
    }

    /// <summary>The spaces and tabs directly before <paramref name="at"/>.</summary>
    public static string SpacesBefore(string text, int at)
    {
        var from = at;
        while (from > 0 && IsSpace(text[from - 1]))
            from--;
        return text[from..at];
    }

    /// <summary>
    /// Takes out a range together with the blanks in front of it (rule 3 of <see cref="IFileEditor"/>). The line end in front goes only if another
    /// one follows; else the next thing would slip into the line before, which may end in a comment.
    /// </summary>
    public static string Cut(string text, int from, int to)
    {
        var start = from - SpacesBefore(text, from).Length;
        if (start == 0 || !IsLineEnd(text[start - 1]))
            return text.Remove(start, to - start);

        var next = SkipSpaces(text, to);
        if (next < text.Length && !IsLineEnd(text[next]))
            return text.Remove(from, next - from);

        start -= start > 1 && text[start - 1] == '\n' && text[start - 2] == '\r' ? 2 : 1;
        return text.Remove(start, to - start);
    }

    /// <summary>Whether two texts are the same but for the spelling of line ends.</summary>
    public static bool SameLines(string a, string b) => string.Equals(a.ReplaceLineEndings("\n"), b.ReplaceLineEndings("\n"), StringComparison.Ordinal);
}
