using System.Collections.Concurrent;
using System.Globalization;

namespace CompileDepot.Core.Remotes;

/// <summary>What remotes did in one process and build. Thread-safe.</summary>
public sealed class RemoteReport
{
    private readonly ConcurrentDictionary<RemoteRefusal, int> _refused = new();
    private int _hits;
    private int _misses;
    private int _failures;
    private int _stored;
    private int _notStored;
    private long _bytesDown;
    private long _bytesUp;
    private long _ticks;

    /// <summary>Entries that came.</summary>
    public int Hits => _hits;

    /// <summary>Questions that no remote had an answer to.</summary>
    public int Misses => _misses;

    /// <summary>Requests that failed.</summary>
    public int Failures => _failures;

    /// <summary>Entries that were sent, or found to be there already.</summary>
    public int Stored => _stored;

    /// <summary>Entries that were to be sent, and are not.</summary>
    public int NotStored => _notStored;

    /// <summary>Bytes of coded blobs and envelopes that came.</summary>
    public long BytesDown => _bytesDown;

    /// <summary>Bytes of coded blobs and envelopes that were sent.</summary>
    public long BytesUp => _bytesUp;

    /// <summary>How long look-ups waited, added up over threads.</summary>
    public TimeSpan Waited => new(_ticks);

    /// <summary>How many of what was refused, by kind.</summary>
    public IReadOnlyDictionary<RemoteRefusal, int> Refused => _refused;

    /// <summary>One line, for the log.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"remote depots: {Hits} hits, {Misses} misses in {Waited.TotalSeconds:0.0} s; {Mega(BytesDown)} MB down, {Mega(BytesUp)} MB up; {Stored} entries sent")
        + (NotStored > 0 ? $", {NotStored} not" : "")
        + (Failures > 0 ? $"; {Failures} failures" : "")
        + (_refused.IsEmpty ? "" : "; refused: " + string.Join(", ", _refused.OrderBy(r => r.Key).Select(r => $"{r.Value} {r.Key}")));

    /// <summary>Whether no remote was asked or told anything.</summary>
    public bool IsEmpty => Hits + Misses + Failures + Stored + NotStored == 0;

    internal void Hit(TimeSpan elapsed) => Count(ref _hits, elapsed);

    internal void Miss(TimeSpan elapsed) => Count(ref _misses, elapsed);

    internal void Failed() => Interlocked.Increment(ref _failures);

    internal void Sent() => Interlocked.Increment(ref _stored);

    internal void NotSent(int entries) => Interlocked.Add(ref _notStored, entries);

    internal void Down(long bytes) => Interlocked.Add(ref _bytesDown, bytes);

    internal void Up(long bytes) => Interlocked.Add(ref _bytesUp, bytes);

    /// <returns>How many of the kind there are now.</returns>
    internal int Refuse(RemoteRefusal kind) => _refused.AddOrUpdate(kind, 1, (_, n) => n + 1);

    private void Count(ref int counter, TimeSpan elapsed)
    {
        Interlocked.Increment(ref counter);
        Interlocked.Add(ref _ticks, elapsed.Ticks);
    }

    private static string Mega(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
