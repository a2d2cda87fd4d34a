using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// An image as the F# compiler's <c>ilwrite.fs</c> lays it out. In <c>.text</c>: import addresses, CLI header, IL, metadata, space for the signature, resources, data that
/// fields map to, imports and start-up stub (not for ARM), debug data. Its ids are the SHA-256 of the SHA-256s of IL, data and metadata, the latter with a placeholder for
/// the id; those of reference assemblies, of the signature and of no path.
/// </summary>
internal sealed class FSharpImage : ManagedImage
{
    /// <summary>Of the import table, the lookup table, the name of the entry point and that of the library.</summary>
    public const int ImportsSize = 0x28 + 0x14 + 0x0e + 0x0c;

    /// <summary>Of the jump, and of the gap in front of it.</summary>
    public const int StubSize = 6;
    public const int StubGap = 3;

    private const int MaximalPadding = 3;

    private readonly int _codePadding;

    public FSharpImage(PEReader reader, byte[] bytes)
        : base(reader, bytes, fsharp: true)
    {
        var (header, cor) = (Headers.PEHeader!, Headers.CorHeader!);
        ResourcesStart = cor.ResourcesDirectory.RelativeVirtualAddress - Text.VirtualAddress;
        FieldDataStart = ResourcesStart + cor.ResourcesDirectory.Size;
        FieldDataEnd = HasStub ? header.ImportTableDirectory.RelativeVirtualAddress - Text.VirtualAddress : Text.VirtualSize - DebugData.Size;
        NotRewritableException.ThrowIfNot(
            FieldDataEnd >= FieldDataStart
            && FieldDataStart > ResourcesStart
            && Text.VirtualSize == StubEnd(FieldDataEnd) + DebugData.Size
            && (DebugData.Size == 0 || DebugStart == StubEnd(FieldDataEnd))
            && (HasStub ? header.AddressOfEntryPoint == Text.VirtualAddress + StubEnd(FieldDataEnd) - StubSize : header.ImportTableDirectory.Size == Text.VirtualAddress + FieldDataEnd),
            "it");
        CheckFieldData(FieldDataStart, FieldDataEnd - FieldDataStart);
        _codePadding = Section(".mvid") is null ? FindCodePadding() : 0;
    }

    public bool HasStub => Section(".reloc") is not null;

    /// <summary>Offsets in <c>.text</c>.</summary>
    public int ResourcesStart { get; }

    public int FieldDataStart { get; }

    public int FieldDataEnd { get; }

    public static bool IsMadeByFSharp(MetadataReader metadata) =>
        metadata.ManifestResources.Any(r => metadata.GetString(metadata.GetManifestResource(r).Name).StartsWith("FSharpSignature", StringComparison.Ordinal));

    /// <summary>Where in <c>.text</c> the stub ends, if the data of fields end there.</summary>
    public int StubEnd(int fieldDataEnd) => HasStub ? ImportsEnd(fieldDataEnd) + StubGap + StubSize : fieldDataEnd;

    /// <summary>Where the imports end with their padding: the stub's address is aligned for the processor.</summary>
    public static int ImportsEnd(int fieldDataEnd) => Alignment.Up(fieldDataEnd + ImportsSize + 5, 16) - 5;

    public override byte[] Identify(byte[] bytes)
    {
        if (Section(".mvid") is { } section)
        {
            NotRewritableException.ThrowIfNot(bytes.AsSpan(section.PointerToRawData, 16).SequenceEqual(bytes.AsSpan(MvidOffset, 16)), "its id");
            return bytes;
        }
        var id = Id(bytes, _codePadding);
        id.AsSpan(0, 16).CopyTo(bytes.AsSpan(MvidOffset));
        id.AsSpan(16, 4).CopyTo(bytes.AsSpan(StampOffset));
        return bytes;
    }

    public override byte[] Move(byte[] bytes, DebugData debugData, PlaceMap map) => FSharpImageMove.Write(this, bytes, debugData, map);

    // The IL is hashed without the zeros that align what follows, and may itself end in zeros.
    private int FindCodePadding()
    {
        for (var padding = 0; padding <= MaximalPadding; padding++)
        {
            if (Id(Bytes, padding).AsSpan(0, 16).SequenceEqual(Bytes.AsSpan(MvidOffset, 16)))
                return padding;
        }
        throw new NotRewritableException("its ids do not follow from its content");
    }

    private byte[] Id(byte[] bytes, int codePadding)
    {
        var codeStart = Headers.CorHeaderStartOffset + 0x48;
        var metadata = bytes.AsSpan(Headers.MetadataStartOffset, Headers.MetadataSize).ToArray();
        Placeholder().CopyTo(metadata, MvidOffset - Headers.MetadataStartOffset);
        var resources = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Headers.CorHeaderStartOffset + 28));
        var data = bytes.AsSpan(Text.PointerToRawData + ResourcesStart + resources, FieldDataEnd - FieldDataStart);
        byte[] hashes = [.. SHA256.HashData(bytes.AsSpan(codeStart, Headers.MetadataStartOffset - codeStart - codePadding)), .. SHA256.HashData(data), .. SHA256.HashData(metadata)];
        var id = SHA256.HashData(hashes);
        id[19] |= 0x80;
        return id;
    }

    // deterministicGuid in ilwrite.fs: a constant, a sum over the module's name, a constant.
    private byte[] Placeholder()
    {
        byte[] placeholder = [4, 3, 2, 1, 0, 0, 0, 0, 0xa7, 0x45, 0x03, 0x83, 4, 3, 2, 1];
        var name = Metadata.GetString(Metadata.GetModuleDefinition().Name);
        BinaryPrimitives.WriteInt32LittleEndian(placeholder.AsSpan(4), name.Select((c, i) => i + c).Sum());
        return placeholder;
    }
}
