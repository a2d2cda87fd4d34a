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

    // Enough for weeks of work, and as many as commands can read in a second or two; the oldest go first.
    private const int KeptBuilds = 400;

    // A depot that many machines write has that many in an hour, of some nodes each. Every process that records lists all files, and commands read them: 4,000 are ten nodes to a build.
    private const int KeptFiles = 4_000;

    // Nodes have a record each, which begins with their first action. So those that begin within this time count as one build.
    private static readonly TimeSpan OneBuild = TimeSpan.FromMinutes(1);

    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff";

    private readonly Lock _gate = new();
    private string? _path;

    public void Add(ActionRecord record) => Append(ActionRecordJson.Write(record), begin: true);

    public void Add(BuildNote note) => Append(note.Write(), begin: true);

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
                    var time = DateTime.UtcNow.ToString(TimeFormat, CultureInfo.InvariantCulture);
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
        if (files.Length <= KeptBuilds)
            return;
        var (builds, kept, isOver) = (0, 0, false);
        DateTime? last = null;
        // Names begin with their time.
        foreach (var file in files.OrderDescending(StringComparer.Ordinal))
        {
            if (!DateTime.TryParseExact(Path.GetFileName(file).Split('-')[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                continue;
            if (last is null || last - time > OneBuild)
            {
                // Builds go whole: half of one would be taken for a smaller one.
                isOver = ++builds > KeptBuilds || kept >= KeptFiles;
                last = time;
            }
            if (isOver)
                IO.AtomicFile.TryDelete(file);
            else
                kept++;
        }
    }
}
