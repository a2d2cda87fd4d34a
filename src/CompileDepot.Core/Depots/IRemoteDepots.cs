using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Depots that are reached over a network. They are never read in place: what is found comes into a depot of this machine, verified, and is restored from there. Thread-safe; no member throws for a fault of
/// a remote or of the depot: it becomes a miss. No member waits longer than the remote's bounds say.
/// </summary>
public interface IRemoteDepots
{
    /// <summary>Brings the entry of the first of <paramref name="keys"/> that a remote has, and all blobs that it names, into a depot.</summary>
    Entry? Fetch(Depot into, IReadOnlyList<ActionKey> keys);

    /// <summary>Brings entries of whole projects, and the blobs that they name themselves, one after the other as they are asked for.</summary>
    IEnumerable<(ProjectEntry Entry, string Id)> FetchProjects(Depot into, TreeHash tree);

    /// <summary>Takes note that an entry was stored in a depot, to be sent in the background.</summary>
    void Publish(Depot from, ActionKey key);

    /// <inheritdoc cref="Publish(Depot, ActionKey)"/>
    void Publish(Depot from, TreeHash tree, string id);
}
