using CompileDepot.Cli.Output;
using CompileDepot.Core.Builds;

namespace CompileDepot.Cli.Explaining;

/// <summary>What of a build was not restored, as <c>explain</c> tells it.</summary>
/// <param name="misses">See <see cref="MissedProject.Of"/>.</param>
internal sealed class BuildForm(BuildSummary build, IReadOnlyList<MissedProject> misses)
{
    public object Shape() => new
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
                s.Sentence,
                s.Remedy,
                Against = StepForm.Shape(s.Former),
                Causes = s.Causes.Select(StepForm.Shape),
            }),
        }),
    };

    public void Show(Report report)
    {
        var last = build.Actions[^1];
        var where = last.Branch.Length > 0 ? $", on {last.Branch}" : last.Commit.Length > 0 ? $", at {last.Commit[..12]}" : "";
        var projects = build.Actions.Select(a => (a.Project, a.Framework, a.Configuration)).Distinct().Count();
        report.Line($"{last.Root} at {Shown.Time(build.Start)}{where}: {(misses.Count == 0 ? $"all of {Shown.Count(projects, "project")} were restored." : $"{misses.Count} of {Shown.Count(projects, "project")} had to do something.")}");
        foreach (var miss in misses.Where(m => m.FollowsFrom is null))
        {
            report.Line();
            report.Line($"{Shown.Project(miss.Project)} ({Shown.Variant(miss.Framework, miss.Configuration)})");
            foreach (var line in Lines(miss).Distinct())
                report.Line("  " + line);
            if (miss.Followers.Count > 0)
                report.Line($"  and therefore {string.Join(", ", miss.Followers.Select(f => Path.GetFileNameWithoutExtension(f.Project)).Distinct())}");
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
            if (other.Sentence is not null)
                yield return $"{Shown.Step(other.Action.Task)}: not stored because {other.Sentence}. {other.Remedy}";
        }
    }
}
