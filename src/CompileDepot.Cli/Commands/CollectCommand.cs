using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot collect</c>: frees what nobody needs of the depot that builds write to.</summary>
internal sealed class CollectCommand : Command
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be freed, and why the rest is kept; free nothing." };
    private readonly Option<string?> _maxSize = new("--max-size") { Description = "Free what was used least recently, too, until the rest takes no more: 20GB, 500M, 1.5GiB.", HelpName = "SIZE" };
    private readonly Option<string?> _olderThan = new("--older-than") { Description = "How long something that no checkout needs is kept after its last use: 12h, 3d, 2w. Otherwise 7d.", HelpName = "AGE" };
    private readonly Option<bool> _keepRoots = new("--keep-roots") { Description = "Keep what checkouts need even beyond the limit." };
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public CollectCommand(Report report, CliEnvironment environment)
        : base("collect", "Frees what no checkout needs and nobody used lately, in the first of the depots; the others are looked into for what they need of it. Builds may run meanwhile.")
    {
        (_report, _environment) = (report, environment);
        _maxSize.Validators.Add(result => Check(result.Tokens, t => CollectOptions.TryParseSize(t, out _), t => result.AddError($"--max-size is '{t}'. Write a number and a unit: 20GB, 500M, 1.5GiB.")));
        _olderThan.Validators.Add(result => Check(result.Tokens, t => CollectOptions.TryParseAge(t, out _), t => result.AddError($"--older-than is '{t}'. Write a number and a unit: 12h, 3d, 2w.")));
        foreach (var option in new Option[] { _dryRun, _maxSize, _olderThan, _keepRoots, _depot, _json })
            Options.Add(option);
        SetAction(Run);
    }

    private static void Check(IEnumerable<System.CommandLine.Parsing.Token> tokens, Func<string, bool> isGood, Action<string> complain)
    {
        foreach (var wrong in tokens.Where(t => !isGood(t.Value)))
            complain(wrong.Value);
    }

    private int Run(ParseResult parsed)
    {
        var folders = SharedOptions.Depots(parsed, _depot, _environment);
        var isJson = parsed.GetValue(_json);
        if (folders.Count == 0)
        {
            if (isJson)
                _report.Json(new { Folder = (string?)null });
            else
                _report.Line($"Nothing to collect: {SharedOptions.OffMessage}");
            return ExitCode.Done;
        }
        var options = new CollectOptions(DateTimeOffset.UtcNow)
        {
            MaxSize = parsed.GetValue(_maxSize) is { } size && CollectOptions.TryParseSize(size, out var bytes) ? bytes : null,
            Age = parsed.GetValue(_olderThan) is { } text && CollectOptions.TryParseAge(text, out var age) ? age : CollectOptions.DefaultAge,
            KeepRoots = parsed.GetValue(_keepRoots),
        };
        var isDry = parsed.GetValue(_dryRun);
        var result = Collect(folders, options, isDry, isJson);
        if (isJson)
            _report.Json(Shape(result, isDry));
        else if (isDry)
            ShowPlan(result);
        else
            ShowDone(result);
        return Judge(result, isDry);
    }

    private CollectResult Collect(IReadOnlyList<string> folders, CollectOptions options, bool isDry, bool isJson)
    {
        try
        {
            return _report.Progress(isDry ? "reading the depot" : "collecting", isJson, progress =>
            {
                var collector = new Collector(new DepotStack(folders), options, progress);
                return isDry ? collector.Look() : collector.Collect();
            });
        }
        catch (CollectException e)
        {
            throw new CommandException(e.Code, e.Message, e);
        }
    }

    private static object Shape(CollectResult result, bool isDry) => new
    {
        result.Folder,
        DryRun = isDry,
        result.Plan.Bytes,
        Left = isDry ? result.Plan.Left : result.Left,
        result.Plan.MaxSize,
        Freed = isDry ? result.Plan.Freed : result.Removed,
        result.Plan.Kept,
        result.Spared,
        Failed = result.Failed.Select(f => new { f.Thing.Path, f.What }),
        result.Untold,
    };

    private void ShowPlan(CollectResult result)
    {
        if (result.Plan.Freed.Count > 0)
        {
            _report.Line("Would be freed:");
            _report.Table(["what", "#size", "last used", "of", "why"], Named(result.Plan.Freed).Concat(Counted(result.Plan.Freed)));
            _report.Line();
        }
        if (result.Plan.Kept.Count > 0)
        {
            _report.Line("Would be kept:");
            _report.Table(["what", "#size", "last used", "of", "why"], Named(result.Plan.Kept).Concat(Counted(result.Plan.Kept)));
            _report.Line();
        }
        _report.Line($"{result.Folder}: {Shown.Bytes(result.Plan.Bytes - result.Plan.Left)} of {Shown.Bytes(result.Plan.Bytes)} would be freed.");
    }

    private void ShowDone(CollectResult result)
    {
        if (result.Removed.Count > 0)
            _report.Table(["freed", "#files", "#size", "why"], Sums(result.Removed));
        if (result.Plan.Kept.Count > 0)
            _report.Table(["kept", "#files", "#size", "why"], Sums(result.Plan.Kept));
        if (result.Removed.Count + result.Plan.Kept.Count > 0)
            _report.Line();
        if (result.Spared.Count > 0)
            _report.Line($"{Shown.Count(result.Spared.Count, "file")} came into use meanwhile, and stayed.");
        _report.Line($"{result.Folder}: {Shown.Bytes(result.RemovedBytes)} freed, {Shown.Bytes(result.Left)} left. 'compiledepot collect --dry-run' lists each thing that is kept, and why.");
    }

    // What has a name, one by one.
    private static IEnumerable<string[]> Named(IEnumerable<CollectedThing> things) =>
        things.Where(t => t.Title.Length > 0).Select(t => (string[])[Word(t.Kind), Shown.Bytes(t.Size), Shown.Time(t.Used), t.Title, t.Why]);

    // The others by the number.
    private static IEnumerable<string[]> Counted(IEnumerable<CollectedThing> things) =>
        things.Where(t => t.Title.Length == 0).GroupBy(t => (t.Kind, t.Why)).OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Why, StringComparer.Ordinal)
            .Select(g => (string[])[Word(g.Key.Kind), Shown.Bytes(g.Sum(t => t.Size)), Shown.Time(g.Max(t => t.Used)), Shown.Count(g.Count(), "file"), g.Key.Why]);

    private static IEnumerable<string[]> Sums(IEnumerable<CollectedThing> things) =>
        things.GroupBy(t => (t.Kind, Why: t.Why.StartsWith("used by ", StringComparison.Ordinal) ? "a checkout uses it" : t.Why)).OrderBy(g => g.Key.Kind).ThenBy(g => g.Key.Why, StringComparer.Ordinal)
            .Select(g => (string[])[Word(g.Key.Kind), Shown.Number(g.Count()), Shown.Bytes(g.Sum(t => t.Size)), g.Key.Why]);

    private static string Word(CollectedKind kind) => kind switch
    {
        CollectedKind.Root => "root record",
        CollectedKind.BuildRecord => "build record",
        CollectedKind.SetAside => "damaged file",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private int Judge(CollectResult result, bool isDry)
    {
        foreach (var path in result.Untold)
            _report.Warning(DiagnosticCodes.UntoldRoot, $"{path}: the record does not tell whose it is. What it names is kept for now; the next build of its tree writes it anew.");
        var code = ExitCode.Done;
        if (result.Failed is [var (thing, what), ..])
            code = _report.Fail(DiagnosticCodes.NotRemoved, $"{Shown.Count(result.Failed.Count, "file")} of {result.Folder} can't be removed, among them {thing.Path}: {what}");
        var left = isDry ? result.Plan.Left : result.Left;
        if (result.Plan.MaxSize is { } max && left > max)
            code = _report.Fail(DiagnosticCodes.OverLimit, $"{result.Folder}: {Shown.Bytes(left)} can't be freed, which is more than {Shown.Bytes(max)}. 'compiledepot collect --dry-run' says what for.");
        return code;
    }
}
