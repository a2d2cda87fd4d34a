using System.Globalization;

namespace CompileDepot.Core.IO;

/// <summary>
/// What the file system says of a file without reading it. Equal stamps of one path mean equal content, unless the file was modified
/// within the clock's granularity of being read (see <see cref="IsSettledAt"/>).
/// </summary>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedNanoseconds">Time of last modification, since 1970.</param>
/// <param name="ChangedNanoseconds">Time of last status change (ctime), since 1970; tools that set the modification time back cannot set this one. Where the system has none, the creation time.</param>
/// <param name="Inode">The file's number within its file system; 0 where the system has none.</param>
/// <param name="Mode">Unix permission bits; 0 where the system has none.</param>
public readonly record struct FileStamp(long Size, long ModifiedNanoseconds, long ChangedNanoseconds, ulong Inode, ushort Mode)
{
    /// <summary>
    /// Linux stamps files with the time of the last timer tick (1 to 10 ms apart); 50 ms is well above that. File systems that keep whole
    /// seconds (or FAT's two) show it: the fraction is zero, and then 3 s are asked for. Too long only costs a second hash of a small, fresh file.
    /// </summary>
    private const long FineGranularity = 50_000_000;
    private const long CoarseGranularity = 3_000_000_000;

    /// <summary>Time of last modification.</summary>
    public DateTimeOffset Modified => DateTimeOffset.UnixEpoch.AddTicks(ModifiedNanoseconds / 100);

    /// <summary>Whether a content read at <paramref name="nanoseconds"/> (since 1970) or later is certain to be the one that the stamp stands for.</summary>
    public bool IsSettledAt(long nanoseconds)
    {
        var newest = Math.Max(ModifiedNanoseconds, ChangedNanoseconds);
        var granularity = newest % 1_000_000_000 == 0 ? CoarseGranularity : FineGranularity;
        return nanoseconds - newest > granularity;
    }

    /// <summary>The system's clock, in nanoseconds since 1970 (resolution 100 ns).</summary>
    public static long Now => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;

    /// <summary>How files of ours hold a stamp: <c>size mtime ctime inode mode</c>, five fields.</summary>
    public string ToFields() => string.Create(CultureInfo.InvariantCulture, $"{Size} {ModifiedNanoseconds} {ChangedNanoseconds} {Inode} {Mode}");

    /// <summary>The inverse of <see cref="ToFields"/>.</summary>
    public static bool TryParse(ReadOnlySpan<string> fields, out FileStamp stamp)
    {
        stamp = default;
        var invariant = CultureInfo.InvariantCulture;
        if (fields.Length != 5
            || !long.TryParse(fields[0], invariant, out var size)
            || !long.TryParse(fields[1], invariant, out var modified)
            || !long.TryParse(fields[2], invariant, out var changed)
            || !ulong.TryParse(fields[3], invariant, out var inode)
            || !ushort.TryParse(fields[4], invariant, out var mode))
        {
            return false;
        }
        stamp = new FileStamp(size, modified, changed, inode, mode);
        return true;
    }

    /// <summary>Reads the stamp of a regular file; links are followed. False where there is none, or it is a folder, or may not be looked at.</summary>
    public static bool TryRead(string path, out FileStamp stamp)
    {
        stamp = default;
        // The system would read up to the NUL, and answer for another file.
        return !path.Contains('\0') && (OperatingSystem.IsLinux() && LinuxStat.Available ? LinuxStat.TryRead(path, out stamp) : TryReadPortable(path, out stamp));
    }

    private static bool TryReadPortable(string path, out FileStamp stamp)
    {
        stamp = default;
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
                return false;
            stamp = new FileStamp(
                info.Length,
                (info.LastWriteTimeUtc.Ticks - DateTime.UnixEpoch.Ticks) * 100,
                (info.CreationTimeUtc.Ticks - DateTime.UnixEpoch.Ticks) * 100,
                0,
                OperatingSystem.IsWindows() ? (ushort)0 : (ushort)info.UnixFileMode);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
