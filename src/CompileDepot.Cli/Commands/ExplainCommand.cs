using System.CommandLine;
using CompileDepot.Cli.Completion;
using CompileDepot.Cli.Explaining;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot explain</c>: why a project was built or compiled, or where it came from.</summary>
internal sealed class ExplainCommand : Command
{
    // Enough to find a misspelt name among.
    private const int NamesShown = 12;

    // As many characters of a key as nobody would take for a word.
    private const int KeyLength = 8;

    private readonly Argument<string?> _project = new("project")
    {
        HelpName = "project",
        Description = "The path of a project file or of its folder, or the bare name of a project in this tree; otherwise all that the last build did not restore.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<int?> _build = SharedOptions.Build();
    private readonly Option<string?> _against = new("--against") { Description = "What to compare with: a branch or commit that was built, or the beginning of a key. Otherwise the last build of the branch, else of its base, else of the checkout.", HelpName = "REF|KEY" };
    private readonly Option<string?> _root = SharedOptions.Root();
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public ExplainCommand(Report report, CliEnvironment environment)
        : base("explain", "Tells why a project was compiled in the last build that had it, or where it was restored from; without a project, what of the last build was not restored, and the first cause of each.")
    {
        (_report, _environment) = (report, environment);
        _project.CompletionSources.Add(RecordedNames.Projects(_depot, environment));
        Arguments.Add(_project);
        foreach (var option in new Option[] { _build, _against, _root, _depot, _json })
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(_project);
        if (SharedOptions.Depots(parsed, _depot, _environment) is not { Count: > 0 } depots)
            return _report.Fail(name is null ? DiagnosticCodes.NothingRecorded : DiagnosticCodes.UnknownProject, $"Nothing is recorded{(name is null ? "" : $" of '{name}'")}: {SharedOptions.OffMessage}");
        var root = SharedOptions.Root(parsed, _root, _environment);
        return name is null ? RunBuild(parsed, depots, root ?? SharedOptions.CurrentRoot(_environment)) : RunProject(parsed, depots, new ProjectQuery(name, _environment.CurrentFolder(), root), name);
    }

    private int RunProject(ParseResult parsed, IReadOnlyList<string> depots, ProjectQuery query, string name)
    {
        // The others of its build, too: what it followed from is among them.
        if (query.Find(depots[0], parsed.GetValue(_build)) is not ({ Actions: var build }, var actions))
            return _report.Fail(DiagnosticCodes.UnknownProject, Unknown(name, query, depots[0], parsed.GetValue(_build)));
        var explainer = new Explainer(new DepotStack(depots), build);
        var steps = explainer.Explain(actions, Asked(parsed, explainer));
        var misses = steps.Any(s => s.Action.Outcome != ActionOutcome.Restored) ? MissedProject.Of([.. explainer.Explain(build.Where(a => a.Project != actions[0].Project)), .. steps]) : [];
        var forms = steps.Select(s => new StepForm(s, misses.FirstOrDefault(m => m.Steps.Contains(s))?.FollowsFrom)).ToList();
        if (parsed.GetValue(_json))
            _report.Json(forms.Select(f => f.Shape()));
        else
            forms.ForEach(f => f.Show(_report));
        return ExitCode.Done;
    }

    private int RunBuild(ParseResult parsed, IReadOnlyList<string> depots, string root)
    {
        var number = parsed.GetValue(_build) ?? 1;
        if (BuildRecordReader.Read(depots[0], root).ElementAtOrDefault(number - 1) is not { } build)
            return _report.Fail(DiagnosticCodes.NothingRecorded, $"No build {(number == 1 ? "" : $"before the last {number - 1} ")}of {root} is recorded in {new DepotLayout(depots[0]).Builds}. {SharedOptions.NothingThere}");
        var explainer = new Explainer(new DepotStack(depots), build.Actions);
        var misses = MissedProject.Of(explainer.Explain(build.Actions.Where(a => a.Outcome != ActionOutcome.Restored), Asked(parsed, explainer)));
        var form = new BuildForm(build, misses);
        if (parsed.GetValue(_json))
            _report.Json(form.Shape());
        else
            form.Show(_report);
        return ExitCode.Done;
    }

    /// <exception cref="CommandException">CD0118: nothing of that was built.</exception>
    private Func<ActionRecord, FormerRun?>? Asked(ParseResult parsed, Explainer explainer)
    {
        if (parsed.GetValue(_against) is not { } text)
            return null;
        if (text.Length >= KeyLength && text.All(char.IsAsciiHexDigit) && explainer.Older.FirstOrDefault(a => a.Key.StartsWith(text, StringComparison.OrdinalIgnoreCase)) is { } run)
            return a => FormerRun.Step(a) == FormerRun.Step(run) ? FormerRun.Of(FormerKind.Asked, run) : null;
        var commit = explainer.Git.Commit(text);
        var runs = explainer.Older.Where(a => a.Key.Length > 0 && a.Branch == text).ToList();
        if (runs.Count == 0)
            runs = [.. explainer.Older.Where(a => a.Key.Length > 0 && commit is not null && a.Commit == commit)];
        if (runs.Count == 0)
            throw new CommandException(DiagnosticCodes.NothingToCompare, $"No build of '{text}' is recorded here. Name a branch or commit that was built with this depot, or the first {KeyLength} characters of a key at least; 'compiledepot hash --since {text}' tells what a commit changes without a build of it.");
        return a => runs.Find(r => FormerRun.Step(a) == FormerRun.Step(r)) is { } former ? FormerRun.Of(FormerKind.Asked, former) : null;
    }

    private static string Unknown(string name, ProjectQuery query, string depot, int? build)
    {
        var known = query.Recorded(depot);
        var names = string.Join(", ", known.Take(NamesShown)) + (known.Count > NamesShown ? $" and {known.Count - NamesShown} more" : "");
        return $"No build with a project '{name}' is recorded for {string.Join(" or ", query.Roots)} in {new DepotLayout(depot).Builds}{(build is { } number ? $" as build {number}" : "")}. "
            + (known.Count > 0 ? $"Recorded there: {names}." : "Nothing is recorded there. " + SharedOptions.NothingThere);
    }
}
