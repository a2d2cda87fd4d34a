namespace CompileDepot.Cli.Init;

/// <summary>Adds members to the text of an object and takes them out, with the commas and blanks that belong to them.</summary>
internal static class JsonMemberText
{
    /// <summary>
    /// Puts a member in front of all others: on a line of its own if the next one has that too, else spaced as the next one is.
    /// A comment behind the brace stays there.
    /// </summary>
    public static string InsertFirst(string text, JsonObjectOutline target, string member)
    {
        var at = target.Start + 1;
        for (var next = Blanks.SkipSpaces(text, at); IsComment(text, next); next = Blanks.SkipSpaces(text, at))
            at = SkipComment(text, next);

        var neighbour = Blanks.Skip(text, at);
        var lead = text[at..neighbour];
        if (Blanks.LineEnd(text, at, neighbour) is { } lineEnd)
            lead = lineEnd + Blanks.SpacesBefore(text, neighbour) + (text[neighbour] == '}' ? Blanks.Step : "");
        return text.Insert(at, lead + member + (target.Members.Count == 0 ? "" : ","));
    }

    /// <summary>Takes a member out, with the comma behind it or else, where it is the last one, in front of it.</summary>
    public static string Remove(string text, JsonObjectOutline target, JsonMember member)
    {
        var behind = SkipTrivia(text, member.End);
        if (text[behind] == ',')
        {
            // In two steps, from the end, where a comment stands between value and comma.
            return behind == member.End
                ? Blanks.Cut(text, member.Start, behind + 1)
                : Blanks.Cut(text.Remove(behind, 1), member.Start, member.End);
        }

        text = Blanks.Cut(text, member.Start, member.End);
        var before = target.Members.LastOrDefault(m => m.End <= member.Start);
        return before is null ? text : text.Remove(SkipTrivia(text, before.End), 1);
    }

    private static int SkipTrivia(string text, int at)
    {
        for (at = Blanks.Skip(text, at); IsComment(text, at); at = Blanks.Skip(text, at))
            at = SkipComment(text, at);
        return at;
    }

    private static bool IsComment(string text, int at) => at + 1 < text.Length && text[at] == '/' && text[at + 1] is '/' or '*';

    // The text has been read by a JSON reader before: comments are closed.
    private static int SkipComment(string text, int at)
    {
        if (text[at + 1] == '*')
            return text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2;
        var end = text.AsSpan(at).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : at + end;
    }
}
