using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Several depots, read in order; the first is written, and what remote depots have comes into it. A depot that does not work is passed over, and said so once by the caller (see <see cref="Faults"/>).
/// Not thread-safe.
/// </summary>
public sealed class DepotStack
{
    private readonly List<ReadableDepot> _depots;
    private readonly List<string> _faults = [];

    /// <param name="places">Full paths of folders. At least one.</param>
    public DepotStack(IReadOnlyList<string> places)
    {
        First = new Depot(places[0]);
        _depots = [First, .. places.Skip(1).Select(p => new Depot(p))];
    }

    public IReadOnlyList<ReadableDepot> Depots => _depots;

    /// <summary>The depot that is written.</summary>
    public Depot First { get; }

    /// <summary>Asked when no depot of the stack has what is looked for, and told what is stored; null: none.</summary>
    public IRemoteDepots? Remote { get; init; }

    /// <summary>Signs what is stored; null: it is stored unsigned.</summary>
    public SigningKey? Signer
    {
        get => First.Signer;
        init => First.Signer = value;
    }

    /// <summary>What did not work since the stack was made, in words.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The entry of the first of <paramref name="keys"/> that any depot has, with the depot that has it. Damage found on the way goes to <paramref name="damage"/>.</summary>
    public (Entry Entry, ReadableDepot Depot)? FindEntry(IReadOnlyList<ActionKey> keys, ICollection<string> damage)
    {
        foreach (var depot in _depots)
        {
            var found = Guard(depot, () =>
            {
                foreach (var key in keys)
                {
                    var entry = depot.FindEntry(key, out var damaged);
                    if (damaged is not null)
                        damage.Add(damaged);
                    if (entry is not null)
                        return entry;
                }
                return null;
            });
            if (found is not null)
                return (found, depot);
        }
        return Remote?.Fetch(First, keys) is { } fetched ? (fetched, First) : null;
    }

    /// <summary>What may fit of whole projects, newest first, of the first depot that has any before those of the next. Never throws for a fault of a depot.</summary>
    public IEnumerable<(ProjectEntry Entry, string Id, ReadableDepot Depot)> FindProjects(TreeHash tree)
    {
        foreach (var depot in _depots)
        {
            foreach (var (entry, id) in depot.FindProjects(tree))
                yield return (entry, id, depot);
        }
        foreach (var (entry, id) in Remote?.FetchProjects(First, tree) ?? [])
            yield return (entry, id, First);
    }

    /// <summary>The first depot that has a blob, <paramref name="preferred"/> before all others.</summary>
    public ReadableDepot? FindBlob(ContentDigest digest, long size, ReadableDepot preferred) => _depots.Prepend(preferred).FirstOrDefault(d => d.HasBlob(digest, size));

    /// <summary>A small blob of any depot, verified; null where none has it or none works.</summary>
    public byte[]? ReadBlob(ContentDigest digest) => _depots.Select(d => Guard(d, () => d.ReadBlob(digest))).FirstOrDefault(content => content is not null);

    /// <summary>Publishes an entry whose blobs are in the first depot.</summary>
    /// <param name="overwrite">See <see cref="Depot.AddEntry"/>.</param>
    /// <returns>False where an entry of another version stands in its place: it is not ours to replace.</returns>
    /// <exception cref="IOException">The first depot does not work.</exception>
    public bool Add(Entry entry, bool overwrite)
    {
        if (!First.AddEntry(entry, overwrite))
            return false;
        Remote?.Publish(First, entry.Key);
        return true;
    }

    /// <summary>Publishes the entry of a project whose blobs are in the first depot.</summary>
    /// <returns>Its name (see <see cref="ProjectStore.Id"/>).</returns>
    /// <exception cref="IOException">The first depot does not work.</exception>
    public string Add(ProjectEntry entry)
    {
        var id = First.AddProject(entry);
        Remote?.Publish(First, entry.Tree, id);
        return id;
    }

    private T? Guard<T>(ReadableDepot depot, Func<T?> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{depot.Place}: {e.Message}");
            return null;
        }
    }
}
