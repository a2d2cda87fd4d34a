using System.CommandLine;
using CompileDepot.Cli.Completion;
using CompileDepot.Cli.Explaining;
using CompileDepot.Cli.Output;
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

    // As many characters of a key as nobody would take for a word.
    private const int KeyLength = 8;

    private readonly Argument<string?> _project = new("project")
    {
        HelpName = "project",
        Description = "The path of a project file or of its folder, or the bare name of a project in this tree; otherwise all that the last build did not restore.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<int?> _build = new("--build") { Description = "Which build of the tree: 1 is the last, 2 the one before.", HelpName = "N" };
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
        _build.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
                result.AddError("--build counts from 1, the last build.");
        });
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
        if (parsed.GetValue(_json))
            _report.Json(steps.Select(s => Shape(s, misses)));
        else
            Show(steps, misses);
        return ExitCode.Done;
    }

    private int RunBuild(ParseResult parsed, IReadOnlyList<string> depots, string root)
    {
        var number = parsed.GetValue(_build) ?? 1;
        if (BuildRecordReader.Read(depots[0], root).ElementAtOrDefault(number - 1) is not { } build)
            return _report.Fail(DiagnosticCodes.NothingRecorded, $"No build {(number == 1 ? "" : $"before the last {number - 1} ")}of {root} is recorded in {new DepotLayout(depots[0]).Builds}. {SharedOptions.NothingThere}");
        var explainer = new Explainer(new DepotStack(depots), build.Actions);
        var misses = MissedProject.Of(explainer.Explain(build.Actions.Where(a => a.Outcome != ActionOutcome.Restored), Asked(parsed, explainer)));
        if (parsed.GetValue(_json))
            _report.Json(Shape(build, misses));
        else
            Show(build, misses);
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

    private static object Shape(BuildSummary build, IReadOnlyList<MissedProject> misses) => new
    {
        build.Actions[0].Root,
        build.Start,
        build.Actions[^1].Branch,
        build.Actions[^1].Commit,
        Restored = build.Actions.Count(a => a.Outcome == ActionOutcome.Restored),
        Misses = misses.Select(m => new
        {
            m.Project,
            m.Framework,
            m.Configuration,
            FollowsFrom = m.FollowsFrom?.Project,
            Followers = m.Followers.Select(f => f.Project),
            Steps = m.Steps.Select(s => new
            {
                s.Action.Task,
                s.Action.Outcome,
                s.Action.Why,
                Sentence = s.Action.Reason.Kind == UncacheableReason.None ? null : s.Action.Reason.Sentence,
                Remedy = s.Action.Reason.Kind == UncacheableReason.None ? null : Remedies.For(s.Action.Reason.Kind),
                Against = Shape(s.Former),
                Causes = s.Causes.Select(Shape),
            }),
        }),
    };

    private static object? Shape(FormerRun? former) => former is null ? null : new { former.Kind, former.Key, former.Branch, former.Commit, former.Time };

    private static object Shape(Cause cause) => new { cause.Difference.Kind, cause.Difference.Sentence, cause.File, cause.Line };

    private static object Shape(ExplainedStep step, IReadOnlyList<MissedProject> misses)
    {
        var (explanation, action) = (step.Explanation, step.Action);
        return new
        {
            Action = action,
            Sentence = action.Reason.Kind == UncacheableReason.None ? null : action.Reason.Sentence,
            Remedy = action.Reason.Kind == UncacheableReason.None ? null : Remedies.For(action.Reason.Kind),
            Against = Shape(step.Former),
            Differences = step.Causes.Select(Shape),
            explanation.NoDifferences,
            FollowsFrom = First(step, misses)?.Project,
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

    private void Show(BuildSummary build, IReadOnlyList<MissedProject> misses)
    {
        var last = build.Actions[^1];
        var where = last.Branch.Length > 0 ? $", on {last.Branch}" : last.Commit.Length > 0 ? $", at {last.Commit[..12]}" : "";
        var projects = build.Actions.Select(a => (a.Project, a.Framework, a.Configuration)).Distinct().Count();
        _report.Line($"{last.Root} at {Shown.Time(build.Start)}{where}: {(misses.Count == 0 ? $"all of {Shown.Count(projects, "project")} were restored." : $"{misses.Count} of {Shown.Count(projects, "project")} had to do something.")}");
        foreach (var miss in misses.Where(m => m.FollowsFrom is null))
        {
            _report.Line();
            _report.Line($"{Shown.Project(miss.Project)} ({Shown.Variant(miss.Framework, miss.Configuration)})");
            foreach (var line in Lines(miss).Distinct())
                _report.Line("  " + line);
            if (miss.Followers.Count > 0)
                _report.Line($"  and therefore {string.Join(", ", miss.Followers.Select(f => Path.GetFileNameWithoutExtension(f.Project)).Distinct())}");
        }
    }

    // The likeliest cause, what it was compared with, and each reason why something is not kept.
    private static IEnumerable<string> Lines(MissedProject miss)
    {
        if (miss.OwnCauses is [var (step, cause), ..])
        {
            var more = miss.OwnCauses.Select(c => c.Cause.Sentence).Distinct().Count() - 1;
            yield return $"{cause.Sentence}{(more > 0 ? $", and {more} more" : "")}{(step.Former is { } former ? $"; against {former.Words(Shown.Time)}" : "")}";
        }
        foreach (var other in miss.Steps)
        {
            if (miss.OwnCauses.Count == 0 && other.Action.Why.Length > 0 && other.Action.Why != other.Action.Reason.Sentence)
                yield return other.Action.Why;
            if (other.Action.Reason.Kind != UncacheableReason.None)
                yield return $"{Shown.Step(other.Action.Task)}: not stored because {other.Action.Reason.Sentence}. {Remedies.For(other.Action.Reason.Kind)}";
        }
    }

    private static MissedProject? First(ExplainedStep step, IReadOnlyList<MissedProject> misses) => misses.FirstOrDefault(m => m.Steps.Contains(step))?.FollowsFrom;

    private void Show(IReadOnlyList<ExplainedStep> steps, IReadOnlyList<MissedProject> misses)
    {
        foreach (var step in steps)
            Show(step, First(step, misses));
    }

    private void Show(ExplainedStep step, MissedProject? first)
    {
        var (explanation, action) = (step.Explanation, step.Action);
        // Where no key could be made, the reason is all the cause there is, and comes in a line of its own.
        var why = action.Why.Length > 0 && action.Why != action.Reason.Sentence ? $": {action.Why}" : "";
        var isWhole = action.Task == ActionRecord.WholeProject;
        _report.Line($"{Shown.Project(action.Project)} ({Shown.Variant(action.Framework, action.Configuration)}) {Shown.Step(action.Task)}");
        _report.Line($"  {Shown.Outcome(action)} in {Shown.Milliseconds(action.Elapsed)} at {Shown.Time(action.Time)}{why}");
        if (first is { OwnCauses: [var (_, cause), ..] })
            _report.Line($"  because of {Shown.Project(first.Project)}: {cause.Sentence}");
        if (action.Reason.Kind != UncacheableReason.None)
            _report.Line($"  not stored{(isWhole ? " whole" : "")} because {action.Reason.Sentence}. {Remedies.For(action.Reason.Kind)}");
        if (action.Key.Length > 0)
            _report.Line($"  {(isWhole ? "tree hash" : "key")} {action.Key}{(explanation.Action.PreviousKey.Length > 0 && explanation.Action.PreviousKey != action.Key ? $", formerly {explanation.Action.PreviousKey}" : "")}");
        if (step.Former is { } former)
            _report.Line($"  against {former.Words(Shown.Time)}:");
        foreach (var difference in step.Causes)
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
