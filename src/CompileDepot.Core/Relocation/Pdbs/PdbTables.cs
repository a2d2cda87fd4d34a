using System.Buffers.Binary;
using System.Reflection.Metadata.Ecma335;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// The places in the table stream of a portable PDB that hold offsets into the blob heap. Writes the stream again with other offsets, in the width that the heap's new size asks for.
/// </summary>
internal sealed class PdbTables
{
    /// <summary>Offset in the stream of the byte that tells the widths of heap offsets, and its bit for the heap of GUIDs.</summary>
    private const int WidthsOffset = 6;
    private const byte LargeGuids = 2;
    private const int PresenceOffset = 8;

    private readonly PdbLayout _pdb;
    private readonly BlobColumns _blobs;
    private readonly bool _largeGuids;

    public PdbTables(PdbLayout pdb)
    {
        _pdb = pdb;
        var start = pdb.Streams.Tables.Offset;
        _largeGuids = (pdb.Bytes[start + WidthsOffset] & LargeGuids) != 0;
        var present = BinaryPrimitives.ReadUInt64LittleEndian(pdb.Bytes.AsSpan(start + PresenceOffset));
        NotRewritableException.ThrowIfNot((present & ((1ul << (int)TableIndex.Document) - 1)) == 0 && present < 1ul << ((int)TableIndex.CustomDebugInformation + 1), "its PDB");
        var rowsEnd = 0;
        for (var table = TableIndex.Document; table <= TableIndex.CustomDebugInformation; table++)
            rowsEnd = Math.Max(rowsEnd, pdb.Reader.GetTableMetadataOffset(table) + (Rows(table) * RowSize(table)));
        _blobs = new(pdb.Bytes, pdb.Streams.Tables, rowsEnd);
        NotRewritableException.ThrowIfNot(_blobs.EndsAsKnown, "its PDB");
    }

    public int Rows(TableIndex table) => _pdb.Reader.GetTableRowCount(table);

    /// <summary>The place of the name of a document.</summary>
    /// <param name="row">Counted from 1, here and below.</param>
    public int DocumentName(int row) => RowStart(TableIndex.Document, row);

    public int DocumentHash(int row) => RowStart(TableIndex.Document, row) + _blobs.Width + (_largeGuids ? 4 : 2);

    /// <summary>The place in a table whose last column it is: all but documents.</summary>
    public int Last(TableIndex table, int row) => RowStart(table, row) + RowSize(table) - _blobs.Width;

    /// <summary>The offset that stands at a place.</summary>
    public int OffsetAt(int place) => _blobs.OffsetAt(place);

    /// <param name="offsets">By place: the new offset.</param>
    /// <param name="heapSize">The size of the new blob heap, in bytes.</param>
    /// <returns>The stream, padded.</returns>
    /// <exception cref="NotRewritableException">A place has no new offset.</exception>
    public byte[] Write(IReadOnlyDictionary<int, int> offsets, int heapSize) =>
        _blobs.Write(Places().Select(p => (p, offsets.TryGetValue(p, out var offset) ? offset : throw NotRewritableException.Layout("its PDB"))), heapSize);

    /// <summary>All places, in the order of the file.</summary>
    private IEnumerable<int> Places()
    {
        for (var row = 1; row <= Rows(TableIndex.Document); row++)
        {
            yield return DocumentName(row);
            yield return DocumentHash(row);
        }
        foreach (var table in new[] { TableIndex.MethodDebugInformation, TableIndex.LocalConstant, TableIndex.ImportScope, TableIndex.CustomDebugInformation })
        {
            for (var row = 1; row <= Rows(table); row++)
                yield return Last(table, row);
        }
    }

    private int RowSize(TableIndex table) => _pdb.Reader.GetTableRowSize(table);

    private int RowStart(TableIndex table, int row) => _pdb.Reader.GetTableMetadataOffset(table) + ((row - 1) * RowSize(table));
}
