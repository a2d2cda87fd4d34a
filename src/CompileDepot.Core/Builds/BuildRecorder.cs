using System.Globalization;
using CompileDepot.Core.Depots;

namespace CompileDepot.Core.Builds;

/// <summary>
/// Writes down what one process does in one build: one file, a line appended whole for each action, so that a killed process loses nothing and nodes need no lock.
/// Disposed when the build ends, it adds the end: the files of one build's nodes overlap in time, and those of two builds of one tree do not (see <see cref="BuildRecordReader"/>).
/// Safe for use from several threads; never throws.
/// </summary>
public sealed class BuildRecorder(DepotLayout layout) : IDisposable
{
    /// <summary>The line that tells when the build ended.</summary>
    internal const string EndProperty = "end";

    // Enough for weeks of work; the oldest go first once there are a quarter more.
    private const int KeptFiles = 400;

    private readonly Lock _gate = new();
    private string? _path;

    public void Add(ActionRecord record) => Append(ActionRecordJson.Write(record), begin: true);

    public void Dispose() =>
        Append(System.Text.Encoding.UTF8.GetBytes($"{{\"{EndProperty}\":\"{DateTimeOffset.UtcNow:O}\"}}\n"), begin: false);

    private void Append(byte[] line, bool begin)
    {
        lock (_gate)
        {
            try
            {
                if (_path is null)
                {
                    if (!begin)
                        return;
                    Directory.CreateDirectory(layout.Builds);
                    var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
                    _path = Path.Combine(layout.Builds, string.Create(CultureInfo.InvariantCulture, $"{time}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}.jsonl"));
                    Prune();
                }
                using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                stream.Write(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A depot that can't be written keeps no records.
            }
        }
    }

    private void Prune()
    {
        var files = Directory.GetFiles(layout.Builds, "*.jsonl");
        if (files.Length <= KeptFiles * 5 / 4)
            return;
        // Names begin with their time.
        foreach (var file in files.Order(StringComparer.Ordinal).SkipLast(KeptFiles))
            IO.AtomicFile.TryDelete(file);
    }
}
