using System.Buffers;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Hashing;

/// <summary>Digests files by content, and asks a memo first: one for what lies below the root, one for all else. Safe for use from several threads.</summary>
public sealed class FileDigester(FileDigestMemo shared, FileDigestMemo ofRoot, string root)
{
    // Files are read whole: their traits are read from the same bytes. Beyond this size only the digest is taken, in pieces (no source, assembly or rule set is that large).
    private const long WholeLimit = 256L << 20;

    /// <summary>Digests one file.</summary>
    /// <returns>Null where there is no such file, it may not be read, or it keeps changing while it is read.</returns>
    public InputFile? TryDigest(string path)
    {
        if (!FileStamp.TryRead(path, out var stamp))
            return null;
        var memo = path.StartsWith(root, StringComparison.Ordinal) ? ofRoot : shared;
        if (memo.Find(path, stamp) is { } known)
            return known;
        var began = FileStamp.Now;
        if (Read(path, stamp) is not { } file)
            return null;
        if (!stamp.IsSettledAt(began))
            return file with { IsSettled = false };
        memo.Add(file);
        return file;
    }

    /// <summary>Takes in what other processes have learnt. Never throws.</summary>
    public void Refresh()
    {
        shared.Refresh();
        ofRoot.Refresh();
    }

    /// <summary>Lets other processes know. Never throws.</summary>
    public void Save()
    {
        shared.Save();
        ofRoot.Save();
    }

    /// <summary>Whether the file still is what it was, looking at its content only where its stamp does not tell.</summary>
    public static bool IsUnchanged(InputFile file) =>
        FileStamp.TryRead(file.Path, out var stamp)
        && ((stamp == file.Stamp && file.IsSettled) || (Read(file.Path, stamp) is { } now && now.Digest == file.Digest));

    private static InputFile? Read(string path, FileStamp stamp)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var file = stamp.Size <= WholeLimit ? ReadWhole(handle, path, stamp) : ReadInPieces(handle, path, stamp);
            return FileStamp.TryRead(path, out var after) && after == stamp ? file : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static InputFile? ReadWhole(Microsoft.Win32.SafeHandles.SafeFileHandle handle, string path, FileStamp stamp)
    {
        var size = (int)stamp.Size;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, 1));
        try
        {
            var content = buffer.AsSpan(0, size);
            for (var at = 0; at < size;)
            {
                var read = RandomAccess.Read(handle, content[at..], at);
                if (read == 0)
                    return null;
                at += read;
            }
            return new InputFile(path, stamp, ContentDigest.Of(content), TraitReader.Read(path, content));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static InputFile ReadInPieces(Microsoft.Win32.SafeHandles.SafeFileHandle handle, string path, FileStamp stamp)
    {
        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 1 << 20);
        return new InputFile(path, stamp, ContentDigest.Of(stream), FileTraits.None);
    }
}
