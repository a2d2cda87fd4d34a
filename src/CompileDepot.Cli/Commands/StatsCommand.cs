using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot stats</c>: what builds took from the depots, and why not more.</summary>
internal sealed class StatsCommand : Command
{
    private readonly Option<bool> _last = new("--last") { Description = "Only the last build, project by project." };
    private readonly Option<bool> _allRoots = new("--all-roots") { Description = "The builds of every source tree." };
    private readonly Option<string?> _root = SharedOptions.Root();
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Option<bool> _prometheus = new("--prometheus") { Description = "Write metrics in the text format of Prometheus, for the textfile collector of node_exporter." };
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public StatsCommand(Report report, CliEnvironment environment)
        : base("stats", "Shows what the recorded builds took from the depots, and for what reasons they did not take more.")
    {
        (_report, _environment) = (report, environment);
        Options.Add(_last);
        Options.Add(_root);
        Options.Add(_allRoots);
        Options.Add(_depot);
        Options.Add(_json);
        Options.Add(_prometheus);
        Validators.Add(result =>
        {
            if (result.GetValue(_json) && result.GetValue(_prometheus))
                result.AddError("--json and --prometheus exclude each other. Give one of them.");
            if (result.GetValue(_allRoots) && result.GetValue(_root) is not null)
                result.AddError("--root and --all-roots exclude each other. Give one of them.");
        });
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (SharedOptions.Depots(parsed, _depot, _environment) is not [var depot, ..])
            return _report.Fail(DiagnosticCodes.NothingRecorded, $"No builds are recorded: {SharedOptions.OffMessage}");
        var root = parsed.GetValue(_allRoots) ? null : SharedOptions.Root(parsed, _root, _environment) ?? SharedOptions.CurrentRoot(_environment);
        var builds = Builds(depot, root, parsed.GetValue(_last));
        if (builds.Count == 0)
            return _report.Fail(DiagnosticCodes.NothingRecorded, $"No build {(root is null ? "at all" : $"of {root}")} is recorded in {new DepotLayout(depot).Builds}. {Mute(depot) ?? SharedOptions.NothingThere}");
        var sum = new BuildSummary([.. builds.SelectMany(b => b.Actions).OrderBy(a => a.Time)]) { Notes = [.. builds.SelectMany(b => b.Notes).OrderBy(n => n.Time)] };
        if (parsed.GetValue(_prometheus))
            _report.Text(PrometheusText.Of(builds));
        else if (parsed.GetValue(_json))
            _report.Json(Shape(depot, root, builds.Count, sum));
        else
            Show(depot, root, parsed.GetValue(_last), builds.Count, sum);
        return ExitCode.Done;
    }

    private static List<BuildSummary> Builds(string depot, string? root, bool last)
    {
        var builds = root is null ? BuildRecordReader.ReadByRoot(depot) : BuildRecordReader.Read(depot, root);
        return last ? [.. builds.OrderByDescending(b => b.Start).Take(1)] : [.. builds];
    }

    private static object Shape(string depot, string? root, int builds, BuildSummary sum) => new
    {
        Depot = depot,
        Root = root,
        Builds = builds,
        sum.Start,
        Hits = sum.Restored,
        Misses = sum.Compiled,
        sum.NotStored,
        sum.ProjectsRestored,
        Reasons = sum.Reasons.ToDictionary(r => r.Key.ToString(), r => r.Value),
        SecondsSaved = Math.Round(sum.Saved.TotalSeconds, 3),
        sum.BytesRestored,
        sum.Damage,
        Notes = sum.Notes.Select(n => new { n.Time, n.Text }),
        Writable = Mute(depot) is null,
        sum.Actions,
    };

    private void Show(string depot, string? root, bool last, int builds, BuildSummary sum)
    {
        var what = last ? "The last build" : Shown.Count(builds, "build");
        _report.Line($"{what} of {root ?? "every tree"}, {(last ? "begun" : "since")} {Shown.Time(sum.Start)}, as recorded in {depot}:");
        _report.Line(sum.Line + $", {Shown.Bytes(sum.BytesRestored)} restored");
        if (sum.ProjectsRestored > 0)
            _report.Line($"{Shown.Count(sum.ProjectsRestored, "project")} restored as a whole: no other step of theirs ran");
        if (sum.Damage > 0)
            _report.Line($"{Shown.Count(sum.Damage, "damaged file")} found; 'compiledepot verify' looks for more");
        if (last)
        {
            foreach (var note in sum.Notes)
                _report.Line(note.Text);
        }
        if (Mute(depot) is { } mute)
            _report.Line(mute);
        Reasons(sum.Compiles, "not stored because");
        Reasons(sum.Steps, "steps not stored because");
        Reasons(sum.Wholes, "not stored as a whole because");
        if (!last)
            return;
        _report.Line();
        _report.Table(
            ["project", "variant", "step", "outcome", "#time", "why"],
            sum.Actions.Select(a => (string[])[Shown.Project(a.Project), Shown.Variant(a.Framework, a.Configuration), Shown.Step(a.Task), Shown.Outcome(a), Shown.Milliseconds(a.Elapsed), Why(a)]));
    }

    // A build that can't write its record is as if it had not been.
    private static string? Mute(string depot) => DepotInventory.CanWrite(new DepotLayout(depot).Builds)
        ? null
        : $"{DiagnosticCodes.DepotFault}: nothing can be written in {depot}: builds store nothing there, and are not recorded.";

    private void Reasons(IReadOnlyList<ActionRecord> actions, string title)
    {
        var reasons = BuildSummary.ByReason(actions);
        if (reasons.Count == 0)
            return;
        _report.Line();
        _report.Table(["#times", title, "what to do"], reasons.Select(r => (string[])[Shown.Number(r.Count), r.Sentence, Remedies.For(r.Kind)]));
    }

    private static string Why(ActionRecord action) => action.Reason.Kind == UncacheableReason.None ? action.Why : action.Reason.Sentence;
}
