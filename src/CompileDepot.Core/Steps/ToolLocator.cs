using System.Text;
using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Steps;

/// <summary>Finds what a program's name means, as a shell and the operating system do: along the search path, and through the first line of a script.</summary>
public static class ToolLocator
{
    // What the kernel looks at.
    private const int LongestFirstLine = 256;

    // A chain of interpreters that is longer is a ring.
    private const int MostInterpreters = 4;

    /// <summary>The full path of what a bare name leads to; null: nothing, or nobody can tell.</summary>
    /// <param name="path">The search path; null: that of this process.</param>
    public static string? Search(string name, string? path = null) => Search(name, path, out _);

    /// <inheritdoc cref="Search(string, string?)"/>
    /// <param name="why">Why there is none, in words; null where there is.</param>
    public static string? Search(string name, string? path, out string? why)
    {
        why = null;
        foreach (var folder in (path ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            if (Path.IsPathFullyQualified(folder))
            {
                if (Candidates(Path.Combine(folder, name)).FirstOrDefault(IsExecutable) is { } found)
                    return found;
            }
            // Where it lies depends on the folder that the shell is in, and an empty one is that. On Windows, these most often are variables that nobody expanded, and lead nowhere.
            else if (!OperatingSystem.IsWindows())
            {
                why = $"PATH says '{folder}', which is no full path, before it leads to {name}";
                return null;
            }
        }
        why = $"there is no program {name}";
        return null;
    }

    /// <summary>The names under which a program is known: as written, and what they lead to, interpreters of scripts included. A name that the search path decides stays bare.</summary>
    /// <param name="word">As it stands in the command.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <exception cref="UncacheableException">There is no such program.</exception>
    public static IReadOnlyList<(string Name, string Path)> Find(string word, string folder, string? path = null)
    {
        var found = new List<(string, string)>();
        for (string? next = word; next is not null && found.Count <= MostInterpreters; next = Interpreter(found[^1].Item2, found))
            found.Add(Resolve(next, folder, path));
        return found;
    }

    private static (string Name, string Path) Resolve(string word, string folder, string? path)
    {
        // cmd.exe looks beside the command first.
        var isPath = word.Contains('/') || word.Contains(Path.DirectorySeparatorChar) || (OperatingSystem.IsWindows() && Candidates(Path.Combine(folder, word)).Any(File.Exists));
        string? why = null;
        var found = isPath ? Candidates(Path.GetFullPath(word, folder)).FirstOrDefault(File.Exists) : Search(word, path, out why);
        if (found is null)
            throw new UncacheableException(UncacheableReason.ToolUnknown, why ?? $"there is no program {word}");
        return (isPath || path is not null ? found : word, found);
    }

    // "#! /usr/bin/env [-S] name …" runs two programs: env, and what the search path has for the name.
    private static string? Interpreter(string program, List<(string Name, string Path)> found)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var words = FirstLine(program).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return null;
        if (Path.GetFileName(words[0]) != "env")
            return words[0];
        found.Add((words[0], words[0]));
        return words.Skip(1).FirstOrDefault(w => !w.StartsWith('-') && !w.Contains('='));
    }

    private static string FirstLine(string program)
    {
        using var stream = new FileStream(program, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var start = new byte[LongestFirstLine];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var text = Encoding.UTF8.GetString(start, 0, length);
        return text.StartsWith("#!", StringComparison.Ordinal) ? text[2..].Split('\n')[0].TrimEnd('\r') : "";
    }

    private static IEnumerable<string> Candidates(string path) => !OperatingSystem.IsWindows()
        ? [path]
        : (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(e => path + e).Prepend(path).Where(p => Path.HasExtension(p));

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
