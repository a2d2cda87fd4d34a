using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using System.Text;
using CompileDepot.Core.Relocation.Metadata;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>The debug directory of an image and the data that follow it, in the order of the entries, as <c>DebugDirectoryBuilder</c> writes them.</summary>
internal sealed class DebugData
{
    private const int EntrySize = 28;
    private const int CodeViewPathOffset = 4 + 16 + 4;

    private readonly (DebugDirectoryEntryType Type, uint Stamp, uint Version, byte[] Data)[] _entries;
    private readonly bool _fsharp;

    private DebugData((DebugDirectoryEntryType, uint, uint, byte[])[] entries, bool fsharp) => (_entries, _fsharp) = (entries, fsharp);

    /// <param name="image">The file.</param>
    /// <param name="start">Where the directory begins in the file.</param>
    /// <param name="size">Of the directory alone.</param>
    /// <param name="fsharp">Whether they are as F# writes them: with room to spare.</param>
    public DebugData(ReadOnlySpan<byte> image, int start, int size, bool fsharp)
    {
        _fsharp = fsharp;
        NotRewritableException.ThrowIfNot(size % EntrySize == 0, "its debug directory");
        _entries = new (DebugDirectoryEntryType, uint, uint, byte[])[size / EntrySize];
        var data = start + size;
        for (var i = 0; i < _entries.Length; i++)
        {
            var entry = image.Slice(start + (i * EntrySize), EntrySize);
            var length = BinaryPrimitives.ReadInt32LittleEndian(entry[16..]);
            NotRewritableException.ThrowIfNot(length >= 0 && (length == 0 || BinaryPrimitives.ReadInt32LittleEndian(entry[24..]) == data), "its debug directory");
            _entries[i] = (
                (DebugDirectoryEntryType)BinaryPrimitives.ReadInt32LittleEndian(entry[12..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
                image.Slice(data, length).ToArray());
            data += Reserved(_entries[i].Type, _entries[i].Data);
        }
    }

    /// <summary>Of the directory and the data, in bytes.</summary>
    public int Size => _entries.Sum(e => EntrySize + Reserved(e.Type, e.Data));

    public bool Has(DebugDirectoryEntryType type) => _entries.Any(e => e.Type == type);

    /// <summary>Whether there are no entries but those that compilers write when the PDB is a file of its own.</summary>
    public bool IsKnown => _entries.All(e => e.Type is DebugDirectoryEntryType.CodeView or DebugDirectoryEntryType.PdbChecksum or DebugDirectoryEntryType.Reproducible);

    /// <summary>The algorithm and value of the PDB's checksum.</summary>
    public (string Algorithm, byte[] Checksum) PdbChecksum
    {
        get
        {
            var data = Entry(DebugDirectoryEntryType.PdbChecksum).Data;
            var end = Array.IndexOf(data, (byte)0);
            NotRewritableException.ThrowIfNot(end > 0, "its debug directory");
            return (Encoding.ASCII.GetString(data, 0, end), data[(end + 1)..]);
        }
    }

    /// <summary>The path of the PDB.</summary>
    public string PdbPath => PathIn(Entry(DebugDirectoryEntryType.CodeView).Data);

    /// <summary>The same data for another PDB.</summary>
    public DebugData WithPdb(string path, PdbRewriter.Result pdb)
    {
        var result = new DebugData([.. _entries], _fsharp);
        ref var codeView = ref result.Entry(DebugDirectoryEntryType.CodeView);
        codeView.Stamp = pdb.Id.Stamp;
        codeView.Data = [.. codeView.Data.AsSpan(0, CodeViewPathOffset), .. Encoding.UTF8.GetBytes(path), 0];
        pdb.Id.Guid.TryWriteBytes(codeView.Data.AsSpan(4));
        ref var checksum = ref result.Entry(DebugDirectoryEntryType.PdbChecksum);
        if (_fsharp)
            checksum.Stamp = pdb.Id.Stamp;
        checksum.Data = [.. checksum.Data.AsSpan(0, checksum.Data.Length - pdb.Hash.Length), .. pdb.Hash];
        return result;
    }

    /// <param name="destination">Of <see cref="Size"/>.</param>
    /// <param name="address">Of the directory, when the image is loaded.</param>
    /// <param name="start">Of the directory, in the file.</param>
    public void Write(Span<byte> destination, int address, int start)
    {
        var data = EntrySize * _entries.Length;
        for (var i = 0; i < _entries.Length; i++)
        {
            var (type, stamp, version, content) = _entries[i];
            var entry = destination.Slice(i * EntrySize, EntrySize);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], stamp);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], version);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], (int)type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[16..], content.Length);
            var hasPlace = content.Length > 0 || _fsharp;
            BinaryPrimitives.WriteInt32LittleEndian(entry[20..], hasPlace ? address + data : 0);
            BinaryPrimitives.WriteInt32LittleEndian(entry[24..], hasPlace ? start + data : 0);
            content.CopyTo(destination[data..]);
            data += Reserved(type, content);
        }
    }

    // F# reckons with a path in UTF-16, and with forty bytes more.
    private int Reserved(DebugDirectoryEntryType type, byte[] data) =>
        !_fsharp ? data.Length
        : type == DebugDirectoryEntryType.CodeView ? Alignment.Up(CodeViewPathOffset + 40 + (2 * PathIn(data).Length), 4)
        : Alignment.Up(data.Length, 4);

    private static string PathIn(byte[] codeView)
    {
        NotRewritableException.ThrowIfNot(codeView.Length > CodeViewPathOffset && Array.IndexOf(codeView, (byte)0, CodeViewPathOffset) == codeView.Length - 1, "its debug directory");
        return Encoding.UTF8.GetString(codeView, CodeViewPathOffset, codeView.Length - CodeViewPathOffset - 1);
    }

    private ref (DebugDirectoryEntryType Type, uint Stamp, uint Version, byte[] Data) Entry(DebugDirectoryEntryType type)
    {
        var index = Array.FindIndex(_entries, e => e.Type == type);
        NotRewritableException.ThrowIfNot(index >= 0, "its debug directory");
        return ref _entries[index];
    }
}
