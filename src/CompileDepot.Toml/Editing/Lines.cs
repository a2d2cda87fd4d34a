using CompileDepot.Toml.Reading;

namespace CompileDepot.Toml.Editing;

/// <summary>Puts lines between the lines of a text, with its own line ends; a text without an end on its last line stays one.</summary>
internal static class Lines
{
    /// <summary>A line below another, indented alike.</summary>
    public static string After(Source source, Statement above, string line)
    {
        var indentation = source.Text.AsSpan(above.LineStart);
        indentation = indentation[..indentation.IndexOfAnyExcept(' ', '\t')];
        return Insert(source, above.LineEnd, $"{indentation}{line}");
    }

    /// <summary>The first key of all: above the first header and the comment right above that, else at the end.</summary>
    public static string First(Source source, string line)
    {
        var text = source.Text;
        if (source.Statements.Count == 0)
            return Insert(source, text.Length, line);
        var at = source.Statements[0].LineStart;
        while (at > 0)
        {
            var before = source.Places.LineStart(at - 1);
            if (!text.AsSpan(before, at - before).TrimStart(" \t").StartsWith("#"))
                break;
            at = before;
        }

        return Insert(source, at, line);
    }

    /// <summary>A section of its own: below all that speaks of the table that it belongs to, else at the end, with a blank line above.</summary>
    public static string Section(Source source, IReadOnlyList<string> table, string header, string line)
    {
        var at = table.Count == 0 ? source.Text.Length : source.Statements.Last(s => s.IsWithin(table)).LineEnd;
        return Insert(source, at, at == 0 ? [header, line] : ["", header, line]);
    }

    private static string Insert(Source source, int at, params ReadOnlySpan<string> lines)
    {
        var added = string.Join(source.LineEnd, lines!);
        return source.Text.Insert(at, at == 0 || source.Text[at - 1] == '\n' ? added + source.LineEnd : source.LineEnd + added);
    }
}
