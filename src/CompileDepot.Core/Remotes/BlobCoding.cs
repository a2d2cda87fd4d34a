using System.IO.Compression;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Remotes;

/// <summary>How the bytes of a blob are kept in a remote. Persisted by name.</summary>
internal enum BlobCoding
{
    Raw,
    Brotli,
}

/// <summary>A blob as a remote keeps it.</summary>
/// <param name="Blob">Address of the decoded bytes.</param>
/// <param name="Size">Decoded bytes.</param>
/// <param name="Coded">SHA-256 of the coded bytes: their address in <c>cas/</c>, so that servers may check what they keep.</param>
/// <param name="CodedSize">Coded bytes; never more than <paramref name="Size"/>.</param>
internal sealed record CodedBlob(ContentDigest Blob, long Size, BlobCoding Coding, ContentDigest Coded, long CodedSize)
{
    /// <summary>
    /// Measured on 17 MB of assemblies and 0.7 MB of PDBs (share of the bytes that is left; MB/s on a busy core): level 2 0.40 and 0.50, 20; level 5 0.37 and 0.46, 8; level 9 0.36 and 0.46, 1. An output of 100 kB
    /// takes 12 ms at level 5, against a second of compiling, and is read more often than written.
    /// </summary>
    internal const int Quality = 5;

    private const int Window = 22;

    // Below it a header alone would eat the gain.
    private const int WorthIt = 64;

    /// <summary>How many bytes one coded byte may stand for: assemblies come to 3, texts to 20. What would be beyond it is kept raw, and so a few bytes can't ask a reader for a gigabyte of memory.</summary>
    internal const int MaximumRatio = 1000;

    public static (CodedBlob Coded, byte[] Bytes) Encode(byte[] content, ContentDigest blob)
    {
        var buffer = content.Length < WorthIt ? [] : new byte[content.Length];
        // A buffer as large as the content: what does not get smaller does not fit, and stays as it is.
        return BrotliEncoder.TryCompress(content, buffer, out var written, Quality, Window) && written < content.Length && written * (long)MaximumRatio >= content.Length
            ? Of(BlobCoding.Brotli, buffer[..written])
            : (new CodedBlob(blob, content.Length, BlobCoding.Raw, blob, content.Length), content);

        (CodedBlob, byte[]) Of(BlobCoding coding, byte[] bytes) => (new CodedBlob(blob, content.Length, coding, ContentDigest.Of(bytes), bytes.Length), bytes);
    }

    /// <summary>Decodes and verifies. Never makes more than <see cref="Size"/> bytes.</summary>
    /// <exception cref="RefusedException">The bytes are not those of the blob.</exception>
    public byte[] Decode(byte[] bytes)
    {
        if (bytes.Length != CodedSize || ContentDigest.Of(bytes) != Coded)
            throw new RefusedException(RemoteRefusal.ChangedBlob, $"blob {Blob}: the bytes at its address are others");
        var content = Coding == BlobCoding.Raw ? bytes : Decompress(bytes, Size) ?? throw new RefusedException(RemoteRefusal.Bomb, $"blob {Blob}: it does not decode to its {Size} bytes");
        return ContentDigest.Of(content) == Blob ? content : throw new RefusedException(RemoteRefusal.SwappedBlob, $"blob {Blob}: the bytes are those of another blob");
    }

    /// <summary>Null where it is not Brotli of exactly so many bytes.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> bytes, long size)
    {
        var content = new byte[size];
        return BrotliDecoder.TryDecompress(bytes, content, out var written) && written == size ? content : null;
    }
}
