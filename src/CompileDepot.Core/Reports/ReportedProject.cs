using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;

namespace CompileDepot.Core.Reports;

/// <summary>A project as builds tell it from others: one framework and configuration of one project file.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Framework">Empty where it is not known.</param>
public sealed record ProjectId(string Project, string Framework, string Configuration)
{
    /// <summary>By path, then framework, then configuration; the same everywhere.</summary>
    public static IComparer<ProjectId> Order { get; } = Comparer<ProjectId>.Create((a, b) =>
        string.CompareOrdinal(a.Project, b.Project) is not 0 and var byProject ? byProject
        : string.CompareOrdinal(a.Framework, b.Framework) is not 0 and var byFramework ? byFramework
        : string.CompareOrdinal(a.Configuration, b.Configuration));

    public static ProjectId Of(ActionRecord action) => new(action.Project, action.Framework, action.Configuration);
}

/// <summary>An action with all that is known of why it ran.</summary>
/// <param name="Differences">Of a miss: what its key has otherwise than that of the former run, a sentence each; at most <see cref="ActionRecord.MaximumDifferences"/>.</param>
public sealed record ReportedAction(ActionRecord Action, IReadOnlyList<string> Differences)
{
    public DateTimeOffset Start => Action.Time - Action.Elapsed;

    public ActionLevel Level => Action.Task == ActionRecord.WholeProject ? ActionLevel.Project : Action.IsStep ? ActionLevel.Step : ActionLevel.Compile;

    /// <summary>The first cause in words; empty for a hit.</summary>
    public string Why => Action.Reason.Kind == UncacheableReason.None ? Action.Why : Action.Reason.Sentence;
}

/// <summary>What an action is one of.</summary>
public enum ActionLevel
{
    Project = 1,
    Compile = 2,
    Step = 3,
}

/// <summary>What one build did with one project.</summary>
/// <param name="Actions">By the time they began; empty for a project that is only referred to.</param>
public sealed record ReportedProject(ProjectId Id, IReadOnlyList<ReportedAction> Actions)
{
    /// <summary>When its first action began; null where it has none.</summary>
    public DateTimeOffset? Start => Actions.Count == 0 ? null : Actions.Min(a => a.Start);

    public NodeOutcome Outcome { get; } = OutcomeOf([.. Actions.Select(a => a.Action)]);

    private static NodeOutcome OutcomeOf(IReadOnlyList<ActionRecord> actions)
    {
        if (actions.Count == 0)
            return NodeOutcome.NotRecorded;
        if (actions.Any(a => a is { Task: ActionRecord.WholeProject, Outcome: ActionOutcome.Restored }))
            return NodeOutcome.RestoredWhole;
        var parts = actions.Where(a => a.Task != ActionRecord.WholeProject).Select(a => a.Outcome).ToList();
        return parts.Count == 0 ? NodeOutcome.NothingToDo
            : parts.Contains(ActionOutcome.NotStored) ? NodeOutcome.NotStored
            : parts.Contains(ActionOutcome.Compiled) ? NodeOutcome.Compiled
            : NodeOutcome.Restored;
    }
}
