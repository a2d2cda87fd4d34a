using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Text;

namespace CompileDepot.Core.Relocation.Metadata;

/// <summary>
/// The streams of metadata (ECMA-335 II.24.2) as <c>System.Reflection.Metadata</c> writes them: one behind the other, with the tables among the first, and the blob heap last.
/// </summary>
internal sealed class MetadataStreams
{
    /// <summary>Streams of an assembly.</summary>
    public static readonly string[] OfImage = ["#~", "#Strings", "#US", "#GUID", "#Blob"];

    /// <summary>Streams of a portable PDB.</summary>
    public static readonly string[] OfPdb = ["#Pdb", .. OfImage];

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _end;
    private readonly int _headers;
    private readonly string[] _names;
    private readonly (int Offset, int Size)[] _streams;

    /// <param name="bytes">A file.</param>
    /// <param name="start">Where the metadata begin in it.</param>
    /// <param name="size">Of the metadata.</param>
    /// <param name="part">What the file is called in a reason.</param>
    /// <exception cref="NotRewritableException">They are laid out otherwise.</exception>
    public MetadataStreams(byte[] bytes, int start, int size, string[] names, string part)
    {
        (_bytes, _start, _end, _names) = (bytes, start, start + size, names);
        var at = start + 16 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start + 12)) + 2;
        NotRewritableException.ThrowIfNot(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)) == names.Length, part);
        at += 2;
        _headers = at;
        _streams = new (int, int)[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            _streams[i] = (start + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4)));
            NotRewritableException.ThrowIfNot(bytes.AsSpan(at + 8).StartsWith(Encoding.ASCII.GetBytes(names[i] + '\0')), part);
            at += HeaderSize(i);
        }
        foreach (var (offset, length) in _streams)
        {
            NotRewritableException.ThrowIfNot(offset == at && length >= 0 && length <= _end - at, part);
            at += length;
        }
        NotRewritableException.ThrowIfNot(at == _end, part);
    }

    /// <summary>Offset in the file of the first stream.</summary>
    public int First => _streams[0].Offset;

    /// <summary>Offset in the file, and size, of the tables.</summary>
    public (int Offset, int Size) Tables => _streams[TablesIndex];

    /// <summary>Offset in the file, and size, of the blob heap.</summary>
    public (int Offset, int Size) Blobs => _streams[^1];

    /// <summary>Offset in the file, and size, of the strings that code loads.</summary>
    public (int Offset, int Size) UserStrings => _streams[UserStringsIndex];

    private int UserStringsIndex => TablesIndex + 2;

    private int TablesIndex => _names.Length - OfImage.Length;

    /// <summary>The metadata with other tables and heaps.</summary>
    /// <param name="userStrings">Padded; null: they stay.</param>
    public byte[] With(byte[] tables, BlobBuilder? userStrings, BlobHeap blobs)
    {
        var contents = _streams.Select(s => new ReadOnlyMemory<byte>(_bytes, s.Offset, s.Size)).ToArray();
        contents[TablesIndex] = tables;
        contents[^1] = blobs.Padded();
        if (userStrings is not null)
            contents[UserStringsIndex] = userStrings.ToArray();
        var result = new byte[First - _start + contents.Sum(c => c.Length)];
        _bytes.AsSpan(_start, First - _start).CopyTo(result);
        var (header, at) = (_headers - _start, First - _start);
        for (var i = 0; i < contents.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(header), at);
            BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(header + 4), contents[i].Length);
            contents[i].Span.CopyTo(result.AsSpan(at));
            header += HeaderSize(i);
            at += contents[i].Length;
        }
        return result;
    }

    // Two numbers, and the name, padded.
    private int HeaderSize(int stream) => 8 + Alignment.Up(_names[stream].Length + 1, 4);
}
