using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot explain</c>: why a project was compiled, or where it came from.</summary>
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
        var explanations = query.FindNewest(depots[0]).Select(a => ActionExplanation.Of(a, stack)).ToList();
        if (explanations.Count == 0)
            return _report.Fail(DiagnosticCodes.UnknownProject, Unknown(name, query, depots[0]));
        if (parsed.GetValue(_json))
            _report.Json(explanations.Select(Shape));
        else
            explanations.ForEach(Show);
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
        var (action, entry) = (explanation.Action, explanation.Entry);
        return new
        {
            Action = action,
            Sentence = action.Reason.Kind == UncacheableReason.None ? null : action.Reason.Sentence,
            Remedy = action.Reason.Kind == UncacheableReason.None ? null : Remedies.For(action.Reason.Kind),
            explanation.Differences,
            explanation.NoDifferences,
            Entry = entry is null ? null : new
            {
                Key = entry.Key.ToString(),
                Relocatable = entry.BoundTo == Binding.None,
                entry.BoundTo,
                entry.BoundBy,
                explanation.Depot,
                Made = new { entry.Made.Root, entry.Made.Time, Milliseconds = Math.Round(entry.Made.Duration.TotalMilliseconds) },
                Files = entry.Files.Select(f => new { f.Role, f.Path, Blob = f.Blob.ToString(), f.Size }),
            },
        };
    }

    private void Show(ActionExplanation explanation)
    {
        var action = explanation.Action;
        // Where no key could be made, the reason is all the cause there is, and comes in a line of its own.
        var why = action.Why.Length > 0 && action.Why != action.Reason.Sentence ? $": {action.Why}" : "";
        _report.Line($"{Shown.Project(action.Project)} ({Shown.Variant(action.Framework, action.Configuration)}) {action.Task}");
        _report.Line($"  {Shown.Outcome(action.Outcome)} in {Shown.Milliseconds(action.Elapsed)} at {Shown.Time(action.Time)}{why}");
        if (action.Reason.Kind != UncacheableReason.None)
            _report.Line($"  not stored because {action.Reason.Sentence}. {Remedies.For(action.Reason.Kind)}");
        if (action.Key.Length > 0)
            _report.Line($"  key {action.Key}{(action.PreviousKey.Length > 0 && action.PreviousKey != action.Key ? $", formerly {action.PreviousKey}" : "")}");
        foreach (var difference in explanation.Differences)
            _report.Line($"    {difference.Sentence}");
        if (explanation.NoDifferences is { } none)
            _report.Line($"    no differences to show: {none}");
        if (explanation.Entry is { } entry)
        {
            _report.Line($"  entry in {explanation.Depot}, made in {entry.Made.Root} at {Shown.Time(entry.Made.Time)} by {entry.Made.Task} in {Shown.Milliseconds(entry.Made.Duration)}");
            _report.Line(entry.BoundTo == Binding.None ? "  relocatable: it serves any checkout and commit" : $"  bound to {ActionExplanation.Words(entry.BoundTo)}: {entry.BoundBy}");
        }
        else
        {
            _report.Line("  no entry for it in any depot");
        }
    }
}
