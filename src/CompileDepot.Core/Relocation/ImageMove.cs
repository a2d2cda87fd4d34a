using System.Buffers.Binary;
using System.Reflection.PortableExecutable;

namespace CompileDepot.Core.Relocation;

/// <summary>Writes an image again with debug data of another size, and moves what stands behind them: imports and stub, data of fields, the sections that follow.</summary>
internal sealed class ImageMove
{
    private readonly ImageLayout _image;
    private readonly int _oldEnd;
    private readonly int _newEnd;
    private readonly int _textStart;
    private readonly int _textSize;
    private readonly int _rawGrowth;
    private readonly int _addressGrowth;
    private readonly byte[] _result;

    private ImageMove(ImageLayout image, DebugData debugData)
    {
        _image = image;
        _textStart = image.Text.PointerToRawData;
        (_oldEnd, _newEnd) = (image.DebugStart + image.DebugData.Size, image.DebugStart + debugData.Size);
        _textSize = image.FieldDataStart(_newEnd) + image.FieldDataSize;
        var header = image.Headers.PEHeader!;
        _rawGrowth = Alignment.Up(_textSize, header.FileAlignment) - image.Text.SizeOfRawData;
        _addressGrowth = Alignment.Up(image.Text.VirtualAddress + _textSize, header.SectionAlignment) - Alignment.Up(image.Text.VirtualAddress + image.Text.VirtualSize, header.SectionAlignment);
        _result = new byte[image.Bytes.Length + _rawGrowth];
    }

    /// <param name="bytes">What to write in the place of the image's own bytes: of the same layout.</param>
    /// <param name="debugData">What to write in the place of the image's own.</param>
    public static byte[] Write(ImageLayout image, ReadOnlySpan<byte> bytes, DebugData debugData)
    {
        var move = new ImageMove(image, debugData);
        move.Copy(bytes, debugData);
        move.Headers();
        move.Sections();
        move.Imports();
        move.FieldAddresses();
        move.Resources();
        move.BaseRelocations();
        return move._result;
    }

    private void Copy(ReadOnlySpan<byte> bytes, DebugData debugData)
    {
        var debugStart = _textStart + _image.DebugStart;
        bytes[..debugStart].CopyTo(_result);
        debugData.Write(_result.AsSpan(debugStart, debugData.Size), _image.Text.VirtualAddress + _image.DebugStart, debugStart);
        if (_image.HasStub)
        {
            bytes.Slice(_textStart + _oldEnd, ImageLayout.ImportsSize).CopyTo(_result.AsSpan(_textStart + _newEnd));
            bytes.Slice(_textStart + _image.StubEnd(_oldEnd) - ImageLayout.StubSize, ImageLayout.StubSize).CopyTo(_result.AsSpan(_textStart + _image.StubEnd(_newEnd) - ImageLayout.StubSize));
        }
        bytes.Slice(_textStart + _image.FieldDataStart(_oldEnd), _image.FieldDataSize).CopyTo(_result.AsSpan(_textStart + _image.FieldDataStart(_newEnd)));
        var next = _textStart + _image.Text.SizeOfRawData;
        bytes[next..].CopyTo(_result.AsSpan(next + _rawGrowth));
    }

    private void Headers()
    {
        const int SizeOfCode = 4;
        const int EntryPoint = 16;
        const int BaseOfData = 24;
        const int SizeOfImage = 56;
        var header = _image.Headers.PEHeaderStartOffset;
        Grow(header + SizeOfCode, _rawGrowth);
        Grow(header + SizeOfImage, _addressGrowth);
        // In 32-bit images alone; .mvid may be the first section with data, and stays.
        if (_image.Headers.PEHeader!.Magic == PEMagic.PE32 && Read(header + BaseOfData) > _image.Text.VirtualAddress)
            Grow(header + BaseOfData, _addressGrowth);
        if (_image.HasStub)
        {
            Grow(header + EntryPoint, _image.StubEnd(_newEnd) - _image.StubEnd(_oldEnd));
            Grow(_image.DirectoryOffset(ImageLayout.ImportTable), _newEnd - _oldEnd);
        }
        foreach (var directory in new[] { ImageLayout.ResourceTable, ImageLayout.BaseRelocationTable })
        {
            if (Read(_image.DirectoryOffset(directory)) != 0)
                Grow(_image.DirectoryOffset(directory), _addressGrowth);
        }
    }

    private void Sections()
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
                Grow(at + RawSize, _rawGrowth);
            }
            else if (section.VirtualAddress > _image.Text.VirtualAddress)
            {
                Grow(at + Address, _addressGrowth);
                Grow(at + RawStart, _rawGrowth);
            }
            at += HeaderSize;
        }
    }

    // ECMA-335 II.25.3.1: the addresses in the table, and in the list in front of .text.
    private void Imports()
    {
        const int LookupTable = 0;
        const int Name = 12;
        const int Lookup = 40;
        if (!_image.HasStub)
            return;
        Grow(_textStart, _newEnd - _oldEnd);
        foreach (var field in new[] { LookupTable, Name, Lookup })
            Grow(_textStart + _newEnd + field, _newEnd - _oldEnd);
    }

    private void FieldAddresses()
    {
        var growth = _image.FieldDataStart(_newEnd) - _image.FieldDataStart(_oldEnd);
        foreach (var at in _image.FieldAddressOffsets)
            Grow(at, growth);
    }

    private void Resources()
    {
        if (_image.Section(".rsrc") is not { } section)
            return;
        var start = section.PointerToRawData + _rawGrowth;
        foreach (var (_, offset) in NativeResources.DataEntries(_result.AsSpan(start, section.VirtualSize)))
            Grow(start + offset, _addressGrowth);
    }

    // One block with one relocation: the address in the stub.
    private void BaseRelocations()
    {
        const int PageSize = 0x1000;
        if (_image.Section(".reloc") is not { } section)
            return;
        var at = section.PointerToRawData + _rawGrowth;
        var address = _image.Text.VirtualAddress + _image.StubEnd(_newEnd) - 4;
        Write(at, address / PageSize * PageSize);
        BinaryPrimitives.WriteUInt16LittleEndian(_result.AsSpan(at + 8), (ushort)((3 << 12) | (address % PageSize)));
    }

    private int Read(int at) => BinaryPrimitives.ReadInt32LittleEndian(_result.AsSpan(at));

    private void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_result.AsSpan(at), value);

    private void Grow(int at, int growth) => Write(at, Read(at) + growth);
}
