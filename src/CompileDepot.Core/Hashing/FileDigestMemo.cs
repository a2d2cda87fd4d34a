using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Hashing;

/// <summary>
/// Remembers the digests of files by (path, size, mtime, ctime, inode), in one append-only file that any number of processes share without locks:
/// a record is one line, appended in one write, and ends with a checksum of itself; a torn or flipped line is passed over.
/// Losing the file, or any part of it, costs time only. Safe for use from several threads.
/// </summary>
public sealed class FileDigestMemo
{
    // Superseded lines are dropped once they are this many and outnumber the living.
    private const int CompactionThreshold = 20_000;

    // A memo of a million files has less; what is larger is damaged (a hole left by a power cut, say), and would cost more than it saves.
    private const long LargestRead = 256L << 20;

    private readonly string? _path;
    private readonly ConcurrentDictionary<string, InputFile> _known = new(StringComparer.Ordinal);

    // Lines read and not yet looked at: a process asks for few of the files that a machine knows, so lines are taken apart when they are asked for.
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _lines = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<InputFile> _fresh = new();
    private readonly Lock _gate = new();
    private long _readUpTo;

    /// <param name="path">The memo's file; null: remembers in memory alone.</param>
    public FileDigestMemo(string? path) => _path = path;

    /// <summary>The digest of <paramref name="path"/>, if the file is known with just this stamp.</summary>
    public InputFile? Find(string path, in FileStamp stamp)
    {
        if (_known.TryGetValue(path, out var file) && file.Stamp == stamp)
            return file;
        if (!_lines.TryRemove(path, out var line) || FileDigestRecord.TryRead(line.Span) is not { } read)
            return null;
        _known[path] = read;
        return read.Stamp == stamp ? read : null;
    }

    /// <summary>Adds a file whose stamp is settled (see <see cref="FileStamp.IsSettledAt"/>); the caller has made sure.</summary>
    public void Add(InputFile file)
    {
        _known[file.Path] = file;
        _fresh.Enqueue(file);
    }

    /// <summary>Takes in what other processes have appended since the last call. Never throws.</summary>
    public void Refresh()
    {
        if (_path is null || !FileStamp.TryRead(_path, out var stamp) || stamp.Size == Volatile.Read(ref _readUpTo))
            return;
        lock (_gate)
        {
            try
            {
                var lines = ReadNewLines();
                if (lines > CompactionThreshold && lines > 2 * _lines.Count)
                    Compact();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // No memo: everything is hashed again.
            }
        }
    }

    /// <summary>Appends what was added since the last call. Never throws.</summary>
    public void Save()
    {
        if (_path is null || _fresh.IsEmpty)
            return;
        var text = new StringBuilder();
        while (_fresh.TryDequeue(out var file))
            FileDigestRecord.Write(text, file);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            // The whole batch is one write, which the system does not interleave with others'.
            SharedAppend.Write(_path, Encoding.UTF8.GetBytes(text.ToString()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Full or read-only: remembered in this process alone.
        }
    }

    private int ReadNewLines()
    {
        using var stream = new FileStream(_path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (stream.Length < _readUpTo)
            _readUpTo = 0;
        if (stream.Length - _readUpTo > LargestRead)
        {
            Compact();
            return 0;
        }
        stream.Position = _readUpTo;
        var content = new byte[stream.Length - _readUpTo];
        stream.ReadExactly(content);
        var lines = 0;
        for (int start = 0, end; (end = content.AsSpan(start).IndexOf((byte)'\n')) >= 0; start += end + 1, lines++)
        {
            _readUpTo += end + 1;
            if (FileDigestRecord.PathOf(content.AsSpan(start, end)) is { } path)
                _lines[path] = content.AsMemory(start, end);
        }
        return lines;
    }

    private void Compact()
    {
        var text = new StringBuilder();
        foreach (var file in _lines.Values.Select(l => FileDigestRecord.TryRead(l.Span)).OfType<InputFile>().Concat(_known.Values))
            FileDigestRecord.Write(text, file);
        AtomicFile.Write(_path!, Encoding.UTF8.GetBytes(text.ToString()));
        _readUpTo = 0;
    }
}
