using System.Diagnostics;

namespace CompileDepot.Core.Remotes;

/// <summary>Cuts a transfer that says nothing for too long, or is too slow on the average (see <see cref="RemoteLimits"/>). For one transfer; not thread-safe.</summary>
internal sealed class TransferWatch : IDisposable
{
    private const int Piece = 64 * 1024;

    private readonly RemoteLimits _limits;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly long _start = Stopwatch.GetTimestamp();

    public TransferWatch(RemoteLimits limits, CancellationToken caller)
    {
        (_limits, _caller) = (limits, caller);
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        // A first connection and the first byte; the connection has a bound of its own as well.
        _source.CancelAfter(limits.Connect + limits.Silence);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>To be called with the number of bytes that came or went so far, when some did.</summary>
    public void Progress(long total)
    {
        var enough = _limits.Silence + TimeSpan.FromSeconds((double)total / _limits.MinimumRate) - Stopwatch.GetElapsedTime(_start);
        _source.CancelAfter(enough < TimeSpan.Zero ? TimeSpan.Zero : enough < _limits.Silence ? enough : _limits.Silence);
    }

    /// <summary>Runs a transfer.</summary>
    /// <exception cref="RemoteException">It was cut for its slowness.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> transfer, string place)
    {
        try
        {
            // What does not listen to its token is left behind: a hung file share hangs whoever waits for it.
            return await transfer(Token).WaitAsync(Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested && _source.IsCancellationRequested)
        {
            throw new RemoteException(RemoteFailure.TooSlow, $"{place} does not answer within {_limits.Silence.TotalSeconds:0.#} s, or sends less than {_limits.MinimumRate / 1024} kB a second");
        }
    }

    /// <summary>All of a stream.</summary>
    /// <param name="length">What is said of its length, not to be trusted; null: nothing.</param>
    /// <exception cref="RemoteException">It is, or is said to be, longer than <paramref name="limit"/>.</exception>
    public async Task<byte[]> ReadAll(Stream stream, long? length, long limit, string place)
    {
        if (length > limit)
            throw new RemoteException(RemoteFailure.TooLarge, $"{place} sends {length} bytes where there may be {limit}");
        var content = new MemoryStream((int)Math.Min(length ?? Piece, limit));
        var piece = new byte[Piece];
        for (int read; (read = await stream.ReadAsync(piece, Token).ConfigureAwait(false)) > 0;)
        {
            if (content.Length + read > limit)
                throw new RemoteException(RemoteFailure.TooLarge, $"{place} sends more than the {limit} bytes that there may be");
            content.Write(piece, 0, read);
            Progress(content.Length);
        }
        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    public void Dispose() => _source.Dispose();
}
