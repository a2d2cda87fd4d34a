using System.IO.Enumeration;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Depots;

/// <summary>What a file of a depot is, told from its place alone.</summary>
internal enum DepotFileKind
{
    /// <summary>What all share and nobody frees, and whatever we do not know.</summary>
    Other,
    Blob,
    Entry,

    /// <summary>The entry of a whole project.</summary>
    Project,

    /// <summary>Damaged once, and set aside by the build that found it.</summary>
    SetAside,

    /// <summary>In the making, or left by a process that was killed.</summary>
    Leftover,

    /// <summary>A root record.</summary>
    Root,
    BuildRecord,

    /// <summary>The readable way to an entry.</summary>
    Index,

    /// <summary>Digests of the files of one checkout.</summary>
    Memo,
}

/// <summary>A file of a depot.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Address">Of a blob, entry or project (its tree hash); else zero.</param>
internal readonly record struct DepotFile(string Path, long Size, DepotFileKind Kind, Digest256 Address);

/// <summary>Lists what lies in a depot, and changes nothing. A depot may be written meanwhile: then a file is listed or not.</summary>
internal static class DepotFiles
{
    // v1/compiled/<tfm>/<Project> is the deepest folder. A limit, because links to folders are followed (blobs may live on another disk) and may go round in circles.
    private const int Depth = 3;

    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <param name="layout">Of a depot that may not exist.</param>
    /// <param name="faults">Gets each folder that can't be read, and why, in words.</param>
    public static IEnumerable<DepotFile> List(DepotLayout layout, ICollection<(string Path, string What)> faults)
    {
        string[] wanted = [layout.Folder, layout.Versioned, layout.Blobs, layout.Entries];
        foreach (var path in wanted.Where(File.Exists))
            faults.Add((path, "this is a file, and should be a folder"));
        var folders = new Stack<(string Path, int Depth)>([(layout.Versioned, 0)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (path, size, isFolder) in Content(folder.Path, faults))
            {
                if (!isFolder)
                    yield return Classify(layout, path, size);
                else if (folder.Depth < Depth)
                    folders.Push((path, folder.Depth + 1));
            }
        }
    }

    private static List<(string Path, long Size, bool IsFolder)> Content(string folder, ICollection<(string Path, string What)> faults)
    {
        try
        {
            return [.. new FileSystemEnumerable<(string, long, bool)>(folder, (ref FileSystemEntry e) => (e.ToFullPath(), e.IsDirectory ? 0 : e.Length, e.IsDirectory), Options)];
        }
        catch (DirectoryNotFoundException)
        {
            // Not made yet, or removed meanwhile.
        }
        catch (IOException) when (File.Exists(folder))
        {
            // Told already.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add((folder, e.Message));
        }
        return [];
    }

    /// <summary>What a file is that lies, or is to lie, at a full path.</summary>
    public static DepotFileKind KindOf(DepotLayout layout, string path) => Classify(layout, path, 0).Kind;

    // A file is what its address says only at that address: the same name elsewhere is found by nobody.
    private static DepotFile Classify(DepotLayout layout, string path, long size)
    {
        var name = Path.GetFileName(path.AsSpan());
        if (name.EndsWith(Depot.DamagedSuffix))
            return new DepotFile(path, size, DepotFileKind.SetAside, default);
        if (name.StartsWith(AtomicFile.TemporaryPrefix))
            return new DepotFile(path, size, DepotFileKind.Leftover, default);
        if (ContentDigest.TryParse(name, out var digest) && layout.Blob(digest) == path)
            return new DepotFile(path, size, DepotFileKind.Blob, digest.Value);
        if (ActionKey.TryParse(Path.GetFileNameWithoutExtension(name), out var key) && layout.Entry(key) == path)
            return new DepotFile(path, size, DepotFileKind.Entry, key.Value);
        var folder = Path.GetDirectoryName(path)!;
        if (name.EndsWith(".json") && TreeHash.TryParse(Path.GetFileName(folder.AsSpan()), out var tree) && layout.Project(tree) == folder)
            return new DepotFile(path, size, DepotFileKind.Project, tree.Value);
        return new DepotFile(path, size, KindOf(layout, folder, name, path), default);
    }

    private static DepotFileKind KindOf(DepotLayout layout, string folder, ReadOnlySpan<char> name, string path)
    {
        if (folder == layout.Roots && name.EndsWith(".json"))
            return DepotFileKind.Root;
        if (folder == layout.Builds && name.EndsWith(".jsonl"))
            return DepotFileKind.BuildRecord;
        if (folder == layout.Memos && path != layout.Memo(""))
            return DepotFileKind.Memo;
        return name.EndsWith(".json") && name.Length == ActionKey.ShortLength + ".json".Length && Path.GetDirectoryName(Path.GetDirectoryName(folder)) == layout.Compiled ? DepotFileKind.Index : DepotFileKind.Other;
    }
}
