using System.Text;

namespace CompileDepot.Cli.Evaluating;

/// <summary>
/// A response file of MSBuild's, read as MSBuild's own CommandLineParser does: switches between blanks, in lines; <c>#</c> begins a line that is a comment; a switch with blanks is in double quotes; <c>%NAME%</c> is the value of
/// a variable, and <c>%MSBuildThisFileDirectory%</c> the file's folder; <c>@file</c> stands for what is in another one.
/// <c>Directory.Build.rsp</c> counts for every build of a project or solution in its folder or below, unless a nearer one hides it; <c>MSBuild.rsp</c> for those in its folder alone, after the other.
/// </summary>
internal static class ResponseFile
{
    public const string Name = "Directory.Build.rsp";

    private const string NameOfFolder = "MSBuild.rsp";
    private const string ThisFolder = "%MSBuildThisFileDirectory%";

    /// <summary>The switches of the text, without quotes.</summary>
    public static IEnumerable<string> Switches(string text) => Words(text).Select(Unquoted);

    /// <summary>The switches that count for builds in a folder, each with the full path of its file; quotes are as they stand there.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static IReadOnlyList<(string File, string Switch)> Read(string folder) => ReadFiles(Find(folder), Path.Combine(folder, NameOfFolder));

    /// <summary>As <see cref="Read(string)"/>, without those that count in the folder itself alone.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static IReadOnlyList<(string File, string Switch)> ReadShared(string folder) => ReadFiles(Find(folder));

    /// <summary>The full path of the <c>Directory.Build.rsp</c> that counts in a folder, or null.</summary>
    public static string? Find(string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            if (File.Exists(Path.Combine(current, Name)))
                return Path.Combine(current, Name);
        }
        return null;
    }

    /// <summary>The properties that switches set: <c>-p:Name=Value</c>, several with semicolons or commas between that are in no quotes; the last of a name wins.</summary>
    /// <param name="switches">With their quotes.</param>
    public static IEnumerable<(string Name, string Value)> Properties(IEnumerable<string> switches)
    {
        foreach (var list in switches.Select(s => Parameters(s, "p", "property")).OfType<string>())
        {
            foreach (var pair in Pairs(list))
            {
                if (pair.IndexOf('=') is > 0 and var at)
                    yield return (pair[..at], pair[(at + 1)..]);
            }
        }
    }

    /// <summary>What stands between the separators of such a list, without quotes; <c>Name=Value</c> where it is right.</summary>
    public static IEnumerable<string> Pairs(string list) => Split(list, c => c is ';' or ',').Select(Unquoted);

    /// <summary>Whether a switch is one of these names, and what stands behind its colon, without quotes; null where it is another.</summary>
    public static string? Argument(string text, params ReadOnlySpan<string> names) => Parameters(text, names) is { } parameters ? Unquoted(parameters) : null;

    /// <summary>The switch that sets one property, as an argument of a command line: MSBuild would take what follows a separator for another property.</summary>
    public static string Property(string name, string value)
    {
        value = value.Replace("\"", "%22", StringComparison.Ordinal);
        return value.AsSpan().ContainsAny(';', ',') ? $"-p:{name}=\"{value}\"" : $"-p:{name}={value}";
    }

    private static List<(string File, string Switch)> ReadFiles(params ReadOnlySpan<string?> files)
    {
        var switches = new List<(string File, string Switch)>();
        var read = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            if (file is not null)
                Add(file, switches, read);
        }
        return switches;
    }

    private static void Add(string file, List<(string File, string Switch)> switches, HashSet<string> read)
    {
        // MSBuild refuses one that is read twice, or is not there.
        if (!File.Exists(file) || !read.Add(file))
            return;
        var text = Environment.ExpandEnvironmentVariables(File.ReadAllText(file).Replace(ThisFolder, Path.GetDirectoryName(file) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase));
        foreach (var word in Words(text))
        {
            if (Unquoted(word) is ['@', .. var other])
                Add(Path.GetFullPath(other.Replace('\\', Path.DirectorySeparatorChar)), switches, read);
            else
                switches.Add((file, word));
        }
    }

    // Where the quotes begin before the name, they are about the whole switch, and nothing in it is quoted by them.
    private static string? Parameters(string text, params ReadOnlySpan<string> names)
    {
        var colon = text.IndexOf(':');
        var (head, rest) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        var start = Unquoted(head);
        var name = start.StartsWith("--", StringComparison.Ordinal) ? start[2..] : start is ['-' or '/', ..] ? start[1..] : "";
        if (name.Length == 0 || !names.Contains(name, StringComparer.OrdinalIgnoreCase))
            return null;
        if (head.Count(c => c == '"') % 2 == 0)
            return rest;
        return rest.IndexOf('"') is var quote && (quote < 0 || quote == rest.Length - 1) ? Unquoted(rest) : '"' + rest;
    }

    private static IEnumerable<string> Words(string text) => text.ReplaceLineEndings("\n").Split('\n').Where(l => !l.TrimStart().StartsWith('#')).SelectMany(l => Split(l, char.IsWhiteSpace));

    private static string Unquoted(string text) => text.Replace("\"", "", StringComparison.Ordinal);

    // Separators between quotes separate nothing.
    private static IEnumerable<string> Split(string text, Func<char, bool> isSeparator)
    {
        var word = new StringBuilder();
        var quoted = false;
        foreach (var c in text)
        {
            quoted ^= c == '"';
            if (quoted || !isSeparator(c))
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
        if (word.Length > 0)
            yield return word.ToString();
    }
}
