using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>What a portable PDB says of one source document.</summary>
/// <param name="Name">As the compiler was told to call it.</param>
internal sealed record DocumentChecksum(string Name, Guid Algorithm, byte[] Checksum)
{
    /// <summary>Those of all documents; none where the bytes are no portable PDB.</summary>
    public static IReadOnlyList<DocumentChecksum> Of(byte[] pdb)
    {
        try
        {
            using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(pdb));
            var reader = provider.GetMetadataReader();
            return [.. reader.Documents.Select(reader.GetDocument).Select(d => new DocumentChecksum(reader.GetString(d.Name), reader.GetGuid(d.HashAlgorithm), reader.GetBlobBytes(d.Hash)))];
        }
        catch (BadImageFormatException)
        {
            return [];
        }
    }

    /// <summary>Whether the document is a text with this content.</summary>
    public bool IsOf(byte[] content)
    {
        try
        {
            return Checksum.Length > 0 && SourceDocument.Hash(Algorithm, content, Checksum).AsSpan().SequenceEqual(Checksum);
        }
        catch (NotRewritableException)
        {
            // Of an algorithm that nobody can rewrite either.
            return false;
        }
    }
}
