using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Relocation.Metadata;

/// <summary>
/// A blob heap in the making, as <c>System.Reflection.Metadata</c> makes it: each content once, in the order of first addition; the empty blob at offset 0 (ECMA-335 II.24.2.4).
/// </summary>
internal sealed class BlobHeap
{
    private readonly Dictionary<int, List<int>> _offsetsByHash = [];
    private byte[] _bytes;

    /// <param name="capacity">The expected size, in bytes.</param>
    public BlobHeap(int capacity) => _bytes = new byte[Math.Max(capacity, 16)];

    /// <summary>Bytes used, without alignment.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>The heap as a stream has it.</summary>
    public byte[] Padded() => [.. _bytes.AsSpan(0, Size), .. new byte[Alignment.Up(Size, 4) - Size]];

    public bool Contains(ReadOnlySpan<byte> content) => content.IsEmpty || Find(content, out _) != 0;

    /// <returns>The offset of the only blob with this content.</returns>
    public int Add(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return 0;
        var known = Find(content, out var offsets);
        if (known != 0)
            return known;
        var offset = Size;
        offsets.Add(offset);
        Append(content);
        return offset;
    }

    /// <param name="end">Where the next blob begins.</param>
    /// <exception cref="NotRewritableException">There is no blob.</exception>
    public static ReadOnlySpan<byte> ContentAt(ReadOnlySpan<byte> heap, int offset, out int end)
    {
        var start = offset;
        var length = ReadCompressed(heap, ref start);
        NotRewritableException.ThrowIfNot(length <= heap.Length - start, "a heap");
        end = start + length;
        return heap.Slice(start, length);
    }

    /// <summary>Reads an unsigned compressed integer (ECMA-335 II.23.2) and steps over it.</summary>
    public static int ReadCompressed(ReadOnlySpan<byte> bytes, ref int offset)
    {
        NotRewritableException.ThrowIfNot(offset >= 0 && offset < bytes.Length, "a heap");
        var rest = bytes[offset..];
        var width = (rest[0] & 0x80) == 0 ? 1 : (rest[0] & 0x40) == 0 ? 2 : 4;
        NotRewritableException.ThrowIfNot(width <= rest.Length && (rest[0] & 0xe0) != 0xe0, "a heap");
        offset += width;
        return width switch
        {
            1 => rest[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(rest) & 0x3fff,
            _ => (int)(BinaryPrimitives.ReadUInt32BigEndian(rest) & 0x1fffffff),
        };
    }

    private int Find(ReadOnlySpan<byte> content, out List<int> offsets)
    {
        var hash = new HashCode();
        hash.AddBytes(content);
        ref var bucket = ref CollectionsMarshal.GetValueRefOrAddDefault(_offsetsByHash, hash.ToHashCode(), out _);
        offsets = bucket ??= new(1);
        foreach (var known in offsets)
        {
            if (ContentAt(_bytes, known, out _).SequenceEqual(content))
                return known;
        }
        return 0;
    }

    private void Append(ReadOnlySpan<byte> content)
    {
        var length = new BlobBuilder(4);
        length.WriteCompressedInteger(content.Length);
        if (Size + length.Count + content.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Size + length.Count + content.Length));
        length.ToArray().CopyTo(_bytes, Size);
        content.CopyTo(_bytes.AsSpan(Size + length.Count));
        Size += length.Count + content.Length;
    }
}
