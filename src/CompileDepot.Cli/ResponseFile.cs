using System.Text;

namespace CompileDepot.Cli;

/// <summary>
/// A response file of MSBuild's: switches between blanks, in lines; <c>#</c> begins a line that is a comment; a switch with blanks is in double quotes.
/// <c>Directory.Build.rsp</c> counts for every build of a project or solution in its folder or below, unless a nearer one hides it.
/// </summary>
internal static class ResponseFile
{
    public const string Name = "Directory.Build.rsp";

    /// <summary>The switches of the text, without quotes.</summary>
    public static IEnumerable<string> Switches(string text) => text.ReplaceLineEndings("\n").Split('\n').Where(l => !l.TrimStart().StartsWith('#')).SelectMany(Split);

    /// <summary>The full path of the file that counts in a folder, or null.</summary>
    public static string? Find(string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            if (File.Exists(Path.Combine(current, Name)))
                return Path.Combine(current, Name);
        }
        return null;
    }

    /// <summary>The properties that its switches set: <c>-p:Name=Value</c>, several with semicolons between; the last of a name wins.</summary>
    public static IEnumerable<(string Name, string Value)> Properties(string text)
    {
        foreach (var argument in Switches(text))
        {
            if (Argument(argument, "p", "property") is not { } list)
                continue;
            foreach (var pair in list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (pair.IndexOf('=') is > 0 and var at)
                    yield return (pair[..at].Trim(), pair[(at + 1)..].Trim());
            }
        }
    }

    /// <summary>Whether a switch is one of these names, and what stands behind its colon; null where it is another.</summary>
    public static string? Argument(string text, params ReadOnlySpan<string> names)
    {
        var start = text.StartsWith("--", StringComparison.Ordinal) ? 2 : text is ['-' or '/', ..] ? 1 : 0;
        var colon = text.IndexOf(':');
        var name = start == 0 ? "" : colon < 0 ? text[start..] : text[start..colon];
        return names.Contains(name, StringComparer.OrdinalIgnoreCase) ? colon < 0 ? "" : text[(colon + 1)..] : null;
    }

    private static IEnumerable<string> Split(string line)
    {
        var word = new StringBuilder();
        var (quoted, begun) = (false, false);
        foreach (var c in line)
        {
            if (c == '"')
            {
                (quoted, begun) = (!quoted, true);
            }
            else if (quoted || !char.IsWhiteSpace(c))
            {
                word.Append(c);
                begun = true;
            }
            else if (begun)
            {
                yield return word.ToString();
                word.Clear();
                begun = false;
            }
        }
        if (begun)
            yield return word.ToString();
    }
}
