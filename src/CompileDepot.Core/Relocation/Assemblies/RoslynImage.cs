using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// An image as Roslyn's <c>PeWriter</c> and <c>ManagedPEBuilder</c> lay it out. In <c>.text</c>: import addresses, CLI header, IL, metadata, resources, space for the
/// signature, debug data, imports and start-up stub (32 bits alone), data that fields map to. Its ids are the SHA-256 of the file with the ids zeroed.
/// </summary>
internal sealed class RoslynImage : ManagedImage
{
    /// <summary>Sizes in a 32-bit image: the import table with the name of the runtime's library, and the jump to it.</summary>
    public const int ImportsSize = 80;
    public const int StubSize = 8;

    // Since .NET 8; what older versions wrote unaligned is not known here.
    private const int FieldDataAlignment = 8;

    public RoslynImage(PEReader reader, byte[] bytes)
        : base(reader, bytes, fsharp: false)
    {
        if (!DebugData.Has(DebugDirectoryEntryType.Reproducible))
            throw new NotRewritableException("it is not deterministic");
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
        CheckFieldData(FieldDataStart(debugEnd), FieldDataSize);
    }

    /// <summary>Whether the image begins with a jump into the runtime's library.</summary>
    public bool HasStub => Headers.CoffHeader.Machine == Machine.I386;

    /// <summary>In bytes.</summary>
    public int FieldDataSize { get; }

    /// <summary>Where in <c>.text</c> imports and stub end, if the debug data end there.</summary>
    public int StubEnd(int debugEnd) => HasStub ? Alignment.Up(debugEnd + ImportsSize, 4) + StubSize : debugEnd;

    /// <summary>Where in <c>.text</c> the data of fields begin, if the debug data end there.</summary>
    public int FieldDataStart(int debugEnd) => FieldDataSize == 0 ? StubEnd(debugEnd) : Alignment.Up(StubEnd(debugEnd), FieldDataAlignment);

    public override byte[] Identify(byte[] bytes)
    {
        var mvids = Section(".mvid") is { } section ? new[] { MvidOffset, section.PointerToRawData } : [MvidOffset];
        bytes.AsSpan(StampOffset, 4).Clear();
        foreach (var offset in mvids)
            bytes.AsSpan(offset, 16).Clear();
        var id = BlobContentId.FromHash(SHA256.HashData(bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(StampOffset), id.Stamp);
        foreach (var offset in mvids)
            id.Guid.TryWriteBytes(bytes.AsSpan(offset));
        return bytes;
    }

    public override byte[] Move(byte[] bytes, DebugData debugData, PlaceMap map) => RoslynImageMove.Write(this, bytes, bytes.AsSpan(Headers.MetadataStartOffset, Headers.MetadataSize), debugData);
}
