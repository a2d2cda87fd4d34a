using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Images;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Several depots, read in order; the first is written, and what remote depots have comes into it. A depot that does not work is passed over. What the caller should say of the depots is in
/// <see cref="Faults"/> and <see cref="Damage"/>. Not thread-safe.
/// </summary>
public sealed class DepotStack
{
    private readonly List<ReadableDepot> _depots;
    private readonly List<string> _faults = [];
    private readonly List<string> _damage = [];

    /// <param name="places">Full paths of folders and images. At least one; the first is a folder.</param>
    /// <param name="distrust">See <see cref="DepotImage.Distrust"/>; null: images are trusted.</param>
    public DepotStack(IReadOnlyList<string> places, Func<byte[], string?>? distrust = null)
    {
        First = new Depot(places[0]);
        _depots = [First, .. places.Skip(1).Select(ReadableDepot (p) => DepotImage.IsImage(p) ? new DepotImage(p) { Distrust = distrust ?? (_ => null) } : new Depot(p))];
    }

    /// <summary>The stack that a build reads and writes.</summary>
    /// <param name="settings">With depots.</param>
    public static DepotStack Of(DepotSettings settings, IRemoteDepots? remote = null) => new(settings.Depots, settings.Distrust) { Signer = settings.Signer, Reshares = settings.Reshares, Remote = remote };

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

    /// <summary>Whether what a lower depot has is copied into the first one when it is of use (see <see cref="Reshare(ReadableDepot, Entry)"/>).</summary>
    public bool Reshares { get; init; }

    /// <summary>What did not work since the stack was made, in words.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What was found damaged or unfit since the stack was made, in words. Damage in a depot has been set aside.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>Notes that something of a depot could not be used for what it holds (see <see cref="Damage"/>).</summary>
    public void AddDamage(string what) => _damage.Add(what);

    /// <summary>
    /// The entries under any of <paramref name="keys"/>, with the depots that have them, looked for as they are asked for: those of the first depot, in the order of the keys, before those of the next, and at last,
    /// what remote depots have under the other keys.
    /// </summary>
    public IEnumerable<(Entry Entry, ReadableDepot Depot)> FindEntries(IReadOnlyList<ActionKey> keys)
    {
        var left = keys.ToList();
        foreach (var depot in _depots)
        {
            foreach (var key in keys)
            {
                // Before each look: whoever asks may meet faults of other depots between two answers.
                var faults = _faults.Count;
                if (Guard(depot, () => FindEntry(depot, key)) is { } entry)
                {
                    left.Remove(key);
                    yield return (entry, depot);
                }
                // It would say the same for every key.
                else if (_faults.Count > faults)
                {
                    break;
                }
            }
        }
        while (left.Count > 0 && Remote?.Fetch(First, left) is { } fetched)
        {
            yield return (fetched, First);
            left.RemoveRange(0, left.IndexOf(fetched.Key) + 1);
        }
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
    public byte[]? ReadBlob(ContentDigest digest) => _depots.Select(d => Guard(d, () => ReadBlob(d, digest))).FirstOrDefault(content => content is not null);

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
    /// <returns>Its name (see <see cref="ProjectEntryFile.IdOf"/>).</returns>
    /// <exception cref="IOException">The first depot does not work.</exception>
    public string Add(ProjectEntry entry)
    {
        var id = First.AddProject(entry);
        Remote?.Publish(First, entry.Tree, id);
        return id;
    }

    /// <summary>Copies an entry that was of use into the first depot, where the stack is to do that and it is not there. Quietly not, where the first can't be written: nothing is lost.</summary>
    /// <param name="from">Where it was found.</param>
    public void Reshare(ReadableDepot from, Entry entry)
    {
        if (Reshares && !ReferenceEquals(from, First))
            Quietly(() => new DepotCopy(_depots, First).TryCopy(from, entry.Key, out _));
    }

    /// <summary>The same of a whole project, with the entries of its actions.</summary>
    public void Reshare(ReadableDepot from, ProjectEntry entry, string id, IEnumerable<ActionKey> actions)
    {
        if (Reshares)
            TryTake(from, entry, id, actions);
    }

    /// <summary>Copies a whole project's entry into the first depot where it is not there, with the entries of its actions.</summary>
    /// <returns>Whether the first depot has them.</returns>
    public bool TryTake(ReadableDepot from, ProjectEntry entry, string id, IEnumerable<ActionKey> actions)
    {
        if (ReferenceEquals(from, First))
            return true;
        var isTaken = false;
        Quietly(() =>
        {
            var copy = new DepotCopy(_depots, First);
            foreach (var key in actions)
            {
                if (_depots.FirstOrDefault(d => d.PeekEntry(key) is not null) is not { } depot || (depot != First && !copy.TryCopy(depot, key, out _)))
                    return;
            }
            isTaken = copy.TryCopy(from, entry.Tree, id, out _);
        });
        return isTaken;
    }

    private static void Quietly(Action copy)
    {
        try
        {
            copy();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is where it was.
        }
    }

    private Entry? FindEntry(ReadableDepot depot, ActionKey key)
    {
        var entry = depot.FindEntry(key, out var damage);
        if (damage is not null)
            _damage.Add(damage);
        return entry;
    }

    private byte[]? ReadBlob(ReadableDepot depot, ContentDigest digest)
    {
        var content = depot.ReadBlob(digest, out var damage);
        if (damage is not null)
            _damage.Add(damage);
        return content;
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
