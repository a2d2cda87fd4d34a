using System.Globalization;
using System.Text.Json;
using CompileDepot.Core.Depots;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collecting;

/// <summary>
/// Collection without being asked: at most once a day, of a depot that is over its limit. A build claims the day when it ends, and starts a process of its own, which may be killed at any time as every
/// collector may. As git does it for its objects (<c>gc.auto</c>).
/// </summary>
public static class AutomaticCollection
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    /// <summary>Whether it is time, in which case it is nobody else's for a day. The time of the lock's file tells when that last was; a depot that has none is new. Never throws.</summary>
    public static bool Claim(DepotLayout layout, DateTimeOffset now)
    {
        try
        {
            var file = layout.CollectorLock;
            if (!File.Exists(file))
            {
                if (Directory.Exists(layout.Versioned))
                    new FileStream(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0).Dispose();
                return false;
            }
            // A clock that was wrong once is no reason to wait for years.
            if ((now - File.GetLastWriteTimeUtc(file)).Duration() < Pause)
                return false;
            File.SetLastWriteTimeUtc(file, now.UtcDateTime);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody collects just now; or nothing can be freed here.
            return false;
        }
    }

    /// <summary>Frees, if the first depot is over the limit, and leaves a note of what was done (see <see cref="CollectionNote"/>).</summary>
    /// <param name="options">With a limit.</param>
    /// <returns>Null: the depot is within its limit.</returns>
    public static CollectionNote? Run(DepotStack stack, CollectOptions options)
    {
        var layout = stack.First.Layout;
        var bytes = DepotFiles.List(layout, []).Sum(f => f.Size);
        if (bytes <= options.MaxSize)
            return null;
        CollectionNote note;
        try
        {
            var result = new Collector(stack, options).Collect();
            note = new CollectionNote(options.Now, result.RemovedBytes, result.Left, result.Failed is [var (thing, what), ..] ? $"{thing.Path}: {what}" : "");
        }
        catch (CollectException e) when (e.Code == DiagnosticCodes.CollectionUnderWay)
        {
            return null;
        }
        catch (Exception e) when (e is CollectException or IOException or UnauthorizedAccessException)
        {
            note = new CollectionNote(options.Now, 0, bytes, e.Message);
        }
        note.Write(layout);
        return note;
    }
}

/// <summary>
/// What the last collection did that nobody asked for: there is no other place where it could say so. <c>compiledepot status</c> shows it.
/// <code>v1/collected.json: { format: 1, time, freed, left, fault }</code>
/// </summary>
/// <param name="Freed">Bytes.</param>
/// <param name="Left">Bytes.</param>
/// <param name="Fault">What did not work, in words; empty: nothing.</param>
public sealed record CollectionNote(DateTimeOffset Time, long Freed, long Left, string Fault)
{
    private const int Format = 1;

    /// <summary>Null where there is none that can be read.</summary>
    public static CollectionNote? TryRead(DepotLayout layout)
    {
        try
        {
            if (!File.Exists(layout.CollectionNote))
                return null;
            using var document = JsonDocument.Parse(File.ReadAllBytes(layout.CollectionNote));
            var json = document.RootElement;
            return json.GetProperty("format").GetInt32() == Format
                ? new CollectionNote(json.GetProperty("time").GetDateTimeOffset(), json.GetProperty("freed").GetInt64(), json.GetProperty("left").GetInt64(), json.GetProperty("fault").GetString() ?? "")
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    internal void Write(DepotLayout layout)
    {
        var bytes = JsonBytes.Object(json =>
        {
            json.WriteNumber("format", Format);
            json.WriteString("time", Time.ToString("O", CultureInfo.InvariantCulture));
            json.WriteNumber("freed", Freed);
            json.WriteNumber("left", Left);
            json.WriteString("fault", Fault);
        }, JsonBytes.Escaped);
        try
        {
            AtomicFile.Write(layout.CollectionNote, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written, nothing was freed.
        }
    }
}
