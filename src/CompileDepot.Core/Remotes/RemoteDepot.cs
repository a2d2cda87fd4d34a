using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Remotes;

/// <summary>One remote: what it has comes from here, checked. Thread-safe.</summary>
/// <param name="refuse">Told of all that is refused.</param>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim that nobody asks for its wait handle has nothing to free; answers that nobody waits for any more still release it.")]
internal sealed class RemoteDepot(RemoteSetting setting, IRemoteStore store, RemoteAccount account, RemoteLimits limits, RemoteReport report, Func<byte[], string?>? distrust, Action<RemoteRefusal, string> refuse)
{
    private readonly SemaphoreSlim _transfers = new(limits.Parallel);

    // Names without anything behind them, or with something that was refused.
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

    public RemoteSetting Setting => setting;

    public RemoteNames Names { get; } = new(setting.Scope);

    public RemoteAccount Account => account;

    public RemoteLimits Limits => limits;

    public RemoteReport Report => report;

    public IRemoteStore Store => store;

    /// <summary>Whether what stands under a name has been refused: then it may be written over.</summary>
    public bool WasRefused(string name) => _refused.ContainsKey(name);

    /// <summary>The first of the entries that is there and good, with all its blobs, in the depot.</summary>
    public async Task<Entry?> FetchAsync(Depot into, IReadOnlyList<ActionKey> keys)
    {
        var start = Stopwatch.GetTimestamp();
        using var bound = new CancellationTokenSource();
        Bound(bound, start, TimeSpan.Zero);
        // Most entries serve every place, and so stand under the first key; the others are asked for at once, together.
        foreach (var group in new[] { keys.Take(1), keys.Skip(1) })
        {
            var asked = group.SelectMany(key => Names.All(RemoteNames.Of(key)).Select(name => (Key: key, Name: name, Answer: Take(name, bound.Token)))).ToList();
            foreach (var (key, name, answer) in asked)
            {
                if (await answer.ConfigureAwait(false) is { } bytes && await Try(name, () => BringAsync(into, key, bytes, bound.Token, e => Bound(bound, start, e.Made.Duration))).ConfigureAwait(false) is { } entry)
                {
                    account.Spent(Stopwatch.GetElapsedTime(start), entry.Made.Duration);
                    return entry;
                }
            }
        }
        account.Spent(Stopwatch.GetElapsedTime(start), TimeSpan.Zero);
        return null;
    }

    /// <summary>The entry of a project in one slot, with its blobs, and the entries of its compiles with theirs, in the depot.</summary>
    /// <param name="isEnd">Whether the slot is empty: then those after it are, too.</param>
    public async Task<(ProjectEntry Entry, string Id)?> FetchAsync(Depot into, TreeHash tree, string name, Action isEnd)
    {
        var start = Stopwatch.GetTimestamp();
        using var bound = new CancellationTokenSource();
        Bound(bound, start, TimeSpan.Zero);
        if (await Take(name, bound.Token).ConfigureAwait(false) is not { } bytes)
        {
            account.Spent(Stopwatch.GetElapsedTime(start), TimeSpan.Zero);
            isEnd();
            return null;
        }
        var found = await Try(name, () => BringAsync(into, tree, bytes, start, bound)).ConfigureAwait(false);
        account.Spent(Stopwatch.GetElapsedTime(start), found?.Entry.Duration ?? TimeSpan.Zero);
        return found is var (entry, id) ? (entry, id) : null;
    }

    /// <summary>What stands under a name now, for who is about to write there; null: nothing.</summary>
    /// <exception cref="RemoteException">The remote failed.</exception>
    public async Task<byte[]?> PeekAsync(string name, CancellationToken cancel)
    {
        var bytes = await store.GetAsync(name, limits.Envelope, cancel).ConfigureAwait(false);
        report.Down(bytes?.Length ?? 0);
        return bytes;
    }

