using CompileDepot.Core.Images;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Depots;

/// <summary>What is in a depot, counted by looking at its folders; no file is opened, unless it is an image.</summary>
/// <param name="Folder">Full path, of a folder or of an image.</param>
/// <param name="Exists">Whether the folder is there. One that is not is made by the first build that writes to it.</param>
/// <param name="Writable">Whether a file could be written just now, in the folder or in the nearest one above it that exists.</param>
/// <param name="Projects">Entries of whole projects.</param>
/// <param name="Bytes">Of all files, records and memos included.</param>
/// <param name="SetAside">Damaged files that builds found and set aside.</param>
/// <param name="Faults">Folders that can't be read, in words.</param>
public sealed record DepotInventory(string Folder, bool Exists, bool Writable, int Blobs, int Entries, int Projects, long Bytes, int SetAside, IReadOnlyList<string> Faults)
{
    // More than a file system keeps beside the name of a file: a full disk shows.
    private const int ProbeSize = 8 * 1024;

    public static DepotInventory Take(DepotLayout layout)
    {
        var faults = new List<(string Path, string What)>();
        var counts = new Dictionary<DepotFileKind, int>();
        long bytes = 0;
        foreach (var file in DepotFiles.List(layout, faults))
        {
            counts[file.Kind] = counts.GetValueOrDefault(file.Kind) + 1;
            bytes += file.Size;
        }
        return new DepotInventory(
            layout.Folder,
            Directory.Exists(layout.Folder),
            CanWrite(layout.Folder),
            counts.GetValueOrDefault(DepotFileKind.Blob),
            counts.GetValueOrDefault(DepotFileKind.Entry),
            counts.GetValueOrDefault(DepotFileKind.Project),
            bytes,
            counts.GetValueOrDefault(DepotFileKind.SetAside),
            [.. faults.Select(f => $"{f.Path}: {f.What}")]);
    }

    /// <summary>The same of a place in a stack.</summary>
    /// <param name="isFirst">Whether it is the one that is written, and so no image.</param>
    public static DepotInventory Take(string place, bool isFirst) => !isFirst && DepotImage.IsImage(place) ? Take(new DepotImage(place)) : Take(new DepotLayout(place));

    /// <summary>The same of an image; its index is read.</summary>
    public static DepotInventory Take(DepotImage image)
    {
        try
        {
            return new DepotInventory(image.Place, true, false, image.Blobs.Count, image.Entries.Count, image.Projects.Count, image.Bytes, 0, []);
        }
        catch (IOException e)
        {
            return new DepotInventory(image.Place, File.Exists(image.Place), false, 0, 0, 0, 0, 0, [$"{image.Place}: {e.Message}"]);
        }
    }

    /// <summary>Whether files can be written in a folder now, or in the nearest above it that is there. Permissions, read-only mounts, quotas and full disks: the one way to know is to write.</summary>
    public static bool CanWrite(string folder)
    {
        var nearest = folder;
        while (!Path.Exists(nearest) && Path.GetDirectoryName(nearest) is { } above)
            nearest = above;
        try
        {
            var probe = Path.Combine(nearest, AtomicFile.TemporaryPrefix + Guid.NewGuid().ToString("N"));
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            stream.Write(new byte[ProbeSize]);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
