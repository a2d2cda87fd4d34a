using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Security.Cryptography;

namespace CompileDepot.Core.Relocation.Metadata;

/// <summary>The hash of an image or PDB, with its ids zeroed, from which those ids are made.</summary>
internal static class ContentHash
{
    /// <param name="algorithm">The name as the debug directory spells it.</param>
    /// <exception cref="NotRewritableException">The algorithm is not known.</exception>
    public static byte[] Compute(string algorithm, ReadOnlySpan<byte> content) => algorithm switch
    {
        "SHA256" => SHA256.HashData(content),
        "SHA384" => SHA384.HashData(content),
        "SHA512" => SHA512.HashData(content),
        _ => throw new NotRewritableException($"the checksum of its PDB is a {algorithm}"),
    };

    /// <summary>Writes the 20 bytes of a PDB's id.</summary>
    public static void WriteId(Span<byte> destination, BlobContentId id)
    {
        id.Guid.TryWriteBytes(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[16..], id.Stamp);
    }
}