    /// <summary>Reads and checks an entry.</summary>
    /// <returns>Null: of another version.</returns>
    /// <exception cref="RefusedException">It is not to be used.</exception>
    public (RemoteEnvelope Envelope, Entry Entry)? Open(byte[] bytes, ActionKey key)
    {
        if (RemoteEnvelope.IsForeign(bytes))
            return null;
        var envelope = RemoteEnvelope.Read(bytes, limits);
        Entry entry;
        try
        {
            entry = EntryFile.Read(envelope.Entry);
        }
        catch (FormatException e)
        {
            return EntryFile.IsForeign(envelope.Entry) ? null : throw new RefusedException(RemoteRefusal.ChangedEntry, e.Message);
        }
        if (entry.Key != key)
            throw new RefusedException(RemoteRefusal.OtherKey, $"the entry belongs to {entry.Key.Short}");
        Check(SafePaths.FirstUnsafe(entry), entry.Files.Select(f => f.Size), entry.Blobs, envelope);
        return (envelope, entry);
    }

    /// <summary>Reads and checks the entry of a project.</summary>
    /// <inheritdoc cref="Open(byte[], ActionKey)"/>
    public (RemoteEnvelope Envelope, ProjectEntry Entry)? Open(byte[] bytes, TreeHash tree)
    {
        if (RemoteEnvelope.IsForeign(bytes))
            return null;
        var envelope = RemoteEnvelope.Read(bytes, limits);
        if (ProjectEntryFile.TryRead(envelope.Entry) is not { } entry)
            return SignedFile.IsWhole(envelope.Entry) ? null : throw new RefusedException(RemoteRefusal.ChangedEntry, "the entry is damaged");
        if (entry.Tree != tree)
            throw new RefusedException(RemoteRefusal.OtherKey, $"the entry belongs to {entry.Tree.Short}");
        Check(SafePaths.FirstUnsafe(entry), entry.Files.Select(f => f.Size), entry.Blobs, envelope);
        return (envelope, entry);
    }

    private void Check(string? unsafePath, IEnumerable<long> sizes, IEnumerable<(ContentDigest Blob, long Size)> named, RemoteEnvelope envelope)
    {
        if (unsafePath is not null)
            throw new RefusedException(RemoteRefusal.UnsafePath, $"it names '{unsafePath}'");
        if (sizes.Any(s => s < 0 || s > limits.Blob))
            throw new RefusedException(RemoteRefusal.Oversized, "it names a file of an impossible size");
        var listed = envelope.Blobs.ToLookup(b => b.Blob);
        foreach (var (blob, size) in named)
        {
            var coded = listed[blob].FirstOrDefault() ?? throw new RefusedException(RemoteRefusal.Malformed, $"it does not say how blob {blob} is kept");
            if (size >= 0 && coded.Size != size)
                throw new RefusedException(RemoteRefusal.Oversized, $"blob {blob} is said to have {size} bytes, and {coded.Size}");
        }
        if (distrust?.Invoke(envelope.Entry) is { } why)
            throw new RefusedException(RemoteRefusal.Untrusted, $"it {why}");
    }

    /// <param name="opened">Told of the entry before its blobs are asked for; null: nobody has to know.</param>
    private async Task<Entry?> BringAsync(Depot into, ActionKey key, byte[] bytes, CancellationToken cancel, Action<Entry>? opened = null)
    {
        if (Open(bytes, key) is not var (envelope, entry))
            return null;
        opened?.Invoke(entry);
        return await BringAsync(into, envelope, entry.Blobs, cancel).ConfigureAwait(false) && into.TakeEntry(key, envelope.Entry, overwrite: true) ? entry : null;
    }

    private async Task<(ProjectEntry Entry, string Id)?> BringAsync(Depot into, TreeHash tree, byte[] bytes, long start, CancellationTokenSource bound)
    {
        if (Open(bytes, tree) is not var (envelope, entry))
            return null;
        var id = ProjectEntryFile.IdOf(entry);
        // It has been looked at there, and did not do.
        if (into.Has(tree, id))
            return null;
        Bound(bound, start, entry.Duration);
        // The compiles' entries that the recording build used serve most places; who needs others asks for them.
        var actions = entry.Actions.Where(a => into.PeekEntry(a.Key) is null).Select(a => BringActionAsync(into, a.Key, bound.Token)).ToList();
        var blobs = BringAsync(into, envelope, entry.Blobs, bound.Token);
        await Task.WhenAll([blobs, .. actions]).ConfigureAwait(false);
        if (!await blobs.ConfigureAwait(false))
            return null;
        into.TakeProject(tree, id, envelope.Entry, overwrite: true);
        return (entry, id);
    }

