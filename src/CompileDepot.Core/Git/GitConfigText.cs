using System.Text;

namespace CompileDepot.Core.Git;

/// <summary>One variable of a git settings file.</summary>
/// <param name="Section">In lower case, as git compares it.</param>
/// <param name="Subsection">As it is written, or empty.</param>
/// <param name="Name">In lower case.</param>
/// <param name="Value">Without quotes and comments; "true" where only the name is written.</param>
internal readonly record struct GitSetting(string Section, string Subsection, string Name, string Value);

/// <summary>Takes git's settings files apart (<c>git-config(1)</c>, "Syntax"): one setting a line, which a backslash at the end goes on with.</summary>
internal static class GitConfigText
{
    /// <summary>Null for a text that git would refuse.</summary>
    public static List<GitSetting>? Parse(string text)
    {
        var settings = new List<GitSetting>();
        var (section, subsection) = ("", "");
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('['))
            {
                if (Header(line) is not var (name, sub, rest))
                    return null;
                (section, subsection, line) = (name, sub, rest.Trim());
            }
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            while (EndsOpen(line) && i + 1 < lines.Length)
                line = line[..^1] + lines[++i];
            var equals = line.IndexOf('=');
            var key = (equals < 0 ? line.Split('#', ';')[0] : line[..equals]).Trim();
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
                return null;
            if ((equals < 0 ? "true" : Value(line[(equals + 1)..])) is not { } value)
                return null;
            settings.Add(new GitSetting(section, subsection, key.ToLowerInvariant(), value));
        }
        return settings;
    }

    // [section], [section "Sub \"section\""], and the older [section.subsection].
    private static (string Section, string Subsection, string Tail)? Header(string line)
    {
        var quote = line.IndexOf('"');
        var close = line.IndexOf(']');
        if (quote < 0 || close < quote)
        {
            if (close < 0)
                return null;
            var names = line[1..close].Trim().ToLowerInvariant().Split('.', 2);
            return (names[0], names.Length > 1 ? names[1] : "", line[(close + 1)..]);
        }
        var subsection = new StringBuilder();
        for (var i = quote + 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
                subsection.Append(line[++i]);
            else if (line[i] != '"')
                subsection.Append(line[i]);
            else
                return line[(i + 1)..].TrimStart() is [']', .. var rest] ? (line[1..quote].Trim().ToLowerInvariant(), subsection.ToString(), rest) : null;
        }
        return null;
    }

    private static bool EndsOpen(string line) => (line.Length - line.TrimEnd('\\').Length) % 2 == 1;

    // Null: a quote that nobody closes, or an unknown escape.
    private static string? Value(string text)
    {
        var value = new StringBuilder();
        var (quoted, keep) = (false, 0);
        foreach (var (c, escaped) in Characters(text.TrimStart()))
        {
            if (c == '\0')
                return null;
            if (!escaped && c == '"')
            {
                quoted = !quoted;
                keep = value.Length;
            }
            else if (!escaped && !quoted && (c is '#' or ';'))
            {
                break;
            }
            else
            {
                value.Append(c);
                if (quoted || escaped || !char.IsWhiteSpace(c))
                    keep = value.Length;
            }
        }
        return quoted ? null : value.ToString(0, keep);
    }

    private static IEnumerable<(char Character, bool IsEscaped)> Characters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
                yield return (text[i], false);
            else
                yield return (i + 1 < text.Length ? text[++i] : '\0') switch
                {
                    'n' => ('\n', true),
                    't' => ('\t', true),
                    'b' => ('\b', true),
                    '"' => ('"', true),
                    '\\' => ('\\', true),
                    _ => ('\0', true),
                };
        }
    }
}
