using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>What a portable PDB says of each reference of its compilation.</summary>
/// <param name="Mvid">Module version id.</param>
/// <param name="Timestamp">Time stamp of the COFF header, as stored.</param>
/// <param name="ImageSize">Size of the loaded image, in bytes.</param>
public readonly record struct ReferenceIdentity(Guid Mvid, uint Timestamp, uint ImageSize)
{
    /// <exception cref="BadImageFormatException">The bytes are no managed image.</exception>
    public static ReferenceIdentity Of(byte[] image)
    {
        using var reader = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image));
        if (!reader.HasMetadata || reader.PEHeaders.PEHeader is not { } header)
            throw new BadImageFormatException();
        var metadata = reader.GetMetadataReader();
        return new(metadata.GetGuid(metadata.GetModuleDefinition().Mvid), (uint)reader.PEHeaders.CoffHeader.TimeDateStamp, (uint)header.SizeOfImage);
    }
}
