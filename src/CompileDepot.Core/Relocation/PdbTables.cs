using System.Buffers.Binary;
using System.Reflection.Metadata.Ecma335;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// The places in the table stream of a portable PDB that hold offsets into the blob heap. Writes the stream again with other offsets, in the width that the heap's new size asks for.
/// </summary>
internal sealed class PdbTables
{
    /// <summary>Offset in the stream of the byte that tells the widths of heap offsets, and its bit for the blob heap.</summary>
    private const int WidthsOffset = 6;
    private const byte LargeBlobs = 4;
    private const int PresenceOffset = 8;

    private readonly PdbLayout _pdb;
    private readonly bool _wasLarge;
    private readonly bool _largeGuids;
    private readonly int _rowsEnd;

    public PdbTables(PdbLayout pdb)
    {
        _pdb = pdb;
        var (start, size) = pdb.Streams[1];
        var widths = pdb.Bytes[start + WidthsOffset];
        _wasLarge = (widths & LargeBlobs) != 0;
        _largeGuids = (widths & 2) != 0;
        var present = BinaryPrimitives.ReadUInt64LittleEndian(pdb.Bytes.AsSpan(start + PresenceOffset));
        NotRewritableException.ThrowIfNot((present & ((1ul << (int)TableIndex.Document) - 1)) == 0 && present < 1ul << ((int)TableIndex.CustomDebugInformation + 1), "its PDB");
        for (var table = TableIndex.Document; table <= TableIndex.CustomDebugInformation; table++)
            _rowsEnd = Math.Max(_rowsEnd, pdb.Reader.GetTableMetadataOffset(table) + (Rows(table) * RowSize(table)));
        NotRewritableException.ThrowIfNot(Alignment.Up(_rowsEnd + 1, 4) == start + size, "its PDB");
    }

    private int Width => _wasLarge ? 4 : 2;

    public int Rows(TableIndex table) => _pdb.Reader.GetTableRowCount(table);

    /// <summary>The place of the name of a document.</summary>
    /// <param name="row">Counted from 1, here and below.</param>
    public int DocumentName(int row) => RowStart(TableIndex.Document, row);

    public int DocumentHash(int row) => RowStart(TableIndex.Document, row) + Width + (_largeGuids ? 4 : 2);

    /// <summary>The place in a table whose last column it is: all but documents.</summary>
    public int Last(TableIndex table, int row) => RowStart(table, row) + RowSize(table) - Width;

    /// <summary>The offset that stands at a place.</summary>
    public int OffsetAt(int place) =>
        _wasLarge ? BinaryPrimitives.ReadInt32LittleEndian(_pdb.Bytes.AsSpan(place)) : BinaryPrimitives.ReadUInt16LittleEndian(_pdb.Bytes.AsSpan(place));

    /// <param name="offsets">By place: the new offset.</param>
    /// <param name="heapSize">The size of the new blob heap, in bytes.</param>
    /// <returns>The stream, padded.</returns>
    /// <exception cref="NotRewritableException">A place has no new offset.</exception>
    public byte[] Write(IReadOnlyDictionary<int, int> offsets, int heapSize)
    {
        var large = heapSize > ushort.MaxValue;
        var (start, size) = _pdb.Streams[1];
        using var written = new MemoryStream(size);
        Span<byte> offset = stackalloc byte[4];
        var copied = start;
        foreach (var place in Places())
        {
            NotRewritableException.ThrowIfNot(offsets.TryGetValue(place, out var value), "its PDB");
            written.Write(_pdb.Bytes.AsSpan(copied, place - copied));
            BinaryPrimitives.WriteInt32LittleEndian(offset, value);
            written.Write(offset[..(large ? 4 : 2)]);
            copied = place + Width;
        }
        written.Write(_pdb.Bytes.AsSpan(copied, _rowsEnd - copied));
        // A zero ends the stream, and is padded with more.
        written.SetLength(Alignment.Up((int)written.Length + 1, 4));
        var result = written.ToArray();
        result[WidthsOffset] = (byte)(large ? result[WidthsOffset] | LargeBlobs : result[WidthsOffset] & ~LargeBlobs);
        return result;
    }

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
