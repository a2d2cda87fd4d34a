using CompileDepot.Core.Actions;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Builds;

/// <summary>What became of an action. Persisted by name.</summary>
public enum ActionOutcome
{
    Restored = 1,

    /// <summary>The step ran; its result was stored.</summary>
    Compiled = 2,

    /// <summary>The step ran; its result was not stored, and the reason says why.</summary>
    NotStored = 3,
}

/// <summary>One action of one build, as it is kept in the build's record.</summary>
/// <param name="Root">Full path of the relocation root.</param>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Key">The action key, or empty where there is none.</param>
/// <param name="PreviousKey">The key of the same project's former run, or empty: <c>explain</c> compares the two.</param>
/// <param name="Why">The first cause of a miss, in words; empty for a hit.</param>
/// <param name="Elapsed">What the action took, the step included.</param>
/// <param name="Saved">What the step took when the entry was made, less <paramref name="Elapsed"/>; zero unless restored.</param>
/// <param name="Bytes">Bytes of output files restored or stored.</param>
/// <param name="Damage">Damaged files found in depots.</param>
public sealed record ActionRecord(
    DateTimeOffset Time,
    string Root,
    string Project,
    string Framework,
    string Configuration,
    string Task,
    ActionOutcome Outcome,
    Reason Reason,
    string Key,
    string PreviousKey,
    string Why,
    TimeSpan Elapsed,
    TimeSpan Saved,
    long Bytes,
    int Damage)
{
    /// <summary>Stands for a task's name in the record of a whole project, which is no compile and counts as none.</summary>
    public const string WholeProject = "Project";

    /// <summary>Begins the name of a step of the project's own (<c>step Exec {root}/Lib/obj/Words.cs</c>), which is no compile and counts as none.</summary>
    public const string StepPrefix = "step ";

    public bool IsStep => IsStepName(Task);

    /// <summary>How many <see cref="Differences"/> are kept: a new SDK changes some two hundred references of every project, and one sentence is enough for that.</summary>
    public const int MaximumDifferences = 50;

    /// <summary>Of a miss whose key text is not stored: what changed, in words. Otherwise empty: <c>explain</c> compares the key texts.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>The branch that was checked out; empty where there was none.</summary>
    public string Branch { get; init; } = "";

    /// <summary>The commit that was checked out; empty where there was none. The tree may have been edited since.</summary>
    public string Commit { get; init; } = "";

    /// <summary>One that happens now. What is rarely told is added to it.</summary>
    /// <param name="here">Where; tells what is checked out.</param>
    public static ActionRecord Of(ProjectIdentity project, Locality here, string task, ActionOutcome outcome, Reason reason, string key, string why, TimeSpan elapsed, TimeSpan saved, long bytes) =>
        new(DateTimeOffset.UtcNow, project.Root, project.Project, project.Framework, project.Configuration, task, outcome, reason, key, "", why, elapsed, saved, bytes, 0)
        {
            Branch = here.Branch ?? "",
            Commit = here.Commit ?? "",
        };

    /// <param name="task">As records and entries call an action.</param>
    public static bool IsStepName(string task) => task.StartsWith(StepPrefix, StringComparison.Ordinal);
}
