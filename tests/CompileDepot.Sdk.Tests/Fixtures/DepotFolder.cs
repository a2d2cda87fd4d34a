using CompileDepot.Core.Effects;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A depot as it lies on disk (DESIGN section 4), for tests that look into it and break it.</summary>
public sealed class DepotFolder(string folder)
{
    public string Folder { get; } = folder;

    public IReadOnlyList<string> Blobs => FilesBelow("v1/blobs");

    public IReadOnlyList<string> Entries => FilesBelow("v1/entries");

    public static Entry ReadEntry(string entry) => EntryFile.Read(File.ReadAllBytes(entry));

    public string KeyText(string entry) => File.ReadAllText(BlobPath(ReadEntry(entry).KeyText.ToString()));

    public string BlobPath(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Path.Combine(Folder, "v1", "blobs", address[..2], address);
    }

    /// <summary>Blobs that are files restored by an entry: not the texts of keys.</summary>
    public IReadOnlyList<string> OutputBlobs()
    {
        var outputs = Entries.SelectMany(entry => ReadEntry(entry).Files).Select(file => file.Blob.ToString()).ToHashSet();
        return [.. Blobs.Where(blob => outputs.Contains(Path.GetFileName(blob)))];
    }

    /// <summary>Replaces the bytes of a blob or an entry, as a bad disk does: blobs are read-only files.</summary>
    public static void Overwrite(string file, Func<byte[], byte[]> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var content = change(File.ReadAllBytes(file));
        File.Delete(file);
        File.WriteAllBytes(file, content);
    }

    /// <summary>A digest of all entries and blobs by name.</summary>
    public string Listing() => string.Join('\n', Blobs.Concat(Entries).OrderBy(file => file, StringComparer.Ordinal));

    private List<string> FilesBelow(string part)
    {
        var start = Path.Combine(Folder, part);
        return Directory.Exists(start) ? [.. Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories).OrderBy(f => f, StringComparer.Ordinal)] : [];
    }
}
