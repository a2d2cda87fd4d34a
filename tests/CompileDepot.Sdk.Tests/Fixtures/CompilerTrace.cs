using System.Globalization;
using System.Text.RegularExpressions;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>What strace saw of a build: the compilers that were started and the files that they opened for reading.</summary>
public sealed partial class CompilerTrace
{
    /// <summary>The command that a build is put behind. Only successful calls: a file that is not there can't be read.</summary>
    public static IReadOnlyList<string> Prefix(string log) =>
        ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "512", "-e", "trace=execve,open,openat,openat2,clone,clone3,fork,vfork", "-o", log];

    private readonly Dictionary<int, bool> _isCompiler = [];
    private readonly SortedSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<string> _started = [];

    public IReadOnlyList<string> CompilersStarted => _started;

    public IReadOnlySet<string> FilesRead => _read;

    public static CompilerTrace Read(string log)
    {
        var lines = File.ReadAllLines(log);
        var trace = new CompilerTrace();
        foreach (var line in lines)
            trace.Add(line);
        return trace;
    }

    private void Add(string line)
    {
        if (LinePattern().Match(line) is not { Success: true } parts)
            return;
        var process = Number(parts.Groups["id"]);
        var call = parts.Groups["call"].Value;
        if (ForkPattern().Match(call) is { Success: true } fork)
            _isCompiler.TryAdd(Number(fork.Groups["child"]), _isCompiler.GetValueOrDefault(process));
        else if (call.StartsWith("execve(", StringComparison.Ordinal))
            AddStart(process, call);
        else if (_isCompiler.GetValueOrDefault(process) && OpenPattern().Match(call) is { Success: true } open
            && !open.Groups["flags"].Value.Contains("O_DIRECTORY", StringComparison.Ordinal))
            _read.Add(open.Groups["path"].Value);
    }

    private void AddStart(int process, string call)
    {
        if (call.Contains("= -1 ", StringComparison.Ordinal))
            return;
        var isCompiler = CompilerPattern().IsMatch(call);
        _isCompiler[process] = isCompiler;
        if (isCompiler)
            _started.Add(call);
    }

    private static int Number(Group group) => int.Parse(group.Value, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<id>\d+)\s+(?<call>.*)$")]
    private static partial Regex LinePattern();

    /// <summary>Whole, or the second half of a call that another thread's line cut in two.</summary>
    [GeneratedRegex(@"^(?:<\.\.\. )?(?:clone3?|v?fork)\b.*= (?<child>\d+)$")]
    private static partial Regex ForkPattern();

    [GeneratedRegex(@"^open(?:at2?)?\((?:[^,""]*, )?""(?<path>/[^""]*)"", (?<flags>[^)]*O_RDONLY[^)]*)")]
    private static partial Regex OpenPattern();

    [GeneratedRegex(@"/(?:csc|vbc|VBCSCompiler|csc\.dll|vbc\.dll|fsc\.dll|VBCSCompiler\.dll)""")]
    private static partial Regex CompilerPattern();
}
