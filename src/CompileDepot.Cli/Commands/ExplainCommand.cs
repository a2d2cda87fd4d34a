using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot explain</c>: why a project was built or compiled, or where it came from.</summary>
internal sealed class ExplainCommand : Command
{
    // Enough to find a misspelt name among.
    private const int NamesShown = 12;

    private readonly Argument<string> _project = new("project") { Description = "The path of a project file or of its folder, or the bare name of a project in this tree." };
    private readonly Option<string?> _root = SharedOptions.Root();
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public ExplainCommand(Report report, CliEnvironment environment)
        : base("explain", "Tells why a project was compiled in the last build that had it, or where it was restored from.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_project);
        Options.Add(_root);
        Options.Add(_depot);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(_project)!;
        if (SharedOptions.Depots(parsed, _depot, _environment) is not { Count: > 0 } depots)
            return _report.Fail(DiagnosticCodes.UnknownProject, $"Nothing is recorded of '{name}': {SharedOptions.OffMessage}");
        var stack = new DepotStack(depots);
        var query = new ProjectQuery(name, _environment.CurrentFolder(), SharedOptions.Root(parsed, _root, _environment));
        var explanations = PreferencePlaces.Add(query.FindNewest(depots[0]).Select(a => ActionExplanation.Of(a, stack)));
        if (explanations.Count == 0)
            return _report.Fail(DiagnosticCodes.UnknownProject, Unknown(name, query, depots[0]));
        if (parsed.GetValue(_json))
            _report.Json(explanations.Select(Shape));
        else
            Show(explanations);
        return ExitCode.Done;
    }

    private static string Unknown(string name, ProjectQuery query, string depot)
    {
        var known = query.Recorded(depot);
        var names = string.Join(", ", known.Take(NamesShown)) + (known.Count > NamesShown ? $" and {known.Count - NamesShown} more" : "");
        return $"No build with a project '{name}' is recorded for {string.Join(" or ", query.Roots)} in {new DepotLayout(depot).Builds}. "
            + (known.Count > 0 ? $"Recorded there: {names}." : "Nothing is recorded there. " + SharedOptions.NothingThere);
    }

    private static object Shape(ActionExplanation explanation)
    {
        var action = explanation.Action;
        return new
        {
            Action = action,
            Sentence = action.Reason.Kind == UncacheableReason.None ? null : action.Reason.Sentence,
            Remedy = action.Reason.Kind == UncacheableReason.None ? null : Remedies.For(action.Reason.Kind),
            explanation.Differences,
            explanation.NoDifferences,
            Entry = explanation switch
            {
                { Entry: { } entry } => Shape(
                    explanation, entry.Key.ToString(), entry.BoundTo, entry.BoundBy, entry.Made.Root, entry.Made.Time, entry.Made.Duration, entry.Files.Select(f => Shape(f.Role.ToString(), f.Path, f.Blob, f.Size))),
                { Whole: { } whole } => Shape(
                    explanation, whole.Tree.ToString(), whole.BoundBy is null ? Binding.None : Binding.Exact, whole.BoundBy, whole.Root, whole.Time, whole.Duration, whole.Files.Select(f => Shape(f.Kind.ToString(), f.Path, f.Blob, f.Size))),
                _ => null,
            },
        };
    }

    private static object Shape(ActionExplanation explanation, string key, Binding boundTo, string? boundBy, string root, DateTimeOffset time, TimeSpan duration, IEnumerable<object> files) => new
    {
        Key = key,
        Relocatable = boundTo == Binding.None,
        BoundTo = boundTo,
        BoundBy = boundBy,
        explanation.Depot,
        Made = new { Root = root, Time = time, Milliseconds = Math.Round(duration.TotalMilliseconds) },
        Files = files,
    };

    private static object Shape(string role, string path, ContentDigest blob, long size) => new { Role = role, Path = path, Blob = blob.ToString(), Size = size };

    private void Show(IReadOnlyList<ActionExplanation> explanations)
    {
        foreach (var explanation in explanations)
            Show(explanation);
    }

    private void Show(ActionExplanation explanation)
    {
        var action = explanation.Action;
        // Where no key could be made, the reason is all the cause there is, and comes in a line of its own.
        var why = action.Why.Length > 0 && action.Why != action.Reason.Sentence ? $": {action.Why}" : "";
        var isWhole = action.Task == ActionRecord.WholeProject;
        _report.Line($"{Shown.Project(action.Project)} ({Shown.Variant(action.Framework, action.Configuration)}) {Shown.Step(action.Task)}");
        _report.Line($"  {Shown.Outcome(action)} in {Shown.Milliseconds(action.Elapsed)} at {Shown.Time(action.Time)}{why}");
        if (action.Reason.Kind != UncacheableReason.None)
            _report.Line($"  not stored{(isWhole ? " whole" : "")} because {action.Reason.Sentence}. {Remedies.For(action.Reason.Kind)}");
        if (action.Key.Length > 0)
            _report.Line($"  {(isWhole ? "tree hash" : "key")} {action.Key}{(action.PreviousKey.Length > 0 && action.PreviousKey != action.Key ? $", formerly {action.PreviousKey}" : "")}");
        foreach (var difference in explanation.Differences)
            _report.Line($"    {difference.Sentence}");
        if (explanation.NoDifferences is { } none)
            _report.Line($"    no differences to show: {none}");
        if (explanation.Entry is { } entry)
            ShowEntry(explanation.Depot, entry.Made.Root, entry.Made.Time, $" by {entry.Made.Task} in {Shown.Milliseconds(entry.Made.Duration)}", entry.BoundTo, entry.BoundBy);
        else if (explanation.Whole is { } whole)
            ShowEntry(explanation.Depot, whole.Root, whole.Time, $": {Shown.Count(whole.Actions.Count(a => !ActionRecord.IsStepName(a.Step)), "compile")}, {Shown.Count(whole.Files.Count, "more file")}", whole.BoundBy is null ? Binding.None : Binding.Exact, whole.BoundBy);
        else
            _report.Line("  no entry for it in any depot");
    }

    private void ShowEntry(string? depot, string root, DateTimeOffset time, string how, Binding boundTo, string? boundBy)
    {
        _report.Line($"  entry in {depot}, made in {root} at {Shown.Time(time)}{how}");
        _report.Line(boundTo == Binding.None ? "  relocatable: it serves any checkout and commit" : $"  bound to {ActionExplanation.Words(boundTo)}: {boundBy}");
    }
}
