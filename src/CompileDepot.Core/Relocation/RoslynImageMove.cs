namespace CompileDepot.Core.Relocation;

/// <summary>Writes an image of Roslyn's again with debug data of another size, and moves what stands behind them in <c>.text</c>: imports and stub, data of fields.</summary>
internal sealed class RoslynImageMove : ImageMove
{
    private readonly RoslynImage _image;
    private readonly int _oldEnd;
    private readonly int _newEnd;

    private RoslynImageMove(RoslynImage image, int newEnd)
        : base(image, image.FieldDataStart(newEnd) + image.FieldDataSize)
    {
        _image = image;
        (_oldEnd, _newEnd) = (image.DebugStart + image.DebugData.Size, newEnd);
    }

    /// <param name="bytes">What to write in the place of the image's own bytes: of the same layout.</param>
    /// <param name="debugData">What to write in the place of the image's own.</param>
    public static byte[] Write(RoslynImage image, ReadOnlySpan<byte> bytes, DebugData debugData)
    {
        var move = new RoslynImageMove(image, image.DebugStart + debugData.Size);
        move.Copy(bytes, debugData);
        move.Imports();
        move.FieldAddresses();
        return move.Result;
    }

    private void Copy(ReadOnlySpan<byte> bytes, DebugData debugData)
    {
        var debugStart = TextStart + _image.DebugStart;
        bytes[..debugStart].CopyTo(Result);
        debugData.Write(Result.AsSpan(debugStart, debugData.Size), _image.Text.VirtualAddress + _image.DebugStart, debugStart);
        var (oldStubEnd, newStubEnd) = (_image.StubEnd(_oldEnd), _image.StubEnd(_newEnd));
        if (_image.HasStub)
        {
            bytes.Slice(TextStart + _oldEnd, RoslynImage.ImportsSize).CopyTo(Result.AsSpan(TextStart + _newEnd));
            bytes.Slice(TextStart + oldStubEnd - RoslynImage.StubSize, RoslynImage.StubSize).CopyTo(Result.AsSpan(TextStart + newStubEnd - RoslynImage.StubSize));
        }
        bytes.Slice(TextStart + _image.FieldDataStart(_oldEnd), _image.FieldDataSize).CopyTo(Result.AsSpan(TextStart + _image.FieldDataStart(_newEnd)));
        MoveSections(bytes, newStubEnd - 4);
    }

    // ECMA-335 II.25.3.1: the addresses in the table, and in the list in front of .text.
    private void Imports()
    {
        const int EntryPoint = 16;
        const int LookupTable = 0;
        const int Name = 12;
        const int Lookup = 40;
        if (!_image.HasStub)
            return;
        Grow(_image.Headers.PEHeaderStartOffset + EntryPoint, _image.StubEnd(_newEnd) - _image.StubEnd(_oldEnd));
        Grow(_image.DirectoryOffset(ManagedImage.ImportTable), _newEnd - _oldEnd);
        Grow(TextStart, _newEnd - _oldEnd);
        foreach (var field in new[] { LookupTable, Name, Lookup })
            Grow(TextStart + _newEnd + field, _newEnd - _oldEnd);
    }

    private void FieldAddresses()
    {
        var growth = _image.FieldDataStart(_newEnd) - _image.FieldDataStart(_oldEnd);
        foreach (var at in _image.FieldAddressOffsets)
            Grow(at, growth);
    }
}
