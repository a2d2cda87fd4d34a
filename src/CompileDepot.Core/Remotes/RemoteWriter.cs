using System.Collections.Concurrent;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Remotes;

/// <summary>
/// Sends entries of a depot to one remote: blobs, then the entry that names them. What is there already is not sent; what is there and says something else stays, and is reported. Thread-safe.
/// Members throw what stores throw; and <see cref="IOException"/> where the depot does not work.
/// </summary>
internal sealed class RemoteWriter(RemoteDepot remote, Action<string> say)
{
    private readonly ConcurrentDictionary<ActionKey, Lazy<Task<bool>>> _entries = new();
    private readonly ConcurrentDictionary<ContentDigest, Lazy<Task<CodedBlob?>>> _blobs = new();

    public RemoteDepot Remote => remote;

    /// <summary>Sends an entry, once a build.</summary>
    /// <returns>Whether it is there now, with the same content.</returns>
    public Task<bool> SendAsync(Depot from, ActionKey key, CancellationToken cancel) => _entries.GetOrAdd(key, k => new Lazy<Task<bool>>(() => SendEntryAsync(from, k, cancel))).Value;

    /// <summary>Sends the entry of a project, after those of its compiles.</summary>
    /// <inheritdoc cref="SendAsync(Depot, ActionKey, CancellationToken)"/>
    public async Task<bool> SendAsync(Depot from, TreeHash tree, string id, CancellationToken cancel)
    {
        if (from.ReadProject(tree, id) is not { } bytes || ProjectEntryFile.TryRead(bytes) is not { } entry || SafePaths.FirstUnsafe(entry) is not null)
            return false;
        foreach (var action in entry.Actions)
        {
            if (!await SendAsync(from, action.Key, cancel).ConfigureAwait(false))
                return false;
        }
        // Where all can read it, it need not be in the scope as well.
        foreach (var everyone in remote.Names.All("").Skip(1))
        {
            if (await FindSlotAsync(everyone, tree, id, cancel).ConfigureAwait(false) is (_, true))
                return true;
        }
        RemoteEnvelope? envelope = null;
        for (var tries = 0; tries < RemoteNames.Slots; tries++)
        {
            var (slot, isThere) = await FindSlotAsync(remote.Names.Own(""), tree, id, cancel).ConfigureAwait(false);
            // All are taken: eight outcomes of one hash are more than anybody looks at.
            if (isThere || slot is null)
                return isThere;
            envelope ??= await PackAsync(from, bytes, entry.Blobs, cancel).ConfigureAwait(false);
            if (envelope is null)
                return false;
            await PutAsync(slot.Value.Name, envelope.Write(), slot.Value.IsDamaged, cancel).ConfigureAwait(false);
            // Another may have taken the slot at the same time: then the next is looked for.
        }
        return false;
    }

    private async Task<bool> SendEntryAsync(Depot from, ActionKey key, CancellationToken cancel)
    {
        if (from.ReadEntry(key) is not { } bytes || EntryFile.TryRead(bytes) is not { } entry || entry.Key != key || SafePaths.FirstUnsafe(entry) is not null)
            return false;
        var replace = false;
        foreach (var name in remote.Names.All(RemoteNames.Of(key)))
        {
            switch (await LookAsync(name, entry, cancel).ConfigureAwait(false))
            {
                case Standing.Same:
                    return true;
                case Standing.Other:
                    return false;
                case Standing.Damaged when name == remote.Names.Own(RemoteNames.Of(key)):
                    replace = true;
                    break;
            }
        }
        if (await PackAsync(from, bytes, entry.Blobs, cancel).ConfigureAwait(false) is not { } envelope)
            return false;
        var own = remote.Names.Own(RemoteNames.Of(key));
        await PutAsync(own, envelope.Write(), replace || EntryLikeness.IsRenewed(entry), cancel).ConfigureAwait(false);
        // Two may have found the place free.
        return await LookAsync(own, entry, cancel).ConfigureAwait(false) == Standing.Same;
    }

    private enum Standing
    {
        Free,
        Same,
        Other,
        Damaged,
    }

