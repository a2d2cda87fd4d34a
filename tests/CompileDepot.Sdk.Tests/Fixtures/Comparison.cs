using System.Text.RegularExpressions;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>Says in one message all in which a cached build differs from the plain one.</summary>
public static partial class Comparison
{
    public static void AssertEqual(Workspace workspace, BuildStep step, BuildOutcome cached, BuildOutcome plain)
    {
        ArgumentNullException.ThrowIfNull(cached);
        ArgumentNullException.ThrowIfNull(plain);
        var differences = new List<string>();
        if (cached.ExitCode != plain.ExitCode)
            differences.Add($"exit code {cached.ExitCode}, plain {plain.ExitCode}");
        Compare(differences, "diagnostic", Diagnostics(step, cached, cached), Diagnostics(step, plain, cached));
        CompareFiles(differences, step, cached, plain);
        if (step is { Command: "build", IsClean: true } && !step.Arguments.Contains("-graph") && !TestRun.IsPlain)
            Compare(differences, "line", ConsoleLines(cached).Where(line => !OwnLine().IsMatch(line)), ConsoleLines(plain));
        if (differences.Count > 0)
            Fail(workspace, $"not what the plain build gives ({plain.BinlogPath}):\n{string.Join('\n', differences)}", cached);
    }

    /// <summary>Counted twice: by the compilers' command lines in the binary log, and by what CompileDepot says.</summary>
    public static void AssertCounts(Workspace workspace, BuildStep step, BuildOutcome cached, int? compiled, int? restored)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(cached);
        if (TestRun.IsPlain)
        {
            if (step.IsClean && compiled + restored != cached.Log.Compilations.Count && compiled is not null && restored is not null)
                Fail(workspace, $"the scenario expects {compiled} + {restored} compilations, the plain build ran {cached.Log.Compilations.Count}", cached);
            return;
        }

        if (compiled is { } c && (cached.Log.Compilations.Count != c || cached.Counts.Compiled != c))
            Fail(workspace, $"expected {c} compilations; {cached.Log.Compilations.Count} ran, {cached.Counts.Compiled} were counted", cached);
        if (restored is { } r && cached.Counts.Restored != r)
            Fail(workspace, $"expected {r} restored; {cached.Counts.Restored} were", cached);
    }

    /// <summary>
    /// An incremental build skips the compile task of a project that is up to date, and with it its warnings, with CompileDepot and without: the
    /// clean build's warnings are expected only of projects whose compile task ran.
    /// </summary>
    private static IEnumerable<string> Diagnostics(BuildStep step, BuildOutcome from, BuildOutcome cached) => from.Log.Diagnostics
        .Where(d => step.IsClean || !d.IsFromCompiler || cached.Log.ProjectsThatCompiled.Contains(d.Project))
        .Select(d => d.Text);

    /// <summary>What minimal verbosity prints beside diagnostics, which are compared for themselves, and what is another in each build.</summary>
    private static IEnumerable<string> ConsoleLines(BuildOutcome outcome) => outcome.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(line => !VaryingLine().IsMatch(line))
        .Distinct();

    private static void CompareFiles(List<string> differences, BuildStep step, BuildOutcome cached, BuildOutcome plain)
    {
        // After a failed incremental build, the outputs of the last good one are still there.
        if (plain.ExitCode != 0 && !step.IsClean)
            return;
        var kept = cached.Files.Where(file => plain.Files.ContainsKey(file.Key) || step.IsClean || !MayBeKept(step, file.Key));
        Compare(differences, "file", kept.Select(f => $"{f.Key} {f.Value}"), plain.Files.Select(f => $"{f.Key} {f.Value}"));
    }

    private static bool MayBeKept(BuildStep step, string path)
    {
        var other = step.Configuration == "Debug" ? "/Release/" : "/Debug/";
        return path.Contains(other, StringComparison.Ordinal) || step.MayKeep.Any(part => path.Contains(part, StringComparison.Ordinal));
    }

    private static void Compare(List<string> differences, string kind, IEnumerable<string> cached, IEnumerable<string> plain)
    {
        var left = cached.ToList();
        foreach (var line in plain)
        {
            if (!left.Remove(line))
                differences.Add($"- {kind} {line}");
        }

        foreach (var line in left)
            differences.Add($"+ {kind} {line}");
    }

    private static void Fail(Workspace workspace, string message, BuildOutcome outcome)
    {
        var says = string.Join('\n', outcome.Log.DepotMessages);
        Assert.Fail($"{workspace.Tree.Root}\n{outcome.BinlogPath}\n{message}\n{says}\n{outcome.Output}");
    }

    // The summary; and faults, which scenarios that make one ask for themselves.
    [GeneratedRegex(@"^CompileDepot: (\d+ restored, \d+ compiled\b|CD\d{4}: |.* can't be written, so nothing is known of this build$)")]
    private static partial Regex OwnLine();

    // The time and the log by their forms: MSBuild says both in the user's language.
    [GeneratedRegex(@"(^|: )(warning|error)( [A-Z]+\d+)?\s?:| \d\d:\d\d:\d\d(\.\d+)?$|\.binlog$|^(\d+ (Warning|Error)\(s\)$|Build (succeeded|FAILED)\.$)")]
    private static partial Regex VaryingLine();
}
