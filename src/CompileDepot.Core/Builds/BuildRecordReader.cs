using System.Globalization;
using CompileDepot.Core.Depots;

namespace CompileDepot.Core.Builds;

/// <summary>
/// Puts the records of a build's processes together. Each process's file spans from its first action to the end of the build, and all end together; so files of one root that overlap in
/// time are one build. (Two builds of one tree at the same time would be taken for one; MSBuild does not support those either.)
/// </summary>
public static class BuildRecordReader
{
    // Nodes are told of the end of a build one after the other.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    // How far the clock of a server that keeps the depot may be behind ours. A depot keeps the records of weeks: at the end of a build all but the last hour's stay closed.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    /// <summary>The last build below a root; null where none is recorded.</summary>
    /// <param name="depot">Full path of the depot that was written.</param>
    /// <param name="root">Full path; null: any root.</param>
    public static BuildSummary? ReadLast(string depot, string? root) => Read(depot, root).FirstOrDefault();

    /// <summary>All recorded builds, newest first. All records are read when the first is asked for: only their ends tell which comes first.</summary>
    public static IEnumerable<BuildSummary> Read(string depot, string? root) => Join(Parts(depot, root is null ? null : [root]));

    /// <summary>All recorded builds of every root: those of one after those of another, newest first. Builds of several trees may overlap in time, and only those of one can be told apart.</summary>
    /// <returns>Each build has actions of one root alone.</returns>
    public static IEnumerable<BuildSummary> ReadByRoot(string depot) =>
        Parts(depot, null).SelectMany(p => p.ByRoot()).GroupBy(p => p.Root, p => p.Part).SelectMany(Join);

    private static IEnumerable<BuildSummary> Join(IEnumerable<Part> parts)
    {
        var build = new List<Part>();
        DateTimeOffset start = default;
        foreach (var part in parts.OrderByDescending(p => p.End))
        {
            if (build.Count > 0 && part.End < start - Slack)
            {
                if (Summary(build) is { Actions.Count: > 0 } whole)
                    yield return whole;
                build.Clear();
            }
            start = build.Count == 0 || part.Start < start ? part.Start : start;
            build.Add(part);
        }
        if (Summary(build) is { Actions.Count: > 0 } last)
            yield return last;
    }

    /// <summary>What has been recorded since a moment, while the build still runs.</summary>
    public static BuildSummary ReadSince(string depot, string root, DateTimeOffset since) => ReadSince(depot, [root], since);

    // Every file is read, whichever the roots are: so once for all of them.
    private static BuildSummary ReadSince(string depot, HashSet<string> roots, DateTimeOffset since) =>
        new([.. Parts(depot, roots, since).SelectMany(p => p.Actions).Where(a => a.Time >= since).OrderBy(a => a.Time)]);

    /// <summary>What the last line of a build says of it.</summary>
    /// <param name="depots">Full paths of the depots that were written, and of the roots of what was built.</param>
    /// <param name="since">When the build began.</param>
    public static string LineSince(IEnumerable<(string Depot, string Root)> depots, DateTimeOffset since)
    {
        var all = depots.ToList();
        var summary = new BuildSummary([.. all.GroupBy(d => d.Depot, d => d.Root, StringComparer.Ordinal).SelectMany(d => ReadSince(d.Key, d.ToHashSet(StringComparer.Ordinal), since).Actions)]);
        if (summary.Actions.Count > 0)
            return summary.Line;
        // Nothing recorded is not nothing done where nothing can be recorded.
        return all.Select(d => d.Depot).FirstOrDefault(d => !DepotInventory.CanWrite(new DepotLayout(d).Builds)) is { } mute
            ? $"{mute} can't be written, so nothing is known of this build"
            : "nothing had to be compiled";
    }

    // Each process says the same of the same depot.
    private static BuildSummary Summary(List<Part> parts) => new([.. parts.SelectMany(p => p.Actions).OrderBy(a => a.Time)])
    {
        Notes = [.. parts.SelectMany(p => p.Notes).OrderBy(n => n.Time).DistinctBy(n => n.Text)],
    };

    // A record's name has the time of its first action, which may be long ago: only the time of the last write says that nothing of interest is in it.
    private static IEnumerable<Part> Parts(string depot, HashSet<string>? roots, DateTimeOffset? since = null)
    {
        var folder = new DirectoryInfo(new DepotLayout(depot).Builds);
        return !folder.Exists ? [] : folder.EnumerateFiles("*.jsonl").Where(f => since is null || f.LastWriteTimeUtc >= since - ClockSlack).Select(f => ReadPart(f.FullName, roots)).OfType<Part>();
    }

    private static Part? ReadPart(string path, HashSet<string>? roots)
    {
        var actions = new List<ActionRecord>();
        var notes = new List<BuildNote>();
        DateTimeOffset? end = null;
        foreach (var line in ReadLines(path))
        {
            if (ActionRecordJson.Read(line) is { } action)
                actions.Add(action);
            else if (BuildNote.Read(line) is { } note)
                notes.Add(note);
            else
                end = ReadEnd(line) ?? end;
        }
        if (roots is not null)
        {
            actions.RemoveAll(a => !roots.Contains(a.Root));
            notes.RemoveAll(n => !roots.Contains(n.Root));
        }
        return actions.Count + notes.Count == 0 ? null : Part.Of(actions, notes, end);
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static DateTimeOffset? ReadEnd(string line)
    {
        var prefix = $"{{\"{BuildRecorder.EndProperty}\":\"";
        return line.StartsWith(prefix, StringComparison.Ordinal) && DateTimeOffset.TryParse(line.AsSpan(prefix.Length).TrimEnd("\"}"), CultureInfo.InvariantCulture, out var end) ? end : null;
    }

    private sealed record Part(DateTimeOffset Start, DateTimeOffset End, DateTimeOffset? ToldEnd, IReadOnlyList<ActionRecord> Actions, IReadOnlyList<BuildNote> Notes)
    {
        // A process that was killed tells no end.
        public static Part Of(IReadOnlyList<ActionRecord> actions, IReadOnlyList<BuildNote> notes, DateTimeOffset? end)
        {
            var times = notes.Select(n => n.Time).ToList();
            return new(actions.Select(a => a.Time - a.Elapsed).Concat(times).Min(), end ?? actions.Select(a => a.Time).Concat(times).Max(), end, actions, notes);
        }

        public IEnumerable<(string Root, Part Part)> ByRoot() => Actions.Select(a => a.Root).Concat(Notes.Select(n => n.Root)).Distinct()
            .Select(r => (r, Of([.. Actions.Where(a => a.Root == r)], [.. Notes.Where(n => n.Root == r)], ToldEnd)));
    }
}
