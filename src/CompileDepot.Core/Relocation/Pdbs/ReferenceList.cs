using System.Buffers.Binary;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// The references of a compilation as its PDB lists them. Each: file name and aliases, both ended by zero; a byte of flags; time stamp, image size and module version id
/// (Portable PDB specification, "Compilation Metadata References").
/// </summary>
internal static class ReferenceList
{
    private const int IdentitySize = 4 + 4 + 16;

    /// <summary>The list with renewed references.</summary>
    /// <param name="renewed">By old module version id; null: as it was.</param>
    public static byte[] Rewrite(byte[] list, Func<Guid, ReferenceIdentity?> renewed)
    {
        var result = (byte[])list.Clone();
        for (var i = 0; i < list.Length;)
        {
            i += IndexAfterZero(list.AsSpan(i));
            i += IndexAfterZero(list.AsSpan(i)) + 1;
            NotRewritableException.ThrowIfNot(i + IdentitySize <= list.Length, "its PDB");
            var identity = result.AsSpan(i, IdentitySize);
            if (renewed(new Guid(identity[8..])) is { } reference)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(identity, reference.Timestamp);
                BinaryPrimitives.WriteUInt32LittleEndian(identity[4..], reference.ImageSize);
                reference.Mvid.TryWriteBytes(identity[8..]);
            }
            i += IdentitySize;
        }
        return result;
    }

    private static int IndexAfterZero(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        NotRewritableException.ThrowIfNot(end >= 0, "its PDB");
        return end + 1;
    }
}
