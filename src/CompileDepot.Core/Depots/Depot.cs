using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Depots;

/// <summary>
/// A folder of blobs and entries. Any number of processes may read and write it at once, without locks: files appear whole (see <see cref="AtomicFile"/>), blobs before the entry
/// that names them, and two writers of one address write the same bytes. Collectors remove files meanwhile (see <see cref="UseStamp"/>). Not supported: file systems without atomic rename.
/// </summary>
public sealed class Depot(string folder) : ReadableDepot
{
    // https://bford.info/cachedir/
    private const string CacheTag = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a depot of CompileDepot. Backups may leave it out; compiledepot explains what is in it.\n";

    internal const string DamagedSuffix = ".damaged";

    private const UnixFileMode BlobMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public DepotLayout Layout { get; } = new(folder);

    /// <summary>Signs what is stored; null: it is stored unsigned.</summary>
    public SigningKey? Signer { get; internal set; }

    public override string Place => Layout.Folder;

    /// <summary>Publishes an entry whose blobs are there.</summary>
    /// <param name="overwrite">False: the first wins, unless this one is signed, and that one not by the same key. True where the entry that is there has just been found wanting.</param>
    /// <returns>False where an entry of another version stands in its place: it is not ours to replace.</returns>
    public bool AddEntry(Entry entry, bool overwrite)
    {
        var path = Layout.Entry(entry.Key);
        var former = TryRead(path);
        if (former is not null && EntryFile.IsForeign(former))
            return false;
        // One whose stamp can't be renewed may go at any moment, and so it does not win. What we sign is what we made ourselves, never what somebody else left there.
        if (overwrite || former is null || Signer?.HasSigned(former) == false || !UseStamp.Renew(path))
            AtomicFile.Write(path, Sign(EntryFile.Write(entry)));
        return true;
    }

    /// <summary>Takes over the file of an entry as it is, signature and all; its blobs are there.</summary>
    /// <param name="overwrite">False: one that is there and not damaged stays. True where that did not do; one of another version stays even so.</param>
    /// <returns>Whether it was written.</returns>
    public bool TakeEntry(ActionKey key, byte[] file, bool overwrite = false)
    {
        var path = Layout.Entry(key);
        if (TryRead(path) is { } former && (EntryFile.IsForeign(former) || (!overwrite && PeekEntry(key) is not null && UseStamp.Renew(path))))
            return false;
        return AtomicFile.Write(path, file);
    }

    /// <summary>Takes over the file of a project's entry as it is; its blobs are there.</summary>
    /// <param name="overwrite">As for <see cref="TakeEntry"/>.</param>
    /// <returns>Whether it was written.</returns>
    public bool TakeProject(TreeHash tree, string id, byte[] file, bool overwrite = false)
    {
        var path = Layout.Project(tree, id);
        if (!overwrite && TryRead(path) is { } former && SignedFile.IsWhole(former) && UseStamp.Renew(path))
            return false;
        return AtomicFile.Write(path, file);
    }

    /// <summary>Takes a blob over from another depot, verified; one that is there already, with the right size, stays.</summary>
    /// <param name="size">Bytes; negative: any.</param>
    /// <returns>False: the other one does not have it undamaged. There it is set aside then.</returns>
    public bool TakeBlob(ReadableDepot from, ContentDigest digest, long size)
    {
        var path = Layout.Blob(digest);
        if (Renew(digest, size))
            return true;
        if (!from.HasBlob(digest, size))
            return false;
        EnsureCreated();
        var temporary = AtomicFile.TemporaryFor(path);
        try
        {
            if (!from.TryCopyBlob(digest, temporary))
                return false;
            if (ContentDigest.OfFile(temporary) != digest)
            {
                from.SetAside(digest);
                return false;
            }
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, BlobMode);
            return AtomicFile.Publish(temporary, path, overwrite: true);
        }
        finally
        {
            AtomicFile.TryDelete(temporary);
        }
    }

    /// <summary>Whether the entry of a project is there.</summary>
    public bool Has(TreeHash tree, string id) => File.Exists(Layout.Project(tree, id));

    public override bool HasBlob(ContentDigest digest, long size) => FileStamp.TryRead(Layout.Blob(digest), out var stamp) && (size < 0 || stamp.Size == size);

    public override bool TryCopyBlob(ContentDigest digest, string path)
    {
        try
        {
            // File.Copy shares the blocks where the file system can (reflink), and never the file itself: a later step may write into the place.
            File.Copy(Layout.Blob(digest), path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
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
        if (!replace && Renew(digest, content.Length))
            return;
        EnsureCreated();
        AtomicFile.Write(Layout.Blob(digest), content, overwrite: true, BlobMode);
    }

    /// <summary>Says that a blob is of use.</summary>
    /// <returns>Whether it is there, with the right size, and stays.</returns>
    public bool Renew(ContentDigest digest, long size) => HasBlob(digest, size) && UseStamp.Renew(Layout.Blob(digest));

    /// <summary>Publishes the entry of a project whose blobs are there. Builds with the same outcome take the same place.</summary>
    /// <returns>Its name (see <see cref="ProjectEntryFile.IdOf"/>).</returns>
    public string AddProject(ProjectEntry entry)
    {
        var id = ProjectEntryFile.IdOf(entry);
        var path = Layout.Project(entry.Tree, id);
        // The same outcome without a signature would take from others what they may trust.
        if (Signer is not null || TryRead(path) is not { } former || !SignedFile.IsSigned(former) || ProjectEntryFile.TryRead(former) is not { } same || ProjectEntryFile.IdOf(same) != id || !UseStamp.Renew(path))
            AtomicFile.Write(path, Sign(ProjectEntryFile.Write(entry)));
        return id;
    }

    public override bool Renew(TreeHash tree, string id)
    {
        var path = Layout.Project(tree, id);
        return UseStamp.Renew(path) || File.Exists(path);
    }

    public override void SetAside(ContentDigest digest) => SetAside(Layout.Blob(digest));

    public override string Name(ContentDigest digest) => Layout.Blob(digest);

    public override byte[]? ReadEntry(ActionKey key) => TryRead(Layout.Entry(key));

    public override byte[]? ReadProject(TreeHash tree, string id) => TryRead(Layout.Project(tree, id));

    public override IEnumerable<(byte[] Bytes, string Id)> ReadProjects(TreeHash tree)
    {
        var folder = Layout.Project(tree);
        List<FileInfo> files;
        try
        {
            if (!Directory.Exists(folder))
                yield break;
            files = [.. new DirectoryInfo(folder).EnumerateFiles("*.json").Where(f => DepotLayout.IsProjectId(Path.GetFileNameWithoutExtension(f.Name))).OrderByDescending(f => f.LastWriteTimeUtc).Take(MostCandidates)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var file in files)
        {
            byte[] bytes;
            try
            {
                bytes = File.ReadAllBytes(file.FullName);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            yield return (bytes, Path.GetFileNameWithoutExtension(file.Name));
        }
    }

    protected override byte[]? ReadBytes(ContentDigest digest) => TryRead(Layout.Blob(digest));

    private protected override void Renew(ActionKey key) => UseStamp.Renew(Layout.Entry(key));

    private protected override void SetAside(ActionKey key) => SetAside(Layout.Entry(key));

    private protected override string Name(ActionKey key) => Layout.Entry(key);

    private byte[] Sign(byte[] file) => Signer is null ? file : SignedFile.Sign(file, Signer);

    private static void SetAside(string path)
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
