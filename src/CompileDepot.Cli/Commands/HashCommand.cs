using System.CommandLine;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Hashing;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot hash</c>: the dependency-tree hashes of projects, and which of them changed since a commit. Builds nothing.</summary>
internal sealed class HashCommand : Command
{
    // A table is to be read; the rest is in the JSON.
    private const int CausesShown = 3;

    private readonly Argument<string?> _entry = SharedOptions.Entry();
    private readonly Option<string[]> _configurations = SharedOptions.Configurations();
    private readonly Option<bool> _all;
    private readonly Option<string[]> _properties = SharedOptions.Properties();
    private readonly Option<string?> _since = new("--since") { Description = "Only projects whose hash is not what it was at that commit.", HelpName = "COMMIT" };
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public HashCommand(Report report, CliEnvironment environment)
        : base("hash", "Prints the dependency-tree hash of each project, framework and configuration, or which of them changed since a commit. Builds nothing.")
    {
        (_report, _environment) = (report, environment);
        _all = SharedOptions.AllConfigurations(this, _configurations);
        Arguments.Add(_entry);
        Options.Add(_configurations);
        Options.Add(_all);
        Options.Add(_properties);
        Options.Add(_since);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var request = SharedOptions.Request(parsed, BuildEntry.Find(parsed.GetValue(_entry), _environment.CurrentFolder()), _configurations, _all, _properties);
        var sdk = DotNetSdk.Find(Path.GetDirectoryName(request.Entry)!);
        MSBuildHost.Use(sdk);
        var hashes = TreeHasher.Hash(request, keepsDigests: true);
        var former = parsed.GetValue(_since) is { } revision ? FormerState.Of(revision, request, sdk) : null;
        var comparisons = former is null ? null : HashComparison.Of(former.Hashes, hashes);
        if (parsed.GetValue(_json))
            _report.Json(Shape(request, sdk, hashes, former, comparisons));
        else if (comparisons is null)
            Show(hashes);
        else
            Show(comparisons, former!);
        return Judge(hashes, former);
    }

    private static object Shape(EvaluationRequest request, DotNetSdk sdk, IReadOnlyList<ProjectHash> hashes, FormerState? former, IReadOnlyList<HashComparison>? comparisons) => new
    {
        // Projects of submodules have roots of their own.
        Root = hashes.Select(h => h.Root).FirstOrDefault(r => request.Entry.StartsWith(r + Path.DirectorySeparatorChar, StringComparison.Ordinal)) ?? RootLocator.Find(Path.GetDirectoryName(request.Entry)!),
        request.Entry,
        Sdk = sdk.Version,
        Since = former is null ? null : new { former.Commit, former.Notes, Unchanged = comparisons!.Count(c => c.Change == HashChange.Unchanged) },
        Projects = comparisons is null
            ? hashes.Select(h => Shape(h, null))
            : comparisons.Where(c => c.Change != HashChange.Unchanged).Select(c => Shape(c.Project, new { c.Change, Former = c.Former?.Hash?.ToString(), c.Why })),
    };

    private static object Shape(ProjectHash hash, object? since) => new
    {
        Project = Shown.Project(hash.Project),
        hash.Framework,
        hash.Configuration,
        Hash = hash.Hash?.ToString(),
        Exact = hash.IsExact,
        hash.Reason,
        Impure = hash.Impurities.Select(i => new { File = Shown.Project(i.Path), i.Line, i.Function }),
        Since = since,
    };

    private void Show(IReadOnlyList<ProjectHash> hashes) => _report.Table(
        ["project", "variant", "hash", "note"],
        hashes.Select(h => (string[])[Shown.Project(h.Project), Shown.Variant(h.Framework, h.Configuration), h.Hash?.ToString() ?? "-", Note(h)]));

    private void Show(IReadOnlyList<HashComparison> comparisons, FormerState former)
    {
        var changed = comparisons.Where(c => c.Change != HashChange.Unchanged).ToList();
        if (changed.Count > 0)
        {
            _report.Table(
                ["project", "variant", "since", "hash", "why"],
                changed.Select(c => (string[])
                [
                    Shown.Project(c.Project.Project), Shown.Variant(c.Project.Framework, c.Project.Configuration), Word(c.Change),
                    c.Change == HashChange.Removed ? "-" : c.Project.Hash?.ToString() ?? "-", Causes(c.Why),
                ]));
        }
        _report.Line($"{changed.Count} of {comparisons.Count} changed since {former.Commit}.");
        foreach (var note in former.Notes)
            _report.Line($"note: {note}");
    }

    private static string Word(HashChange change) => change switch
    {
        HashChange.Added => "added",
        HashChange.Removed => "removed",
        HashChange.Unknown => "not known",
        _ => "changed",
    };

    private static string Causes(IReadOnlyList<string> causes) =>
        string.Join("; ", causes.Take(CausesShown)) + (causes.Count > CausesShown ? $" and {causes.Count - CausesShown} more" : "");

    private static string Note(ProjectHash hash) => string.Join("; ", new[] { hash.Reason }.OfType<string>().Concat(hash.Impurities.Select(i => $"{Shown.Project(i.Path)}:{i.Line} asks {i.Function}")));

    private int Judge(IReadOnlyList<ProjectHash> hashes, FormerState? former)
    {
        var faults = hashes.Concat(former?.Hashes ?? []).Where(h => h.IsFault).ToList();
        return faults.Count == 0
            ? ExitCode.Done
            : _report.Fail(DiagnosticCodes.UnknownHash, $"The hashes of {Shown.Count(faults.Count, "project")} could not be told. {Shown.Project(faults[0].Project)}: {faults[0].Reason}.");
    }
}
