using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Depots;

/// <summary>
/// A folder of blobs and entries. Any number of processes may read and write it at once, without locks: files appear whole (see <see cref="AtomicFile"/>), blobs before the entry
/// that names them, and two writers of one address write the same bytes. Collectors remove files meanwhile (see <see cref="UseStamp"/>). Not supported: file systems without atomic rename.
/// Members throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where the folder does not work; callers turn that into a miss.
/// </summary>
public sealed class Depot(string folder)
{
    // https://bford.info/cachedir/
    private const string CacheTag = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a depot of CompileDepot. Backups may leave it out; compiledepot explains what is in it.\n";

    internal const string DamagedSuffix = ".damaged";

    public DepotLayout Layout { get; } = new(folder);

    /// <summary>Looks for an entry.</summary>
    /// <param name="damage">What was wrong with a file that is there, and now is set aside; null otherwise.</param>
    public Entry? FindEntry(ActionKey key, out string? damage)
    {
        damage = null;
        var path = Layout.Entry(key);
        // First: from here on a collector leaves the entry, and the blobs that it names.
        UseStamp.Renew(path);
        if (TryRead(path) is not { } bytes)
            return null;
        try
        {
            var entry = EntryFile.Read(bytes);
            if (entry.Key == key)
                return entry;
            damage = $"{path}: the entry belongs to another key";
        }
        catch (FormatException e)
        {
            if (EntryFile.IsForeign(bytes))
                return null;
            damage = $"{path}: {e.Message}";
        }
        SetAside(path);
        return null;
    }

    /// <summary>Publishes an entry whose blobs are there.</summary>
    /// <param name="overwrite">False: the first wins. True where the entry that is there has just been found wanting.</param>
    /// <returns>False where an entry of another version stands in its place: it is not ours to replace.</returns>
    public bool AddEntry(Entry entry, bool overwrite)
    {
        var path = Layout.Entry(entry.Key);
        if (TryRead(path) is { } former && EntryFile.IsForeign(former))
            return false;
        // One whose stamp can't be renewed may go at any moment, and so it does not win.
        if (overwrite || !UseStamp.Renew(path))
            AtomicFile.Write(path, EntryFile.Write(entry));
        return true;
    }

    /// <summary>The file of a blob that is there with the right size; null where it is not. Its content is not verified.</summary>
    /// <param name="size">Bytes; negative: any.</param>
    public string? FindBlob(ContentDigest digest, long size)
    {
        var path = Layout.Blob(digest);
        return FileStamp.TryRead(path, out var stamp) && (size < 0 || stamp.Size == size) ? path : null;
    }

    /// <summary>Stores bytes whose digest is not known yet.</summary>
    public ContentDigest AddBlob(ReadOnlySpan<byte> content)
    {
        var digest = ContentDigest.Of(content);
        AddBlob(content, digest);
        return digest;
    }

    /// <summary>Stores bytes under their address; one that is there already, with the right size, stays.</summary>
    /// <param name="digest">Of <paramref name="content"/>; the caller has it already, so it is not taken again.</param>
    /// <param name="replace">Write it all the same: what is there may be damaged.</param>
    public void AddBlob(ReadOnlySpan<byte> content, ContentDigest digest, bool replace = false)
    {
        // As for entries: what a collector may be taking away is written again.
        if (!replace && FindBlob(digest, content.Length) is { } path && UseStamp.Renew(path))
            return;
        EnsureCreated();
        AtomicFile.Write(Layout.Blob(digest), content, overwrite: true, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// <summary>Reads a small blob whole, and verifies it.</summary>
    public byte[]? ReadBlob(ContentDigest digest)
    {
        var path = Layout.Blob(digest);
        if (TryRead(path) is not { } content)
            return null;
        if (ContentDigest.Of(content) == digest)
            return content;
        SetAside(path);
        return null;
    }

    /// <summary>Renames a damaged file, so that the next writer finds the place free and a person still finds the evidence.</summary>
    public static void SetAside(string path)
    {
        try
        {
            File.Move(path, path + DamagedSuffix, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A depot that we may not write heals in the one above it.
        }
    }

    // Gone is no fault of the depot, be it at any moment: collection frees what nobody needs.
    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Makes the folder a depot: marks it as a cache for backup programs.</summary>
    private void EnsureCreated()
    {
        if (!File.Exists(Layout.CacheTag))
            AtomicFile.Write(Layout.CacheTag, Encoding.UTF8.GetBytes(CacheTag), overwrite: false);
    }
}
