using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Remotes;

/// <summary>Work in the background, on few threads of low priority, waited for at the end. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer and no wait handle; threads that were given up on still look at it.")]
internal sealed class RemoteUploads(RemoteLimits limits, RemoteReport report, Action<string> say)
{
    private readonly ConcurrentQueue<(RemoteWriter Writer, Func<RemoteWriter, CancellationToken, Task<bool>> Send)> _waiting = new();
    private readonly CancellationTokenSource _cancel = new();
    private int _pending;
    private int _threads;

    public void Add(RemoteWriter writer, Func<RemoteWriter, CancellationToken, Task<bool>> send)
    {
        if (_cancel.IsCancellationRequested)
            return;
        Interlocked.Increment(ref _pending);
        _waiting.Enqueue((writer, send));
        StartThread();
    }

    /// <summary>Waits until all is sent, as long as something gets through, and not beyond the bound; then the rest is given up, and said so.</summary>
    public void Flush()
    {
        var start = Stopwatch.GetTimestamp();
        var (last, since) = (Progress, start);
        while (Volatile.Read(ref _pending) > 0)
        {
            Thread.Sleep(5);
            if (Progress != last)
                (last, since) = (Progress, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(start) < limits.Flush && Stopwatch.GetElapsedTime(since) < limits.FlushSilence)
                continue;
            var left = Volatile.Read(ref _pending);
            _cancel.Cancel();
            say($"{DiagnosticCodes.RemoteOff}: {left} entries were not sent to remote depots: it would take longer than the {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s that the end of the build has waited.");
            report.NotSent(left);
            return;
        }
    }

    private (long, int, int) Progress => (report.BytesUp, report.Stored, Volatile.Read(ref _pending));

    private void StartThread()
    {
        if (Interlocked.Increment(ref _threads) > limits.Uploaders)
        {
            Interlocked.Decrement(ref _threads);
            return;
        }
        new Thread(Work) { IsBackground = true, Name = "CompileDepot uploads", Priority = ThreadPriority.BelowNormal }.Start();
    }

    private void Work()
    {
        while (_waiting.TryDequeue(out var job))
        {
            Send(job.Writer, job.Send);
            Interlocked.Decrement(ref _pending);
        }
        Interlocked.Decrement(ref _threads);
        // Something may have come between the last look and the end.
        if (!_waiting.IsEmpty)
            StartThread();
    }

    private void Send(RemoteWriter writer, Func<RemoteWriter, CancellationToken, Task<bool>> send)
    {
        if (_cancel.IsCancellationRequested)
            return;
        try
        {
            if (!writer.Remote.Account.MayWrite)
                report.NotSent(1);
            else if (send(writer, _cancel.Token).GetAwaiter().GetResult())
                report.Sent();
            else
                report.NotSent(1);
        }
        catch (RemoteException e)
        {
            report.NotSent(1);
            report.Failed();
            if (e.Kind != RemoteFailure.TooLarge)
                writer.Remote.Account.Failed(e, writing: true);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // Given up, and counted by who gave up; or a depot that others will complain about.
            if (!_cancel.IsCancellationRequested)
                report.NotSent(1);
        }
        // On a thread of our own nobody else would catch it, and the process would end.
        catch (Exception e)
        {
            report.NotSent(1);
            say(OwnFault.Sentence(e, $"An entry is not sent to {writer.Remote.Setting.Place}"));
        }
    }
}
