using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Where the parts of a portable PDB are (ECMA-335 II.24.2, and the Portable PDB specification): the streams in the order in which
/// <c>PortablePdbBuilder</c> writes them, one behind the other, the blob heap last.
/// </summary>
internal sealed class PdbLayout : IDisposable
{
    private static readonly string[] StreamNames = ["#Pdb", "#~", "#Strings", "#US", "#GUID", "#Blob"];

    private readonly MetadataReaderProvider _provider;

    /// <exception cref="NotRewritableException">It is laid out otherwise.</exception>
    /// <exception cref="BadImageFormatException">It is no portable PDB.</exception>
    public PdbLayout(byte[] bytes)
    {
        Bytes = bytes;
        _provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        Reader = _provider.GetMetadataReader();
        var at = 16 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12)) + 2;
        NotRewritableException.ThrowIfNot(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)) == StreamNames.Length, "its PDB");
        at += 2;
        HeadersOffset = at;
        Streams = new (int, int)[StreamNames.Length];
        for (var i = 0; i < StreamNames.Length; i++)
        {
            Streams[i] = (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)));
            NotRewritableException.ThrowIfNot(bytes.AsSpan(at + 8).StartsWith(Encoding.ASCII.GetBytes(StreamNames[i] + '\0')), "its PDB");
            at += HeaderSize(i);
        }
        foreach (var (offset, size) in Streams)
        {
            NotRewritableException.ThrowIfNot(offset == at && size >= 0 && size <= bytes.Length - at, "its PDB");
            at += size;
        }
        NotRewritableException.ThrowIfNot(at == bytes.Length, "its PDB");
    }

    public byte[] Bytes { get; }

    public MetadataReader Reader { get; }

    /// <summary>Offset of the first stream header.</summary>
    public int HeadersOffset { get; }

    /// <summary>Offsets and sizes: <c>#Pdb</c>, <c>#~</c>, <c>#Strings</c>, <c>#US</c>, <c>#GUID</c>, <c>#Blob</c>.</summary>
    public (int Offset, int Size)[] Streams { get; }

    /// <summary>The 20 bytes of the PDB's id stand first in the file's first stream.</summary>
    public int IdOffset => Streams[0].Offset;

    public ReadOnlySpan<byte> Blobs => Bytes.AsSpan(Streams[5].Offset, Streams[5].Size);

    /// <summary>Offset of a table's first row in the file.</summary>
    public int TableOffset(TableIndex table) => Reader.GetTableMetadataOffset(table);

    /// <summary>Bytes of a stream's header: two numbers, and the name, padded.</summary>
    public static int HeaderSize(int stream) => 8 + Alignment.Up(StreamNames[stream].Length + 1, 4);

    public void Dispose() => _provider.Dispose();
}