    private async Task BringActionAsync(Depot into, ActionKey key, CancellationToken cancel)
    {
        foreach (var name in Names.All(RemoteNames.Of(key)))
        {
            if (await Take(name, cancel).ConfigureAwait(false) is { } bytes && await Try(name, () => BringAsync(into, key, bytes, cancel)).ConfigureAwait(false) is not null)
                return;
        }
    }

    // A hit that takes longer than the step, beyond what there is left to lose, is none; and as long as it is not known to be one, nothing is saved.
    private void Bound(CancellationTokenSource bound, long start, TimeSpan saves)
    {
        var left = saves + account.Left - Stopwatch.GetElapsedTime(start);
        bound.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : left);
    }

    /// <returns>False: the remote has not all of them any more.</returns>
    private async Task<bool> BringAsync(Depot into, RemoteEnvelope envelope, IEnumerable<(ContentDigest Blob, long Size)> named, CancellationToken cancel)
    {
        // What lies here may go at any moment, unless it is of use: see UseStamp.
        var listed = envelope.Blobs.ToLookup(b => b.Blob);
        var wanted = named.Select(n => listed[n.Blob].First()).Where(b => !into.Renew(b.Blob, b.Size)).ToList();
        var brought = await Task.WhenAll(wanted.Select(b => BringAsync(into, b, cancel))).ConfigureAwait(false);
        return Array.TrueForAll(brought, b => b);
    }

    private async Task<bool> BringAsync(Depot into, CodedBlob blob, CancellationToken cancel)
    {
        foreach (var name in Names.All(RemoteNames.Of(blob.Coded)))
        {
            byte[]? bytes;
            try
            {
                bytes = await GetAsync(name, blob.CodedSize, cancel).ConfigureAwait(false);
            }
            catch (RemoteException e) when (e.Kind == RemoteFailure.TooLarge)
            {
                Refuse(name, new RefusedException(RemoteRefusal.Oversized, $"blob {blob.Blob}: {e.Message}"));
                continue;
            }
            if (bytes is null)
                continue;
            try
            {
                into.AddBlob(blob.Decode(bytes), blob.Blob);
                return true;
            }
            catch (RefusedException e)
            {
                Refuse(name, e);
            }
        }
        return false;
    }

    // Runs what may find that something is to be refused, and turns all that goes wrong into a miss.
    private async Task<T?> Try<T>(string name, Func<Task<T?>> bring)
    {
        try
        {
            return await bring().ConfigureAwait(false);
        }
        catch (RefusedException e)
        {
            Refuse(name, e);
        }
        catch (RemoteException e)
        {
            Failed(e);
        }
        catch (OperationCanceledException)
        {
            // Slower than the step: the time is counted as lost.
            report.Failed();
        }
        return default;
    }

    /// <summary>An envelope; null where there is none to be had.</summary>
    private async Task<byte[]?> Take(string name, CancellationToken cancel)
    {
        try
        {
            return await GetAsync(name, limits.Envelope, cancel).ConfigureAwait(false);
        }
        catch (RemoteException e) when (e.Kind == RemoteFailure.TooLarge)
        {
            Refuse(name, new RefusedException(RemoteRefusal.Oversized, e.Message));
        }
        catch (RemoteException e)
        {
            Failed(e);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody waits for it any more.
        }
        return null;
    }

    private async Task<byte[]?> GetAsync(string name, long limit, CancellationToken cancel)
    {
        if (_missing.ContainsKey(name) || _refused.ContainsKey(name))
            return null;
        await _transfers.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // While this one waited, others may have found out.
            if (!account.MayRead)
                return null;
            var bytes = await store.GetAsync(name, limit, cancel).ConfigureAwait(false);
            if (bytes is null)
                _missing[name] = true;
            else
                report.Down(bytes.Length);
            return bytes;
        }
        finally
        {
            _transfers.Release();
        }
    }

    private void Failed(RemoteException failure)
    {
        report.Failed();
        account.Failed(failure, writing: false);
    }

    private void Refuse(string name, RefusedException refusal)
    {
        _refused[name] = true;
        refuse(refusal.Kind, $"{setting.Place}: {name}: {refusal.Message}");
    }
}
