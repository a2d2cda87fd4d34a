using System.Text.RegularExpressions;

namespace CompileDepot.Core.Projects;

/// <summary>What the text of an imported project file says about where its evaluation looks beside itself.</summary>
/// <param name="Names">Names of properties that it refers to, in upper case: an environment variable counts only where one of these is its name.</param>
/// <param name="Impurities">Property functions whose answer is not the tree's: the clock, the machine, the file system.</param>
public sealed partial record ImportScan(IReadOnlySet<string> Names, IReadOnlyList<Impurity> Impurities)
{
    public static ImportScan Of(string path, string text)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Reference().Matches(text))
            names.Add(match.Groups["name"].Value);
        foreach (Match match in EnvironmentRead().Matches(text))
            names.Add(match.Groups["name"].Value);
        return new ImportScan(names, [.. Impure().Matches(text).Select(m => new Impurity(path, 1 + text.AsSpan(0, m.Index).Count('\n'), m.Value.TrimStart('$', '(').Trim()))]);
    }

    [GeneratedRegex(@"\$\(\s*(?<name>[A-Za-z_][A-Za-z0-9_\-]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"GetEnvironmentVariable\s*\(\s*['""`]?(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex EnvironmentRead();

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
public sealed record Impurity(string Path, int Line, string Function);