    private async Task<Standing> LookAsync(string name, Entry entry, CancellationToken cancel)
    {
        if (await remote.PeekAsync(name, cancel).ConfigureAwait(false) is not { } bytes)
            return Standing.Free;
        try
        {
            if (remote.Open(bytes, entry.Key) is not var (envelope, there))
                return Standing.Other;
            if (EntryLikeness.Difference(entry, there) is { } difference)
            {
                if (EntryLikeness.IsRenewed(entry))
                    return Standing.Damaged;
                say($"{DiagnosticCodes.RemoteConflict}: {remote.Setting.Place} has another result of {entry.Made.Task} of {entry.Made.Project} ({entry.Made.Framework}) for the same key {entry.Key.Short}: {difference} differs. It stays as it is.");
                return Standing.Other;
            }
            // A blob that was refused, or has gone, makes the entry worthless to all.
            return await IsWholeAsync(envelope, cancel).ConfigureAwait(false) ? Standing.Same : Standing.Damaged;
        }
        catch (RefusedException)
        {
            return Standing.Damaged;
        }
    }

    private async Task<bool> IsWholeAsync(RemoteEnvelope envelope, CancellationToken cancel)
    {
        foreach (var blob in envelope.Blobs)
        {
            if (_blobs.TryGetValue(blob.Blob, out var known) && known.Value is { IsCompletedSuccessfully: true, Result: { } sent } && sent.Coded == blob.Coded)
                continue;
            if (await FindAsync(blob.Coded, cancel).ConfigureAwait(false) is null)
                return false;
        }
        return true;
    }

    /// <summary>The slot that has the entry, or the first that is free or damaged; neither: all are taken.</summary>
    private async Task<((string Name, bool IsDamaged)? Slot, bool IsThere)> FindSlotAsync(string prefix, TreeHash tree, string id, CancellationToken cancel)
    {
        (string, bool)? free = null;
        for (var slot = 0; slot < RemoteNames.Slots; slot++)
        {
            var name = prefix + RemoteNames.Of(tree, slot);
            if (await remote.PeekAsync(name, cancel).ConfigureAwait(false) is not { } bytes)
                return (free ?? (name, false), false);
            try
            {
                if (remote.Open(bytes, tree) is var (envelope, entry) && ProjectEntryFile.IdOf(entry) == id)
                    return await IsWholeAsync(envelope, cancel).ConfigureAwait(false) ? (null, true) : ((name, true), false);
            }
            catch (RefusedException)
            {
                free ??= (name, true);
            }
        }
        return (free, false);
    }

    /// <summary>Sends the blobs; null where the depot has not all of them any more.</summary>
    private async Task<RemoteEnvelope?> PackAsync(Depot from, byte[] entry, IEnumerable<(ContentDigest Blob, long Size)> named, CancellationToken cancel)
    {
        var blobs = new List<CodedBlob>();
        foreach (var (blob, _) in named)
        {
            if (await _blobs.GetOrAdd(blob, b => new Lazy<Task<CodedBlob?>>(() => SendBlobAsync(from, b, cancel))).Value.ConfigureAwait(false) is not { } coded)
                return null;
            blobs.Add(coded);
        }
        return new RemoteEnvelope(entry, blobs);
    }

    private async Task<CodedBlob?> SendBlobAsync(Depot from, ContentDigest blob, CancellationToken cancel)
    {
        if (from.ReadBlob(blob) is not { } content || content.Length > remote.Limits.Blob)
            return null;
        var (coded, bytes) = CodedBlob.Encode(content, blob);
        if (await FindAsync(coded.Coded, cancel).ConfigureAwait(false) is null)
        {
            var name = remote.Names.Own(RemoteNames.Of(coded.Coded));
            await PutAsync(name, bytes, remote.WasRefused(name), cancel).ConfigureAwait(false);
        }
        return coded;
    }

    /// <summary>The name that a coded blob stands under; null where none does, or what stands there was refused.</summary>
    private async Task<string?> FindAsync(ContentDigest coded, CancellationToken cancel)
    {
        foreach (var name in remote.Names.All(RemoteNames.Of(coded)))
        {
            if (!remote.WasRefused(name) && await remote.Store.HasAsync(name, cancel).ConfigureAwait(false))
                return name;
        }
        return null;
    }

    private async Task PutAsync(string name, byte[] bytes, bool replace, CancellationToken cancel)
    {
        await remote.Store.PutAsync(name, bytes, replace, cancel).ConfigureAwait(false);
        remote.Report.Up(bytes.Length);
    }
}
