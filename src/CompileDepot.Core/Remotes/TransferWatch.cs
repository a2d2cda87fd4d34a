using System.Diagnostics;

namespace CompileDepot.Core.Remotes;

/// <summary>Cuts a transfer that says nothing for too long, or is too slow on the average (see <see cref="RemoteLimits"/>). For one transfer; not thread-safe.</summary>
internal sealed class TransferWatch : IDisposable
{
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

    public void Dispose() => _source.Dispose();
}
