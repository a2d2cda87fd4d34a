using System.Collections.Concurrent;

namespace CompileDepot.Core.IO;

/// <summary>
/// What files mean, read once a process as long as their stamps stay: an MSBuild node asks for the same few for each project. Safe among threads; two that meet read a file twice.
/// A file that was modified shortly before it was read is read again the next time, because a second change need not show in its stamp.
/// </summary>
/// <param name="read">From the path; says by its result what can't be read.</param>
internal sealed class StampedFiles<T>(Func<string, T> read)
    where T : class
{
    private readonly ConcurrentDictionary<string, (FileStamp Stamp, T Content)> _known = new();

    /// <summary>Null where there is no such file.</summary>
    public T? Read(string path)
    {
        if (!FileStamp.TryRead(path, out var stamp))
            return null;
        if (_known.TryGetValue(path, out var known) && known.Stamp == stamp)
            return known.Content;
        var now = FileStamp.Now;
        var content = read(path);
        if (stamp.IsSettledAt(now))
            _known[path] = (stamp, content);
        return content;
    }
}
