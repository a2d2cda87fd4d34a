using CompileDepot.Core.Actions;

namespace CompileDepot.Cli.Hashing;

/// <summary>What became of a project between two states of the tree. Written in JSON by name.</summary>
internal enum HashChange
{
    Unchanged,
    Changed,
    Added,
    Removed,

    /// <summary>One of the hashes is not known: it may have changed.</summary>
    Unknown,
}

/// <summary>A project in two states of the tree.</summary>
/// <param name="Project">As it is now; as it was, where it is gone.</param>
/// <param name="Former">Null where it is new.</param>
internal sealed record HashComparison(ProjectHash Project, ProjectHash? Former, HashChange Change)
{
    /// <summary>What its hash depends on and is otherwise now, in words.</summary>
    public IReadOnlyList<string> Why => Change switch
    {
        HashChange.Changed => [.. KeyDiff.Compare(Former!.Text, Project.Text).Select(d => d.Sentence)],
        HashChange.Unknown => [Project.Hash is null ? Project.Reason! : $"formerly {Former!.Reason}"],
        _ => [],
    };

    /// <summary>All projects of both states, in their order.</summary>
    public static IReadOnlyList<HashComparison> Of(IReadOnlyList<ProjectHash> former, IReadOnlyList<ProjectHash> now)
    {
        var before = former.ToLookup(h => h.Identity);
        var after = now.Select(h => h.Identity).ToHashSet();
        return [.. now.Select(h => Compare(h, [.. before[h.Identity]])).Concat(former.Where(h => !after.Contains(h.Identity)).Select(h => new HashComparison(h, h, HashChange.Removed))).OrderBy(c => c.Project.Identity)];
    }

    // A project may be built in more ways than its identity tells: by whatever properties others ask for it with.
    private static HashComparison Compare(ProjectHash now, IReadOnlyList<ProjectHash> former)
    {
        if (former.Count == 0)
            return new HashComparison(now, null, HashChange.Added);
        if (former.FirstOrDefault(f => f.Hash is not null && f.Hash == now.Hash) is { } same)
            return new HashComparison(now, same, HashChange.Unchanged);
        return new HashComparison(now, former[0], now.Hash is null || former.All(f => f.Hash is null) ? HashChange.Unknown : HashChange.Changed);
    }
}
