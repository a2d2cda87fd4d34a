using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>A managed image whose layout is known to the last byte. Sections: <c>.mvid</c> (reference assemblies alone), <c>.text</c>, <c>.rsrc</c> and <c>.reloc</c>, one behind the other.</summary>
internal abstract class ManagedImage : IDisposable
{
    /// <summary>Indexes of directories.</summary>
    public const int ImportTable = 1;
    public const int ResourceTable = 2;
    public const int BaseRelocationTable = 5;
    public const int DebugTable = 6;

    private const int ChecksumOffset = 64;

    private static readonly string[] SectionNames = [".mvid", ".text", ".rsrc", ".reloc"];

    private readonly PEReader _reader;

    /// <param name="reader">Disposed with this.</param>
    /// <param name="fsharp">Whether the debug data are as F# lays them out.</param>
    protected ManagedImage(PEReader reader, byte[] bytes, bool fsharp)
    {
        _reader = reader;
        Metadata = reader.GetMetadataReader();
        CheckSections(bytes.Length);
        Text = Section(".text") ?? throw NotRewritableException.Layout("it");
        (Bytes, WasSigned) = Unsigned(bytes);
        var directory = Headers.PEHeader!.DebugTableDirectory;
        DebugStart = directory.RelativeVirtualAddress - Text.VirtualAddress;
        NotRewritableException.ThrowIfNot(DebugStart >= 0 || directory.Size == 0, "its debug directory");
        DebugData = new(bytes.AsSpan(0, Text.PointerToRawData + Text.VirtualSize), Text.PointerToRawData + DebugStart, directory.Size, fsharp);
    }

    /// <summary>The file as it was before it was signed.</summary>
    public byte[] Bytes { get; }

    public PEHeaders Headers => _reader.PEHeaders;

    public MetadataReader Metadata { get; }

    public SectionHeader Text { get; }

    public DebugData DebugData { get; }

    /// <summary>Offset in <c>.text</c>.</summary>
    public int DebugStart { get; }

    /// <summary>Whether it held a signature, and not only the space for one.</summary>
    public bool WasSigned { get; }

    /// <summary>The heaps.</summary>
    public ReadOnlySpan<byte> Blobs => Heap(HeapIndex.Blob);

    public ReadOnlySpan<byte> UserStrings => Heap(HeapIndex.UserString);

    /// <summary>Offset in the file of the time stamp.</summary>
    public int StampOffset => Headers.CoffHeaderStartOffset + 4;

    /// <summary>Offset in the file of the module version id in the metadata.</summary>
    public int MvidOffset => Headers.MetadataStartOffset + Metadata.GetHeapMetadataOffset(HeapIndex.Guid) + ((MetadataTokens.GetHeapOffset(Metadata.GetModuleDefinition().Mvid) - 1) * 16);

    /// <summary>Offsets in the file of the addresses of fields' data.</summary>
    public IEnumerable<int> FieldAddressOffsets
    {
        get
        {
            var start = Headers.MetadataStartOffset + Metadata.GetTableMetadataOffset(TableIndex.FieldRva);
            for (var row = 0; row < Metadata.GetTableRowCount(TableIndex.FieldRva); row++)
                yield return start + (row * Metadata.GetTableRowSize(TableIndex.FieldRva));
        }
    }

    /// <exception cref="NotRewritableException">It is not laid out as Roslyn or F# lay images out.</exception>
    /// <exception cref="BadImageFormatException">It is no image.</exception>
    public static ManagedImage Open(byte[] bytes)
    {
        var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        try
        {
            if (!reader.HasMetadata || reader.PEHeaders.PEHeader is null || reader.PEHeaders.CorHeader is not { } cor)
                throw new NotRewritableException("it is not managed");
            if (!cor.Flags.HasFlag(CorFlags.ILOnly) || cor.ManagedNativeHeaderDirectory.Size != 0 || cor.VtableFixupsDirectory.Size != 0 || cor.ExportAddressTableJumpsDirectory.Size != 0)
                throw new NotRewritableException("it holds native code");
            return FSharpImage.IsMadeByFSharp(reader.GetMetadataReader()) ? new FSharpImage(reader, bytes) : new RoslynImage(reader, bytes);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Makes the ids of an image from its content.</summary>
    /// <param name="bytes">An image that has its parts in front of the debug data where this has them.</param>
    /// <returns>The same bytes.</returns>
    public abstract byte[] Identify(byte[] bytes);

    /// <summary>The image with other debug data, and for another place, but for its ids.</summary>
    /// <param name="bytes">What to take in the place of the image's own bytes: of the same layout.</param>
    public abstract byte[] Move(byte[] bytes, DebugData debugData, PlaceMap map);

    /// <summary>Offset in the file of the address of a directory; its size follows.</summary>
    public int DirectoryOffset(int directory) => Headers.PEHeaderStartOffset + (Headers.PEHeader!.Magic == PEMagic.PE32 ? 96 : 112) + (directory * 8);

    public SectionHeader? Section(string name)
    {
        foreach (var section in Headers.SectionHeaders)
        {
            if (section.Name == name)
                return section;
        }
        return null;
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Makes sure that the data of fields are where they are thought to be, in <c>.text</c>.</summary>
    protected void CheckFieldData(int start, int size)
    {
        var addresses = FieldAddressOffsets.Select(o => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(o)) - Text.VirtualAddress).ToList();
        NotRewritableException.ThrowIfNot(size == 0 ? addresses.Count == 0 : addresses.Count > 0 && addresses.Min() == start && addresses.Max() < start + size, "the data of its fields");
    }

    private ReadOnlySpan<byte> Heap(HeapIndex heap) => Bytes.AsSpan(Headers.MetadataStartOffset + Metadata.GetHeapMetadataOffset(heap), Metadata.GetHeapSize(heap));

    // A signature comes after the ids, and the checksum with it.
    private (byte[] Bytes, bool WasSigned) Unsigned(byte[] bytes)
    {
        var directory = Headers.CorHeader!.StrongNameSignatureDirectory;
        var start = directory.RelativeVirtualAddress - Text.VirtualAddress + Text.PointerToRawData;
        if (directory.Size == 0 || !bytes.AsSpan(start, directory.Size).ContainsAnyExcept((byte)0))
            return (bytes, false);
        var result = (byte[])bytes.Clone();
        result.AsSpan(start, directory.Size).Clear();
        result.AsSpan(Headers.PEHeaderStartOffset + ChecksumOffset, 4).Clear();
        return (result, true);
    }

    private void CheckSections(int fileSize)
    {
        var (header, sections) = (Headers.PEHeader!, Headers.SectionHeaders);
        NotRewritableException.ThrowIfNot(sections.Select(s => s.Name).SequenceEqual(SectionNames.Where(n => Section(n) is not null)), "it");
        var (address, offset) = (Alignment.Up(header.SizeOfHeaders, header.SectionAlignment), header.SizeOfHeaders);
        foreach (var section in sections)
        {
            NotRewritableException.ThrowIfNot(section.VirtualAddress == address && section.PointerToRawData == offset && section.VirtualSize > 0 && section.SizeOfRawData == Alignment.Up(section.VirtualSize, header.FileAlignment), "it");
            (address, offset) = (Alignment.Up(address + section.VirtualSize, header.SectionAlignment), offset + section.SizeOfRawData);
        }
        NotRewritableException.ThrowIfNot(offset == fileSize && address == header.SizeOfImage, "it");
    }
}
