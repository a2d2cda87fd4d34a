using CompileDepot.Cli.Output;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Cli.Explaining;

/// <summary>One step, as <c>explain</c> tells it.</summary>
/// <param name="first">The project that the step's own only follows; null where it has a cause of its own.</param>
internal sealed class StepForm(ExplainedStep step, MissedProject? first)
{
    public static object? Shape(FormerRun? former) => former is null ? null : new { former.Kind, former.Key, former.Branch, former.Commit, former.Time };

    public static object Shape(Cause cause) => new { cause.Difference.Kind, cause.Difference.Sentence, cause.File, cause.Line };

    public object Shape()
    {
        var (explanation, action) = (step.Explanation, step.Action);
        return new
        {
            Action = action,
            step.Sentence,
            step.Remedy,
            Against = Shape(step.Former),
            Differences = step.Causes.Select(Shape),
            explanation.NoDifferences,
            FollowsFrom = first?.Project,
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

    public void Show(Report report)
    {
        var (explanation, action) = (step.Explanation, step.Action);
        // Where no key could be made, the reason is all the cause there is, and comes in a line of its own.
        var why = action.Why.Length > 0 && action.Why != action.Reason.Sentence ? $": {action.Why}" : "";
        var isWhole = action.Task == ActionRecord.WholeProject;
        report.Line($"{Shown.Project(action.Project)} ({Shown.Variant(action.Framework, action.Configuration)}) {Shown.Step(action.Task)}");
        report.Line($"  {Shown.Outcome(action)} in {Shown.Milliseconds(action.Elapsed)} at {Shown.Time(action.Time)}{why}");
        if (first is { OwnCauses: [var (_, cause), ..] })
            report.Line($"  because of {Shown.Project(first.Project)}: {cause.Sentence}");
        if (step.Sentence is not null)
            report.Line($"  not stored{(isWhole ? " whole" : "")} because {step.Sentence}. {step.Remedy}");
        if (action.Key.Length > 0)
            report.Line($"  {(isWhole ? "tree hash" : "key")} {action.Key}{(explanation.Action.PreviousKey.Length > 0 && explanation.Action.PreviousKey != action.Key ? $", formerly {explanation.Action.PreviousKey}" : "")}");
        if (step.Former is { } former)
            report.Line($"  against {former.Words(Shown.Time)}:");
        foreach (var difference in step.Causes)
            report.Line($"    {difference.Sentence}");
        if (explanation.NoDifferences is { } none)
            report.Line($"    no differences to show: {none}");
        if (explanation.Entry is { } entry)
            ShowEntry(report, explanation.Depot, entry.Made.Root, entry.Made.Time, $" by {entry.Made.Task} in {Shown.Milliseconds(entry.Made.Duration)}", entry.BoundTo, entry.BoundBy);
        else if (explanation.Whole is { } whole)
            ShowEntry(report, explanation.Depot, whole.Root, whole.Time, $": {Shown.Count(whole.Actions.Count(a => !ActionRecord.IsStepName(a.Step)), "compile")}, {Shown.Count(whole.Files.Count, "more file")}", whole.BoundBy is null ? Binding.None : Binding.Exact, whole.BoundBy);
        else
            report.Line("  no entry for it in any depot");
    }

    private static void ShowEntry(Report report, string? depot, string root, DateTimeOffset time, string how, Binding boundTo, string? boundBy)
    {
        report.Line($"  entry in {depot}, made in {root} at {Shown.Time(time)}{how}");
        report.Line(boundTo == Binding.None ? "  relocatable: it serves any checkout and commit" : $"  bound to {ActionExplanation.Words(boundTo)}: {boundBy}");
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
}
