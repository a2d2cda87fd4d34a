using System.Buffers;
using System.Text.RegularExpressions;

namespace CompileDepot.Core.Projects;

/// <summary>What the text of an imported project file says about where its evaluation looks beside itself.</summary>
/// <param name="Names">Names of properties that it refers to, whatever their case: an environment variable counts only where one of these is its name.</param>
/// <param name="Impurities">Property functions whose answer is not the tree's: the clock, the machine, the file system.</param>
public sealed partial record ImportScan(IReadOnlySet<string> Names, IReadOnlyList<Impurity> Impurities)
{
    private const string Read = "GetEnvironmentVariable";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public static ImportScan Of(string path, string text)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        AddNames(text, names);
        return new ImportScan(names, [.. Impure().Matches(text).Select(m => new Impurity(path, 1 + text.AsSpan(0, m.Index).Count('\n'), m.Value.TrimStart('$', '(').Trim()))]);
    }

    /// <summary>The names alone. By hand and not by a pattern: the SDK's files are 1.4 MB with 40,000 references to some thousand names, and the first build of a machine waits for this.</summary>
    public static void AddNames(ReadOnlySpan<char> text, HashSet<string> names)
    {
        var known = names.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var rest in After(text, "$("))
            Add(known, rest.TrimStart());
        // A function on the environment: GetEnvironmentVariable('NAME').
        foreach (var rest in After(text, Read))
        {
            var argument = rest.TrimStart();
            if (argument is ['(', ..])
                Add(known, argument[1..].TrimStart() is ['\'' or '"' or '`', .. var quoted] ? quoted : argument[1..].TrimStart());
        }
    }

    private static void Add(HashSet<string>.AlternateLookup<ReadOnlySpan<char>> names, ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(NameCharacters);
        var name = end < 0 ? text : text[..end];
        if (name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_'))
            names.Add(name);
    }

    private static Occurrences After(ReadOnlySpan<char> text, string mark) => new(text, mark);

    // What follows each occurrence of a mark.
    private ref struct Occurrences(ReadOnlySpan<char> text, string mark)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly ReadOnlySpan<char> Current => _rest;

        public readonly Occurrences GetEnumerator() => this;

        public bool MoveNext()
        {
            var at = _rest.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return false;
            _rest = _rest[(at + mark.Length)..];
            return true;
        }
    }

    // MSBuild allows functions of a fixed list of types; these are the ones of that list whose answer may change from one evaluation to the next, or from one machine to the next.
    [GeneratedRegex(
        @"\$\(\s*\[(?:System\.)?(?:DateTime(?:Offset)?\]::(?:Utc)?(?:Now|Today)|Guid\]::NewGuid|Environment\]::(?:TickCount|MachineName|UserName|UserDomainName|ProcessId|ProcessorCount|CurrentDirectory|CommandLine|GetEnvironmentVariable\w*|ExpandEnvironmentVariables|WorkingSet)|Diagnostics\.\w+\]::\w+|IO\.(?:File|Directory)\]::\w+|IO\.Path\]::(?:GetTempPath|GetTempFileName|GetRandomFileName)|Random\]::\w+)|\$\(\s*\[MSBuild\]::(?:GetRegistryValue\w*)|\$\(\s*Registry:[^)]*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Impure();
}

/// <summary>A place where evaluation asks something other than the tree.</summary>
/// <param name="Path">Full path of the imported file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Function">As it is written: <c>[System.DateTime]::Now</c>.</param>
public sealed record Impurity(string Path, int Line, string Function)
{
    /// <summary>Whether the answer is another each time.</summary>
    public bool IsClock => Array.Exists(["DateTime", "NewGuid", "TickCount", "Random", "ProcessId"], part => Function.Contains(part, StringComparison.OrdinalIgnoreCase));
}
