using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Cli.Help;

/// <summary>One line of a rendered page.</summary>
internal readonly record struct PageLine(string Text, bool IsHeading);

/// <summary>
/// Markdown as plain text: of headings, paragraphs, lists, tables, fenced code, links and emphasis, which is what our pages are made of. Paragraphs are folded to a width, code and tables are not.
/// Back quotes stay, since they tell names from words.
/// </summary>
internal static partial class MarkdownText
{
    private const string CodeIndent = "    ";

    /// <param name="width">Columns; a longer word stays whole.</param>
    public static IReadOnlyList<PageLine> Render(string markdown, int width)
    {
        var lines = new List<PageLine>();
        var paragraph = new StringBuilder();
        var isCode = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                Flush();
                isCode = !isCode;
            }
            else if (isCode)
            {
                lines.Add(new PageLine(line.Length == 0 ? "" : CodeIndent + line, false));
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                Flush();
                lines.Add(new PageLine(Inline(heading.Groups["text"].Value), true));
            }
            else if (line.Length == 0 || line.StartsWith('|'))
            {
                Flush();
                lines.Add(new PageLine(Inline(line), false));
            }
            else
            {
                if (Bullet().IsMatch(line))
                    Flush();
                // A line that goes on with a list's item is indented; the blanks are its own no more.
                paragraph.Append(paragraph.Length == 0 ? line : " " + line.TrimStart());
            }
        }
        Flush();
        return lines;

        void Flush()
        {
            if (paragraph.Length > 0)
                lines.AddRange(Fold(Inline(paragraph.ToString()), width).Select(l => new PageLine(l, false)));
            paragraph.Clear();
        }
    }

    /// <summary>A piece of a line as text. Of a link the target only where it leads somewhere from here.</summary>
    public static string Inline(string text)
    {
        var linked = Link().Replace(text, m => m.Groups["target"].Value.StartsWith("http", StringComparison.Ordinal) ? $"{m.Groups["text"].Value} ({m.Groups["target"].Value})" : m.Groups["text"].Value);
        return Emphasis().Replace(linked, m => m.Groups["code"].Success ? m.Value : m.Groups["text"].Value);
    }

    private static IEnumerable<string> Fold(string text, int width)
    {
        var lead = Bullet().Match(text).Value;
        var line = new StringBuilder(lead);
        foreach (var word in text[lead.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > lead.Length && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear().Append(' ', lead.Length);
            }
            line.Append(line.Length > lead.Length ? " " : "").Append(word);
        }
        yield return line.ToString();
    }

    [GeneratedRegex("^#{1,6} (?<text>.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex("^\\s*(?:[-*]|\\d+\\.) ")]
    private static partial Regex Bullet();

    [GeneratedRegex("\\[(?<text>[^\\]]+)\\]\\((?<target>[^)\\s]+)\\)")]
    private static partial Regex Link();

    // Stars and underscores in code are what they are.
    [GeneratedRegex("(?<code>`[^`]*`)|\\*\\*(?<text>[^*]+)\\*\\*|(?<![\\w*])\\*(?<text>[^*\\s][^*]*)\\*(?![\\w*])")]
    private static partial Regex Emphasis();
}
