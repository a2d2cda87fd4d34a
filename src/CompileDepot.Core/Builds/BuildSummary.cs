using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Builds;

/// <summary>The actions of one build, and sums over them.</summary>
public sealed record BuildSummary(IReadOnlyList<ActionRecord> Actions)
{
    /// <summary>What the build said of depots that do not work as they should, oldest first; each text once.</summary>
    public IReadOnlyList<BuildNote> Notes { get; init; } = [];

    /// <summary>The compiles: what all sums but those of projects are about.</summary>
    public IReadOnlyList<ActionRecord> Compiles { get; } = [.. Actions.Where(a => a.Task != ActionRecord.WholeProject && !a.IsStep)];

    /// <summary>The projects' own steps.</summary>
    public IReadOnlyList<ActionRecord> Steps { get; } = [.. Actions.Where(a => a.IsStep)];

    /// <summary>Whole projects, looked for or stored.</summary>
    public IReadOnlyList<ActionRecord> Wholes { get; } = [.. Actions.Where(a => a.Task == ActionRecord.WholeProject)];

    /// <summary>Projects that were restored whole.</summary>
    public int ProjectsRestored => Wholes.Count(a => a.Outcome == ActionOutcome.Restored);

    public int Restored => Compiles.Count(a => a.Outcome == ActionOutcome.Restored);

    /// <summary>Steps that ran, stored or not.</summary>
    public int Compiled => Compiles.Count(a => a.Outcome != ActionOutcome.Restored);

    public int NotStored => Compiles.Count(a => a.Outcome == ActionOutcome.NotStored);

    /// <summary>How often each reason held; reasons that did not are absent.</summary>
    public IReadOnlyDictionary<UncacheableReason, int> Reasons => ByReason(Actions).ToDictionary(r => r.Kind, r => r.Count);

    /// <summary>Why results were not stored: each reason with how often it held, and a sentence of one of the actions. Several subjects share a reason; one of them shows where to look.</summary>
    public static IReadOnlyList<(UncacheableReason Kind, int Count, string Sentence)> ByReason(IEnumerable<ActionRecord> actions) =>
        [.. actions.Where(a => a.Reason.Kind != UncacheableReason.None).GroupBy(a => a.Reason.Kind).OrderBy(g => g.Key).Select(g => (g.Key, g.Count(), g.Select(a => a.Reason.Sentence).Min(StringComparer.Ordinal)!))];

    public int StepsRestored => Steps.Count(a => a.Outcome == ActionOutcome.Restored);

    public TimeSpan Saved => TimeSpan.FromTicks(Compiles.Sum(a => a.Saved.Ticks));

    public long BytesRestored => Actions.Where(a => a.Outcome == ActionOutcome.Restored).Sum(a => a.Bytes);

    public int Damage => Actions.Sum(a => a.Damage);

    /// <summary>When the first action ended.</summary>
    public DateTimeOffset Start => Actions.Min(a => a.Time);

    /// <summary>One line for a person.</summary>
    public string Line =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Restored} restored, {Compiled} compiled{(NotStored > 0 ? $" ({NotStored} not stored)" : "")}, {Math.Max(0, Saved.TotalSeconds):0.0} s of compiling saved{(Steps.Count > 0 ? $"; {StepsRestored} steps restored, {Steps.Count - StepsRestored} run" : "")}");
}
