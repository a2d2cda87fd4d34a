using System.Buffers;
using System.IO.Compression;

namespace CompileDepot.Core.Images;

/// <summary>
/// A depot in one file, <c>.cdi</c>: written once, then only read, at random. All numbers are little-endian and without sign.
/// <code>
/// file    = header payload* index
/// header  = "CDIMAGE\n"  version:32 = 1  zero:32  place:64  length:64  digest[32]     where the index lies, and its SHA-256
/// index   = blobs:32 entries:32 projects:32 record*       the blobs' records, the entries', the projects', as many as said
/// record  = address[32] id[16]? stored:64 size:64         id: the name of a project's entry within its tree hash, of projects alone
/// payload = the bytes of a blob or of an entry's file as a depot has them; Brotli (RFC 7932) where stored &lt; size
/// </code>
/// Records of a kind are in ascending order of address and id, each once, so that they can be searched by halves and that the same contents make the same file. Payloads lie in the order of their records without
/// a gap, the last ends where the index begins, and the index ends the file: no record can name bytes that are not there, or another's. A payload that is compressed takes at least a
/// 1024th of its size, so nobody can make a reader of a small file write for ever. The index is read whole when an image is opened, and believed only as long as its digest holds; a payload is believed only as its own address or digest holds.
/// <para>History: version 1, the first. One that is newer is passed over, and said so.</para>
/// </summary>
internal static class ImageFormat
{
    public const int Version = 1;
    public const int HeaderSize = 64;
    public const int CountsSize = 12;
    public const int MostRatio = 1024;

    // Measured on 445 assemblies, PDBs, documents and JSON files of builds, 25 MB: quality 3 leaves 0.30 of them; 1 leaves 0.34, 4 leaves 0.29 and takes 1.4 times as long, 5 leaves 0.27 and takes three times as long; the fastest
    // Deflate leaves 0.39. All of them unpack at about the rate of SHA-256, which every restored byte goes through anyway.
    private const int Quality = 3;
    private const int Window = 22;

    public static ReadOnlySpan<byte> Magic => "CDIMAGE\n"u8;

    /// <summary>The form in which bytes are stored.</summary>
    public static byte[] Pack(byte[] content)
    {
        // Less is not worth the time that reading it takes.
        var worthwhile = content.Length - (content.Length / 8);
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(content.Length));
        try
        {
            return BrotliEncoder.TryCompress(content, buffer, out var written, Quality, Window) && written < worthwhile && (long)written * MostRatio >= content.Length ? buffer[..written] : content;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
