using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Where the parts of a managed image are, as <c>ManagedPEBuilder</c> lays them out. Sections: <c>.mvid</c> (reference assemblies alone), <c>.text</c>, <c>.rsrc</c>
/// and <c>.reloc</c>. In <c>.text</c>: import addresses, CLI header, IL, metadata, resources, space for the signature, debug data, imports and start-up stub (32 bits
/// alone), data that fields map to.
/// </summary>
internal sealed class ImageLayout : IDisposable
{
    /// <summary>Indexes of directories.</summary>
    public const int ImportTable = 1;
    public const int ResourceTable = 2;
    public const int BaseRelocationTable = 5;

    /// <summary>Sizes in a 32-bit image: the import table with the name of the runtime's library, and the jump to it.</summary>
    public const int ImportsSize = 80;
    public const int StubSize = 8;

    // Since .NET 8; what older versions wrote unaligned is not known here.
    private const int FieldDataAlignment = 8;

    private const int ChecksumOffset = 64;

    private static readonly string[] SectionNames = [".mvid", ".text", ".rsrc", ".reloc"];

    private readonly PEReader _reader;

    /// <exception cref="NotRewritableException">It is laid out otherwise.</exception>
    /// <exception cref="BadImageFormatException">It is no image.</exception>
    public ImageLayout(byte[] bytes)
    {
        _reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        if (!_reader.HasMetadata || Headers.PEHeader is null || Headers.CorHeader is not { } cor)
            throw new NotRewritableException("it is not managed");
        if (!cor.Flags.HasFlag(CorFlags.ILOnly) || cor.ManagedNativeHeaderDirectory.Size != 0 || cor.VtableFixupsDirectory.Size != 0 || cor.ExportAddressTableJumpsDirectory.Size != 0)
            throw new NotRewritableException("it holds native code");
        Metadata = _reader.GetMetadataReader();
        CheckSections(bytes.Length);
        Text = Section(".text") ?? throw NotRewritableException.Layout("it");
        DebugStart = Headers.PEHeader.DebugTableDirectory.RelativeVirtualAddress - Text.VirtualAddress;
        NotRewritableException.ThrowIfNot(DebugStart >= 0, "its debug directory");
        DebugData = new(bytes.AsSpan(0, Text.PointerToRawData + Text.VirtualSize), Text.PointerToRawData + DebugStart, Headers.PEHeader.DebugTableDirectory.Size);
        (Bytes, WasSigned) = Unsigned(bytes);
        CheckTail();
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

    /// <summary>Offset in the file of the time stamp.</summary>
    public int StampOffset => Headers.CoffHeaderStartOffset + 4;

    /// <summary>Offsets in the file of the module version id.</summary>
    public IEnumerable<int> MvidOffsets
    {
        get
        {
            var index = MetadataTokens.GetHeapOffset(Metadata.GetModuleDefinition().Mvid);
            yield return Headers.MetadataStartOffset + Metadata.GetHeapMetadataOffset(HeapIndex.Guid) + ((index - 1) * 16);
            if (Section(".mvid") is { } section)
                yield return section.PointerToRawData;
        }
    }

    /// <summary>Whether the image begins with a jump into the runtime's library.</summary>
    public bool HasStub => Headers.CoffHeader.Machine == Machine.I386;

    /// <summary>Where in <c>.text</c> imports and stub end, if the debug data end there.</summary>
    public int StubEnd(int debugEnd) => HasStub ? Alignment.Up(debugEnd + ImportsSize, 4) + StubSize : debugEnd;

    /// <summary>Where in <c>.text</c> the data of fields begin, if the debug data end there.</summary>
    public int FieldDataStart(int debugEnd) => FieldDataSize == 0 ? StubEnd(debugEnd) : Alignment.Up(StubEnd(debugEnd), FieldDataAlignment);

    /// <summary>In bytes.</summary>
    public int FieldDataSize { get; private set; }

    /// <summary>Offsets in the file of the addresses of these data.</summary>
    public IEnumerable<int> FieldAddressOffsets
    {
        get
        {
            var start = Headers.MetadataStartOffset + Metadata.GetTableMetadataOffset(TableIndex.FieldRva);
            for (var row = 0; row < Metadata.GetTableRowCount(TableIndex.FieldRva); row++)
                yield return start + (row * Metadata.GetTableRowSize(TableIndex.FieldRva));
        }
    }

    /// <summary>Offset in the file of the address of a directory.</summary>
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

    private void CheckTail()
    {
        var header = Headers.PEHeader!;
        var debugEnd = DebugStart + DebugData.Size;
        var rest = Text.VirtualSize - StubEnd(debugEnd);
        FieldDataSize = rest == 0 ? 0 : Text.VirtualSize - Alignment.Up(StubEnd(debugEnd), FieldDataAlignment);
        NotRewritableException.ThrowIfNot(
            FieldDataSize >= 0
            && header.ImportTableDirectory.RelativeVirtualAddress == (HasStub ? Text.VirtualAddress + debugEnd : 0)
            && header.AddressOfEntryPoint == (HasStub ? Text.VirtualAddress + StubEnd(debugEnd) - StubSize + 2 : 0)
            && HasStub == (Section(".reloc") is { VirtualSize: 12 }),
            "it");
        var fieldData = Text.VirtualAddress + FieldDataStart(debugEnd);
        var addresses = FieldAddressOffsets.Select(o => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(o))).ToList();
        NotRewritableException.ThrowIfNot(
            FieldDataSize == 0 ? addresses.Count == 0 : addresses.Count > 0 && addresses.Min() == fieldData && addresses.Max() < fieldData + FieldDataSize,
            "the data of its fields");
    }
}
