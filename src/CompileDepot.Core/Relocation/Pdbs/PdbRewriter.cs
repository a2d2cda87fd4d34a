using System.Reflection.Metadata;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// Rewrites a portable PDB: document names, Source Link, checksums and embedded texts of documents that differ, references. Names are stored in parts that the blob
/// heap shares with all else, so the heap is built again, and with it every offset into it.
/// </summary>
internal static class PdbRewriter
{
    /// <summary>A PDB and the hash that its id is made from.</summary>
    public readonly record struct Result(byte[] Pdb, byte[] Hash)
    {
        public BlobContentId Id => BlobContentId.FromHash(Hash);
    }

    /// <param name="algorithm">That of the PDB's checksum.</param>
    /// <param name="checksum">The checksum that the PDB must have.</param>
    /// <param name="documents">The names of the documents.</param>
    /// <exception cref="NotRewritableException">It can't be rewritten exactly.</exception>
    public static Result Rewrite(byte[] pdb, string algorithm, ReadOnlySpan<byte> checksum, PlaceMap map, Rewriting rewriting, out IReadOnlyList<(string Old, string New)> documents)
    {
        using var layout = new PdbLayout(pdb);
        var old = Identified((byte[])pdb.Clone(), layout.IdOffset, algorithm);
        if (!old.Hash.AsSpan().SequenceEqual(checksum) || !old.Pdb.AsSpan().SequenceEqual(pdb))
            throw new NotRewritableException("its PDB is another one, or is not deterministic");
        var tables = new PdbTables(layout);
        var blobs = new PdbBlobs(layout, tables, map);
        documents = PdbReplay.Run(layout, tables, blobs, map, rewriting);
        return Identified(layout.Streams.With(tables.Write(blobs.Offsets, blobs.Heap.Size), null, blobs.Heap), layout.IdOffset, algorithm);
    }

    /// <summary>Makes the id of a PDB from its content.</summary>
    public static Result Identified(byte[] pdb, int idOffset, string algorithm)
    {
        pdb.AsSpan(idOffset, 20).Clear();
        var result = new Result(pdb, ContentHash.Compute(algorithm, pdb));
        ContentHash.WriteId(pdb.AsSpan(idOffset), result.Id);
        return result;
    }
}
