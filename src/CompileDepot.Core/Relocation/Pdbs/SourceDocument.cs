using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>What a PDB holds of a source document beside its name.</summary>
internal static class SourceDocument
{
    private static readonly Guid Sha1 = new("FF1816EC-AA5E-4D10-87F7-6F4963833460");
    private static readonly Guid Sha256 = new("8829D00F-11B8-4213-878B-770E8597AC16");

    /// <summary>The checksum of a document.</summary>
    /// <param name="old">The checksum that it had.</param>
    [SuppressMessage("Security", "CA5350", Justification = "The format's own checksum, where the compiler was asked for it.")]
    public static byte[] Hash(Guid algorithm, byte[] content, byte[] old)
    {
        if (old.Length == 0)
            return [];
        return algorithm == Sha256 ? SHA256.HashData(content)
            : algorithm == Sha1 ? SHA1.HashData(content)
            : throw new NotRewritableException("the checksum of a document is of an unknown algorithm");
    }

    /// <summary>
    /// A document embedded in the PDB: its size and, compressed, its text; or zero and the plain text, where it is short. That the compression is the compiler's is
    /// tried on what the compiler compressed.
    /// </summary>
    public static byte[] Embed(byte[] content, byte[] old)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(old) > 0 && !Embedded(TextOf(old)).AsSpan().SequenceEqual(old))
            throw new NotRewritableException("the text of a document is compressed in another way than here");
        return Embedded(content);
    }

    /// <summary>The text of a document that is embedded.</summary>
    public static byte[] TextOf(byte[] embedded)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(embedded);
        if (size <= 0)
            return embedded[4..];
        using var inflate = new DeflateStream(new MemoryStream(embedded, 4, embedded.Length - 4), CompressionMode.Decompress);
        var text = new byte[Math.Min(size, 1 << 26)];
        inflate.ReadExactly(text);
        return text;
    }

    private static byte[] Embedded(byte[] content)
    {
        // As in Roslyn's EmbeddedText: compression pays from 200 bytes on.
        const int CompressionThreshold = 200;
        using var result = new MemoryStream(content.Length + 4);
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, content.Length < CompressionThreshold ? 0 : content.Length);
        result.Write(size);
        if (content.Length < CompressionThreshold)
            result.Write(content);
        else
        {
            using var deflate = new DeflateStream(result, CompressionLevel.Optimal, leaveOpen: true);
            deflate.Write(content);
        }
        return result.ToArray();
    }
}
