namespace CompileDepot.Core.Builds;

/// <summary>What a former run has to do with the one that is explained. Written in JSON by name.</summary>
public enum FormerKind
{
    /// <summary>The newest on the same branch.</summary>
    SameBranch,

    /// <summary>The newest whose commit the branch comes from.</summary>
    Base,

    /// <summary>The last of the checkout, whatever it was of.</summary>
    Last,

    /// <summary>The one that was asked for.</summary>
    Asked,
}

/// <summary>A former run of the same step, for a miss to be explained against: what a person means by "what did I change" depends on the branch.</summary>
/// <param name="Key">Address of its key text, or its tree hash.</param>
/// <param name="Branch">Empty: none, or not known.</param>
/// <param name="Commit">Empty: none, or not known.</param>
/// <param name="Time">Null where only the key is known.</param>
public sealed record FormerRun(FormerKind Kind, string Key, string Branch, string Commit, DateTimeOffset? Time)
{
    /// <summary>Whether the last one is of another checkout, since this one has none.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>The best run of the same step before an action; null where there is none.</summary>
    /// <param name="older">Runs of that step in builds before it, newest first; of other checkouts of the repository, too.</param>
    /// <param name="isAncestor">Whether a commit is one that the action's comes from, or is the same.</param>
    /// <param name="isKnown">Whether the text of a key is still there, without which there is nothing to compare.</param>
    public static FormerRun? Find(ActionRecord action, IEnumerable<ActionRecord> older, Func<string, bool> isAncestor, Func<string, bool> isKnown)
    {
        // Only as far as one is found: to know of a key is to look into depots.
        bool IsThere(ActionRecord run) => run.Key.Length > 0 && isKnown(run.Key);
        if (action.Branch.Length > 0 && older.FirstOrDefault(r => r.Branch == action.Branch && IsThere(r)) is { } same)
            return Of(FormerKind.SameBranch, same);
        if (older.FirstOrDefault(r => r.Commit.Length > 0 && IsThere(r) && isAncestor(r.Commit)) is { } from)
            return Of(FormerKind.Base, from);
        if (action.PreviousKey.Length > 0 && isKnown(action.PreviousKey))
            return Last(action, older);
        // Its own checkout's first: that is what a person remembers.
        return older.OrderByDescending(r => r.Root == action.Root).FirstOrDefault(IsThere) is { } newest ? Of(FormerKind.Last, newest) with { IsElsewhere = newest.Root != action.Root } : null;
    }

    /// <summary>The run that the checkout had before an action. The record of what it used last outlives the records of builds.</summary>
    /// <param name="action">One with a previous key.</param>
    /// <param name="older">As above; another checkout may have had the same key later.</param>
    public static FormerRun Last(ActionRecord action, IEnumerable<ActionRecord> older) =>
        older.FirstOrDefault(r => r.Key == action.PreviousKey && r.Root == action.Root) is { } last ? Of(FormerKind.Last, last) : new FormerRun(FormerKind.Last, action.PreviousKey, "", "", null);

    public static FormerRun Of(FormerKind kind, ActionRecord run) => new(kind, run.Key, run.Branch, run.Commit, run.Time);

    /// <summary>What two records of the same step of the same project share, in whatever checkout.</summary>
    public static (string Project, string Framework, string Configuration, string Task) Step(ActionRecord action) => (action.Project, action.Framework, action.Configuration, action.Task);

    /// <summary>In words, after "against": <c>main at 2026-11-27 12:10:07 (1a2b3c4d5e6f)</c>.</summary>
    public string Words(Func<DateTimeOffset, string> shown)
    {
        var what = Kind switch
        {
            FormerKind.SameBranch => $"the last build of {Branch}",
            FormerKind.Base when Branch.Length > 0 => $"the last build of its base, {Branch}",
            FormerKind.Base => "the last build of its base",
            FormerKind.Asked when Branch.Length > 0 => Branch,
            FormerKind.Asked => "what was asked for",
            _ when IsElsewhere => "the last build of another checkout",
            _ => "the last build of this checkout",
        };
        return what + (Time is { } time ? $" at {shown(time)}" : "") + (Commit.Length > 0 ? $" ({Commit[..Math.Min(12, Commit.Length)]})" : "");
    }
}
