using System.Buffers.Binary;
using System.Reflection.PortableExecutable;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>Writes an image again with a <c>.text</c> section of another size, and moves what stands behind it.</summary>
internal abstract class ImageMove
{
    private readonly ManagedImage _image;
    private readonly int _textSize;

    /// <param name="textSize">The new one.</param>
    protected ImageMove(ManagedImage image, int textSize)
    {
        (_image, _textSize) = (image, textSize);
        TextStart = image.Text.PointerToRawData;
        var header = image.Headers.PEHeader!;
        RawGrowth = Alignment.Up(textSize, header.FileAlignment) - image.Text.SizeOfRawData;
        AddressGrowth = Alignment.Up(image.Text.VirtualAddress + textSize, header.SectionAlignment) - Alignment.Up(image.Text.VirtualAddress + image.Text.VirtualSize, header.SectionAlignment);
        Result = new byte[image.Bytes.Length + RawGrowth];
    }

    protected byte[] Result { get; }

    /// <summary>Of <c>.text</c>, in the file.</summary>
    protected int TextStart { get; }

    /// <summary>By how much later sections move in the file, and when they are loaded.</summary>
    protected int RawGrowth { get; }

    protected int AddressGrowth { get; }

    /// <summary>Copies and moves the sections behind <c>.text</c>; updates all headers but for what they say of the inside of <c>.text</c>.</summary>
    /// <param name="relocated">Offset in <c>.text</c> of the one address that is relocated when the image is loaded elsewhere.</param>
    protected void MoveSections(ReadOnlySpan<byte> bytes, int relocated)
    {
        var next = TextStart + _image.Text.SizeOfRawData;
        bytes[next..].CopyTo(Result.AsSpan(next + RawGrowth));
        Headers();
        SectionHeaders();
        Resources();
        BaseRelocation(relocated);
    }

    protected int Read(int at) => BinaryPrimitives.ReadInt32LittleEndian(Result.AsSpan(at));

    protected void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(Result.AsSpan(at), value);

    protected void Grow(int at, int growth) => Write(at, Read(at) + growth);

    /// <summary>ECMA-335 II.25.3.1: the addresses in the table of imports, and in the list in front of <c>.text</c>.</summary>
    /// <param name="start">Where the table is now, in <c>.text</c>.</param>
    protected void GrowImports(int start, int growth)
    {
        const int LookupTable = 0;
        const int Name = 12;
        const int Lookup = 40;
        Grow(TextStart, growth);
        foreach (var field in new[] { LookupTable, Name, Lookup })
            Grow(TextStart + start + field, growth);
    }

    private void Headers()
    {
        const int SizeOfCode = 4;
        const int BaseOfData = 24;
        const int SizeOfImage = 56;
        var header = _image.Headers.PEHeaderStartOffset;
        Grow(header + SizeOfCode, RawGrowth);
        Grow(header + SizeOfImage, AddressGrowth);
        // In 32-bit images alone; .mvid may be the first section with data, and stays.
        if (_image.Headers.PEHeader!.Magic == PEMagic.PE32 && Read(header + BaseOfData) > _image.Text.VirtualAddress)
            Grow(header + BaseOfData, AddressGrowth);
        foreach (var directory in new[] { ManagedImage.ResourceTable, ManagedImage.BaseRelocationTable })
        {
            if (Read(_image.DirectoryOffset(directory)) != 0)
                Grow(_image.DirectoryOffset(directory), AddressGrowth);
        }
    }

    private void SectionHeaders()
    {
        const int HeaderSize = 40;
        const int VirtualSize = 8;
        const int Address = 12;
        const int RawSize = 16;
        const int RawStart = 20;
        var at = _image.Headers.PEHeaderStartOffset + _image.Headers.CoffHeader.SizeOfOptionalHeader;
        foreach (var section in _image.Headers.SectionHeaders)
        {
            if (section.VirtualAddress == _image.Text.VirtualAddress)
            {
                Write(at + VirtualSize, _textSize);
                Grow(at + RawSize, RawGrowth);
            }
            else if (section.VirtualAddress > _image.Text.VirtualAddress)
            {
                Grow(at + Address, AddressGrowth);
                Grow(at + RawStart, RawGrowth);
            }
            at += HeaderSize;
        }
    }

    private void Resources()
    {
        if (_image.Section(".rsrc") is not { } section || Read(_image.DirectoryOffset(ManagedImage.ResourceTable)) == 0)
            return;
        var start = section.PointerToRawData + RawGrowth;
        foreach (var (_, offset) in NativeResources.DataEntries(Result.AsSpan(start, section.VirtualSize)))
            Grow(start + offset, AddressGrowth);
    }

    // One block with one relocation, whose type stays.
    private void BaseRelocation(int relocated)
    {
        const int PageSize = 0x1000;
        if (_image.Section(".reloc") is not { } section)
            return;
        var at = section.PointerToRawData + RawGrowth;
        var address = _image.Text.VirtualAddress + relocated;
        Write(at, address / PageSize * PageSize);
        var entry = Result.AsSpan(at + 8);
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)((BinaryPrimitives.ReadUInt16LittleEndian(entry) / PageSize * PageSize) | (address % PageSize)));
    }
}
