using System.Buffers.Binary;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Images;

/// <summary>The records of one kind in the index of an image (see <see cref="ImageFormat"/>), and where their payloads lie. Immutable.</summary>
internal sealed class ImageTable
{
    public const int AddressSize = 32;
    public const int IdSize = 16;
    private const int NumberSize = 8;

    private readonly ReadOnlyMemory<byte> _records;
    private readonly int _keySize;
    private readonly long[] _places;

    /// <param name="records">Exactly those of the table.</param>
    /// <param name="start">Where the payload of the first begins.</param>
    /// <param name="end">No payload ends behind this.</param>
    /// <exception cref="ImageException">Records that are out of order, or whose sizes can't be.</exception>
    public ImageTable(ReadOnlyMemory<byte> records, bool hasIds, long start, long end)
    {
        (_records, _keySize) = (records, KeySize(hasIds));
        Count = records.Length / RecordSize(hasIds);
        _places = new long[Count];
        for (var i = 0; i < Count; i++)
        {
            if (i > 0 && Key(i - 1).SequenceCompareTo(Key(i)) >= 0)
                throw new ImageException("its index is out of order");
            var (stored, size) = (Stored(i), Size(i));
            if (stored < 0 || stored > end - start || size < stored || (size > stored && size / ImageFormat.MostRatio > stored))
                throw new ImageException("its index has sizes that can't be");
            _places[i] = start;
            start += stored;
        }
        End = start;
    }

    public int Count { get; }

    /// <summary>Where the payload of the last ends.</summary>
    public long End { get; }

    public static int RecordSize(bool hasIds) => KeySize(hasIds) + (2 * NumberSize);

    /// <summary>Number of the record, or negative.</summary>
    /// <param name="key">An address, and the id where the table has them.</param>
    public int Find(ReadOnlySpan<byte> key)
    {
        var at = Above(key);
        return at < Count && Key(at).SequenceEqual(key) ? at : -1;
    }

    /// <summary>Number of the first record whose key is not below another, which may be the beginning of one.</summary>
    public int Above(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Key(middle).SequenceCompareTo(key) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public Digest256 Address(int number) => Digest256.FromHash(Key(number)[..AddressSize]);

    public string Id(int number) => Convert.ToHexStringLower(Key(number)[AddressSize..]);

    public long Place(int number) => _places[number];

    /// <summary>Bytes in the file.</summary>
    public long Stored(int number) => Number(number, _keySize);

    /// <summary>Bytes of what is stored.</summary>
    public long Size(int number) => Number(number, _keySize + NumberSize);

    private static int KeySize(bool hasIds) => hasIds ? AddressSize + IdSize : AddressSize;

    private ReadOnlySpan<byte> Key(int number) => Record(number)[.._keySize];

    private long Number(int number, int at) => BinaryPrimitives.ReadInt64LittleEndian(Record(number)[at..]);

    private ReadOnlySpan<byte> Record(int number)
    {
        var size = _keySize + (2 * NumberSize);
        return _records.Span.Slice(number * size, size);
    }
}
