using System.Text;

namespace CompileDepot.Core.Commands;

/// <summary>Takes a compiler's command line apart by the rules of the compiler that reads it. Facts from the documentation and behaviour of csc, vbc and fsc.</summary>
public static class CompilerCommandLine
{
    // Response files may name others; the compilers read each once. Deeper than this is a loop.
    private const int MaximumDepth = 16;

    /// <summary>Arguments in order, response files replaced by what they hold.</summary>
    /// <param name="folder">Where relative paths start: the project's folder.</param>
    /// <param name="responseFiles">Receives the full path of every response file read.</param>
    /// <exception cref="IOException">A response file can't be read.</exception>
    public static List<CompilerArgument> Parse(CompilerKind compiler, IEnumerable<string> arguments, string folder, ICollection<string> responseFiles)
    {
        var result = new List<CompilerArgument>();
        Add(arguments, 0);
        return result;

        void Add(IEnumerable<string> texts, int depth)
        {
            foreach (var text in texts)
            {
                if (text.Length == 0)
                    continue;
                if (ResponseFile(compiler, text) is not { } file)
                {
                    result.Add(ParseOne(compiler, text));
                    continue;
                }
                if (depth == MaximumDepth)
                    throw new IOException($"Response files are nested more than {MaximumDepth} deep at '{text}'.");
                var path = Path.GetFullPath(Unquote(file), folder);
                responseFiles.Add(path);
                Add(ReadResponseFile(compiler, path), depth + 1);
            }
        }
    }

    // fsc takes both forms.
    private static string? ResponseFile(CompilerKind compiler, string text) =>
        text[0] == '@' ? text[1..] : compiler == CompilerKind.FSharp && text.StartsWith("--@", StringComparison.Ordinal) ? text[3..] : null;

    /// <summary>Removes the quotes that protect separators in a value.</summary>
    public static string Unquote(string value) => value.Replace("\"", "", StringComparison.Ordinal);

    /// <summary>Splits at separators outside quotes; parts keep no quotes, empty parts are dropped.</summary>
    public static List<string> Split(string value, ReadOnlySpan<char> separators)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var quoted = false;
        foreach (var c in value)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && separators.Contains(c))
            {
                Flush();
            }
            else
            {
                part.Append(c);
            }
        }
        Flush();
        return parts;

        void Flush()
        {
            if (part.Length > 0)
                parts.Add(part.ToString());
            part.Clear();
        }
    }

    private static CompilerArgument ParseOne(CompilerKind compiler, string text)
    {
        if (!IsSwitch(compiler, text))
            return new CompilerArgument("", null, text);
        var name = text.AsSpan(text.StartsWith("--", StringComparison.Ordinal) ? 2 : 1);
        var colon = name.IndexOf(':');
        return colon < 0
            ? new CompilerArgument(name.ToString(), null, text)
            : new CompilerArgument(name[..colon].ToString(), name[(colon + 1)..].ToString(), text);
    }

    // "/opt/a.cs" is a file and "/out:a" a switch: a slash before the first colon makes it a path.
    private static bool IsSwitch(CompilerKind compiler, string text)
    {
        if (text[0] == '-')
            return text.Length > 1;
        if (text[0] != '/' || compiler == CompilerKind.FSharp)
            return false;
        var colon = text.IndexOf(':');
        var slash = text.IndexOf('/', 1);
        return slash < 0 || (colon >= 0 && colon < slash);
    }

    // One option a line for fsc; for csc and vbc several, with quotes, and # begins a comment.
    private static IEnumerable<string> ReadResponseFile(CompilerKind compiler, string path) =>
        File.ReadAllLines(path)
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .SelectMany(line => compiler == CompilerKind.FSharp ? [line] : SplitArguments(line));

    private static List<string> SplitArguments(string line)
    {
        var arguments = new List<string>();
        var argument = new StringBuilder();
        var quoted = false;
        var backslashes = 0;
        foreach (var c in line)
        {
            if (c == '"' && backslashes % 2 == 0)
                quoted = !quoted;
            if (!quoted && c == '#' && argument.Length == 0)
                break;
            if (!quoted && char.IsWhiteSpace(c))
            {
                Flush();
            }
            else
            {
                argument.Append(c);
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
        }
        Flush();
        return arguments;

        void Flush()
        {
            if (argument.Length > 0)
                arguments.Add(argument.ToString());
            argument.Clear();
        }
    }
}
