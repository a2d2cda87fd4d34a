using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;

namespace CompileDepot.Core.Reports;

/// <summary>One build, and those around it, as a page shows them: read from the depots, and from the tree where these can't tell. The same records give the same report.</summary>
/// <param name="Root">Full path of the relocation root.</param>
/// <param name="Depot">Full path of the depot that holds the records.</param>
/// <param name="Number">Which build it is, counted back from the last one: 1.</param>
/// <param name="Projects">In the order in which they began.</param>
/// <param name="Trend">The builds around it, oldest first, at most <see cref="TrendLength"/>; it is one of them.</param>
public sealed record BuildReport(string Root, string Depot, int Number, BuildSummary Build, IReadOnlyList<ReportedProject> Projects, DependencyGraph Graph, IReadOnlyList<TrendPoint> Trend)
{
    /// <summary>As many columns as a phone shows apart.</summary>
    public const int TrendLength = 30;

    /// <summary>When the first action began.</summary>
    public DateTimeOffset Start { get; } = Build.Actions.Min(a => a.Time - a.Elapsed);

    /// <summary>When the last action ended.</summary>
    public DateTimeOffset End { get; } = Build.Actions.Max(a => a.Time);

    /// <summary>Reads the report of a build.</summary>
    /// <param name="stack">The depots: the first has the records, all have what they speak of.</param>
    /// <param name="number">1: the last build; 2: the one before.</param>
    /// <param name="progress">Gets (done, in all).</param>
    /// <param name="recorded">How many builds of the root there are, as far as was looked.</param>
    /// <returns>Null: there are not so many builds.</returns>
    public static BuildReport? Read(DepotStack stack, string root, int number, Action<int, int>? progress, out int recorded)
    {
        var depot = stack.First.Layout.Folder;
        var builds = BuildRecordReader.Read(depot, root).Take(Math.Max(number, TrendLength)).ToList();
        recorded = builds.Count;
        if (builds.Count < number)
            return null;
        var build = builds[number - 1];
        // Misses are looked up in the depots: that is what takes the time.
        var actions = new List<ReportedAction>(build.Actions.Count);
        foreach (var action in build.Actions)
        {
            actions.Add(new ReportedAction(action, DifferencesOf(action, stack)));
            progress?.Invoke(actions.Count, build.Actions.Count);
        }
        List<ReportedProject> projects = [.. actions
            .GroupBy(a => ProjectId.Of(a.Action))
            .Select(g => new ReportedProject(g.Key, [.. g.OrderBy(a => a.Start).ThenBy(a => a.Level).ThenBy(a => a.Action.Task, StringComparer.Ordinal)]))
            .OrderBy(p => p.Start).ThenBy(p => p.Id, ProjectId.Order)];
        var first = Math.Max(0, number - TrendLength);
        var trend = builds.Skip(first).Take(TrendLength).Select((b, i) => TrendPoint.Of(b, first + i + 1)).Reverse();
        return new BuildReport(root, depot, number, build, projects, DependencyGraph.Of(projects, new DependencyFinder(stack, root).Find), [.. trend]);
    }

    private static List<string> DifferencesOf(ActionRecord action, DepotStack stack) => action.Outcome == ActionOutcome.Restored
        ? []
        : [.. ActionExplanation.Of(action, stack).Differences.Take(ActionRecord.MaximumDifferences).Select(d => d.Sentence)];
}

/// <summary>The sums of one build among others.</summary>
/// <param name="Number">Counted back from the last build: 1.</param>
/// <param name="Hits">Compiles and steps that were restored.</param>
/// <param name="Misses">Compiles and steps that ran, stored or not.</param>
/// <param name="NotStored">Those of the misses that were not stored.</param>
/// <param name="Saved">Never negative: a restore that took longer than the compile saved nothing.</param>
public sealed record TrendPoint(int Number, DateTimeOffset Start, int Hits, int Misses, int NotStored, TimeSpan Saved)
{
    internal static TrendPoint Of(BuildSummary build, int number)
    {
        var ran = build.Steps.Count - build.StepsRestored;
        return new TrendPoint(
            number,
            build.Actions.Min(a => a.Time - a.Elapsed),
            build.Restored + build.StepsRestored,
            build.Compiled + ran,
            build.NotStored + build.Steps.Count(s => s.Outcome == ActionOutcome.NotStored),
            build.Saved > TimeSpan.Zero ? build.Saved : TimeSpan.Zero);
    }
}
