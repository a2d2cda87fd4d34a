using System.Reflection.Metadata.Ecma335;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>The places in the tables of an image that hold offsets into the blob heap.</summary>
internal sealed class ImageTables
{
    // ECMA-335 II.22: the tables with blobs. Most have one, in their last column; methods in the one before; the two about assemblies have a key, behind numbers of 16 and of 12 bytes.
    private static readonly TableIndex[] WithBlobs =
    [
        TableIndex.Field, TableIndex.MethodDef, TableIndex.MemberRef, TableIndex.Constant, TableIndex.CustomAttribute, TableIndex.FieldMarshal, TableIndex.DeclSecurity, TableIndex.StandAloneSig,
        TableIndex.Property, TableIndex.TypeSpec, TableIndex.Assembly, TableIndex.AssemblyRef, TableIndex.File, TableIndex.MethodSpec,
    ];

    private const int AssemblyKey = 16;
    private const int AssemblyRefKey = 12;

    private readonly ManagedImage _image;
    private readonly BlobColumns _blobs;

    /// <exception cref="NotRewritableException">They are not laid out in the known way.</exception>
    public ImageTables(ManagedImage image, MetadataStreams streams)
    {
        _image = image;
        var rowsEnd = 0;
        for (var table = TableIndex.Module; table <= TableIndex.CustomDebugInformation; table++)
        {
            var isKnown = table <= TableIndex.GenericParamConstraint && table is not (TableIndex.FieldPtr or TableIndex.MethodPtr or TableIndex.ParamPtr or TableIndex.EventPtr or TableIndex.PropertyPtr or TableIndex.EncLog or TableIndex.EncMap);
            NotRewritableException.ThrowIfNot(isKnown || Rows(table) == 0, "it");
            if (Rows(table) > 0)
                rowsEnd = Start(table, Rows(table) + 1);
        }
        _blobs = new(image.Bytes, streams.Tables, rowsEnd);
        NotRewritableException.ThrowIfNot(_blobs.EndsAsKnown, "it");
    }

    public int Rows(TableIndex table) => _image.Metadata.GetTableRowCount(table);

    /// <summary>All places, in the order of the file, and the offsets that they hold.</summary>
    public IEnumerable<(TableIndex Table, int Place, int Offset)> All() => Places().Select(p => (p.Table, p.Place, _blobs.OffsetAt(p.Place)));

    /// <param name="offsets">By old offset: the new one.</param>
    /// <param name="heapSize">The size of the new blob heap, in bytes.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="NotRewritableException">There is no blob where one should be.</exception>
    public byte[] Write(IReadOnlyDictionary<int, int> offsets, int heapSize) =>
        _blobs.Write(All().Select(p => (p.Place, offsets.TryGetValue(p.Offset, out var offset) ? offset : throw NotRewritableException.Layout("a heap"))), heapSize);

    /// <summary>By how much the table with the addresses of fields' data, which has no blobs, moves where the heap gets another size.</summary>
    public int FieldAddressesMove(int heapSize) => _blobs.Widening(heapSize) is not 0 and var widening ? widening * Places().Count(p => p.Table < TableIndex.FieldRva) : 0;

    private IEnumerable<(TableIndex Table, int Place)> Places()
    {
        foreach (var table in WithBlobs)
        {
            for (var row = 1; row <= Rows(table); row++)
            {
                if (table == TableIndex.AssemblyRef)
                    yield return (table, Start(table, row) + AssemblyRefKey);
                yield return (table, table == TableIndex.Assembly ? Start(table, row) + AssemblyKey : table == TableIndex.MethodDef ? MethodSignature(row) : Start(table, row + 1) - _blobs.Width);
            }
        }
    }

    // In front of the index of the first parameter.
    private int MethodSignature(int row) => Start(TableIndex.MethodDef, row + 1) - (Rows(TableIndex.Param) > ushort.MaxValue ? 4 : 2) - _blobs.Width;

    private int Start(TableIndex table, int row) => _image.Headers.MetadataStartOffset + _image.Metadata.GetTableMetadataOffset(table) + ((row - 1) * _image.Metadata.GetTableRowSize(table));
}
