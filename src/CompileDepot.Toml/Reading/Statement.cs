namespace CompileDepot.Toml.Reading;

/// <summary>A header, or a key with its value, outside of braces: TOML gives each its own lines, so an edit may take these away or put others beside them.</summary>
/// <param name="Section">The path of the header above, or of this header; empty before the first one.</param>
/// <param name="Key">From the section on; empty for a header.</param>
/// <param name="LineStart">Of its first line, indentation included.</param>
/// <param name="LineEnd">After its last line, comment and line end included.</param>
internal readonly record struct Statement(IReadOnlyList<string> Section, IReadOnlyList<string> Key, int LineStart, int LineEnd)
{
    public bool IsHeader => Key.Count == 0;

    /// <summary>Whether it speaks of what the path names, or of something within.</summary>
    public bool IsWithin(IReadOnlyList<string> path)
    {
        if (Section.Count + Key.Count < path.Count)
            return false;
        for (var i = 0; i < path.Count; i++)
        {
            if (path[i] != (i < Section.Count ? Section[i] : Key[i - Section.Count]))
                return false;
        }

        return true;
    }
}

/// <summary>A text that has been read.</summary>
internal sealed record Source(TextPlaces Places, TableNode Root, IReadOnlyList<Statement> Statements)
{
    public string Text => Places.Text;

    /// <summary>That of the first line. Edits hand it on: what they leave may have no line to tell by.</summary>
    public string LineEnd { get; init; } = Places.Text.IndexOf('\n') is var feed and > 0 && Places.Text[feed - 1] == '\r' ? "\r\n" : "\n";
}
