using System.Buffers.Binary;

namespace CompileDepot.Core.Relocation.Metadata;

/// <summary>
/// A stream of tables (ECMA-335 II.24.2.6) that is written again with other offsets into the blob heap, in the width that the heap's new size asks for.
/// </summary>
/// <param name="bytes">The file.</param>
/// <param name="stream">Where in it the stream is.</param>
/// <param name="rowsEnd">Where in it the last table ends.</param>
internal sealed class BlobColumns(byte[] bytes, (int Offset, int Size) stream, int rowsEnd)
{
    /// <summary>Offset in the stream of the byte that tells the widths of heap offsets, and its bit for the blob heap.</summary>
    private const int WidthsOffset = 6;
    private const byte LargeBlobs = 4;

    private readonly bool _wasLarge = (bytes[stream.Offset + WidthsOffset] & LargeBlobs) != 0;

    /// <summary>Bytes of an offset.</summary>
    public int Width => _wasLarge ? 4 : 2;

    /// <summary>Whether the stream ends as <c>MetadataBuilder</c> ends it: with a zero, padded with more.</summary>
    public bool EndsAsKnown => Alignment.Up(rowsEnd + 1, 4) == stream.Offset + stream.Size && !bytes.AsSpan(rowsEnd, stream.Offset + stream.Size - rowsEnd).ContainsAnyExcept((byte)0);

    /// <summary>The offset that stands at a place in the file.</summary>
    public int OffsetAt(int place) => _wasLarge ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(place)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(place));

    /// <summary>By how much an offset is longer, or shorter, in a heap of another size.</summary>
    public int Widening(int heapSize) => WidthIn(heapSize) - Width;

    /// <param name="offsets">All places in the order of the file, and what is to stand there.</param>
    /// <param name="heapSize">The size of the new blob heap, in bytes.</param>
    /// <returns>The stream.</returns>
    public byte[] Write(IEnumerable<(int Place, int Offset)> offsets, int heapSize)
    {
        var width = WidthIn(heapSize);
        using var written = new MemoryStream(stream.Size);
        Span<byte> number = stackalloc byte[4];
        var copied = stream.Offset;
        foreach (var (place, offset) in offsets)
        {
            written.Write(bytes.AsSpan(copied, place - copied));
            BinaryPrimitives.WriteInt32LittleEndian(number, offset);
            written.Write(number[..width]);
            copied = place + Width;
        }
        written.Write(bytes.AsSpan(copied, rowsEnd - copied));
        written.SetLength(Alignment.Up((int)written.Length + 1, 4));
        var result = written.ToArray();
        result[WidthsOffset] = (byte)(width == 4 ? result[WidthsOffset] | LargeBlobs : result[WidthsOffset] & ~LargeBlobs);
        return result;
    }

    private static int WidthIn(int heapSize) => heapSize > ushort.MaxValue ? 4 : 2;
}
