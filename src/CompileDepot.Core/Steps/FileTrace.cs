using System.Text;
using System.Text.RegularExpressions;

namespace CompileDepot.Core.Steps;

/// <summary>
/// What strace saw of a command and all processes that it started: the files that were read and the programs that were run. What the command wrote first is its own, and not among them.
/// Lines that can't be understood are passed over: a trace never makes anything fail.
/// </summary>
public sealed partial class FileTrace
{
    private readonly SortedSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unfinished = new(StringComparer.Ordinal);

    private FileTrace()
    {
    }

    /// <summary>Full paths, as the system names what was opened: links are followed.</summary>
    public IReadOnlySet<string> Read => _read;

    /// <summary>The arguments that make strace write a trace which <see cref="Of"/> reads; the command follows. A system call that this machine has not is no error.</summary>
    public static IReadOnlyList<string> Arguments(string log) =>
        ["-f", "-qq", "-y", "-s", "4096", "-e", "trace=?execve,?execveat,?open,?openat,?openat2,?creat,?rename,?renameat,?renameat2", "-e", "signal=none", "-o", log, "--"];

    public static FileTrace Of(IEnumerable<string> lines)
    {
        var trace = new FileTrace();
        foreach (var line in lines)
        {
            if (LinePattern().Match(line) is { Success: true } parts)
                trace.Add(parts.Groups["id"].Value, parts.Groups["call"].Value);
        }
        return trace;
    }

    // A call that another process's line cut in two comes as "open(… <unfinished ...>" and "<... open resumed>…".
    private void Add(string process, string call)
    {
        if (call.EndsWith(" <unfinished ...>", StringComparison.Ordinal))
        {
            _unfinished[process] = call[..^" <unfinished ...>".Length];
            return;
        }
        if (ResumedPattern().Match(call) is { Success: true } resumed)
            call = _unfinished.Remove(process, out var begun) ? begun + resumed.Groups["rest"].Value : "";
        if (call.StartsWith("exec", StringComparison.Ordinal))
            AddProgram(call);
        else if (call.StartsWith("rename", StringComparison.Ordinal))
            AddRename(call);
        else if (OpenPattern().Match(call) is { Success: true } open)
            AddFile(call.StartsWith("creat(", StringComparison.Ordinal) ? "O_WRONLY" : open.Groups["flags"].Value, Decode(open.Groups["path"].Value));
    }

    private void AddFile(string flags, string path)
    {
        if (flags.Contains("O_DIRECTORY", StringComparison.Ordinal) || !path.StartsWith('/'))
            return;
        if (flags.Contains("O_WRONLY", StringComparison.Ordinal) || flags.Contains("O_CREAT", StringComparison.Ordinal) || flags.Contains("O_TRUNC", StringComparison.Ordinal))
            _written.Add(path);
        else if (!_written.Contains(path))
            _read.Add(path);
    }

    private void AddProgram(string call)
    {
        if (call.EndsWith("= 0", StringComparison.Ordinal) && TextPattern().Match(call) is { Success: true } text && Decode(text.Groups["text"].Value) is var path && path.StartsWith('/') && !_written.Contains(path))
            _read.Add(path);
    }

    private void AddRename(string call)
    {
        if (!call.EndsWith("= 0", StringComparison.Ordinal))
            return;
        var folders = FolderPattern().Matches(call).Select(m => Decode(m.Groups["path"].Value)).ToList();
        var texts = TextPattern().Matches(call).Select((m, i) => Path.Combine(i < folders.Count ? folders[i] : "", Decode(m.Groups["text"].Value))).ToList();
        if (texts.Count == 2 && Path.IsPathFullyQualified(texts[1]))
            _written.Add(Path.GetFullPath(texts[1]));
    }

    /// <summary>A name as strace writes it: bytes that are no printable ASCII come as backslash and letter, or as octal digits.</summary>
    internal static string Decode(string text)
    {
        if (!text.Contains('\\'))
            return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
                continue;
            }
            var digits = 0;
            while (digits < 3 && i + 1 + digits < text.Length && text[i + 1 + digits] is >= '0' and <= '7')
                digits++;
            if (digits > 0)
                bytes.Add((byte)Convert.ToInt32(text.Substring(i + 1, digits), 8));
            else
                bytes.Add((byte)(text[i + 1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'v' => '\v', 'f' => '\f', var c => c }));
            i += Math.Max(digits, 1);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"^(?<id>\d+)\s+(?<call>.*)$")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>(?<rest>.*)$")]
    private static partial Regex ResumedPattern();

    /// <summary>The descriptor that a call gave comes with the path that it is open for.</summary>
    [GeneratedRegex(@"^(?:open|openat|openat2|creat)\((?<flags>.*)\)\s+= \d+<(?<path>[^>]*)>$")]
    private static partial Regex OpenPattern();

    [GeneratedRegex(@"""(?<text>(?:[^""\\]|\\.)*)""")]
    private static partial Regex TextPattern();

    /// <summary>The folder that a relative name starts from.</summary>
    [GeneratedRegex(@"(?:AT_FDCWD|\d+)<(?<path>[^>]*)>")]
    private static partial Regex FolderPattern();
}
