using Microsoft.Win32.SafeHandles;

namespace CompileDepot.Core.IO;

/// <summary>
/// Publishes whole files: a reader sees the former content, or none, or all of the new one. Safe among any number of processes.
/// Nothing is forced to the disk: after a power cut a file may be empty, which is why all that is read from a depot is verified.
/// </summary>
public static class AtomicFile
{
    /// <summary>Begins the names of files in the making, so that collection can tell those that a killed process left behind.</summary>
    public const string TemporaryPrefix = ".tmp-";

    /// <summary>Writes <paramref name="content"/> to a new file in the folder of <paramref name="path"/> and renames it there.</summary>
    /// <param name="overwrite">False: an existing file wins and stays as it is.</param>
    /// <returns>False where a file was there already and <paramref name="overwrite"/> is false.</returns>
    /// <exception cref="IOException">Full, read-only or missing device, and the like; nothing is left behind where the file system allows.</exception>
    public static bool Write(string path, ReadOnlySpan<byte> content, bool overwrite = true, UnixFileMode? mode = null)
    {
        var temporary = TemporaryFor(path);
        try
        {
            using (var handle = Create(temporary, content.Length))
                RandomAccess.Write(handle, content, 0);
            if (mode is { } bits && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, bits);
            return Publish(temporary, path, overwrite);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Writes the file only where it changes: an unchanged one keeps its time, and who goes by times has nothing to do.</summary>
    /// <returns>Whether it was written.</returns>
    /// <exception cref="IOException">As for <see cref="Write"/>; or what is there can't be read.</exception>
    public static bool WriteIfChanged(string path, ReadOnlySpan<byte> content) =>
        !(File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)) && Write(path, content);

    /// <summary>Renames <paramref name="temporary"/> to <paramref name="path"/>.</summary>
    public static bool Publish(string temporary, string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            File.Delete(temporary);
            return false;
        }
        // Two writers of one address write the same bytes, so the one that comes second may as well replace the first.
        File.Move(temporary, path, overwrite: true);
        return true;
    }

    /// <summary>A name in the folder of <paramref name="path"/> (made if missing) that nobody else uses.</summary>
    public static string TemporaryFor(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, TemporaryPrefix + Guid.NewGuid().ToString("N"));
    }

    // A collector removes empty folders: it may have come between.
    private static SafeFileHandle Create(string temporary, long size)
    {
        try
        {
            return File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, preallocationSize: size);
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(temporary)!);
            return File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, preallocationSize: size);
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover is harmless: collection removes it.
        }
    }
}
