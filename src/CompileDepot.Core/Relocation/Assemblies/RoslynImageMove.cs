namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// Writes an image of Roslyn's again with metadata or debug data of another size, and moves what stands behind them in <c>.text</c>: resources and space for the signature; imports and stub, data of fields.
/// </summary>
internal sealed class RoslynImageMove : ImageMove
{
    private readonly RoslynImage _image;
    private readonly int _metadataGrowth;
    private readonly int _oldEnd;
    private readonly int _newEnd;

    private RoslynImageMove(RoslynImage image, int metadataGrowth, int newEnd)
        : base(image, image.FieldDataStart(newEnd) + image.FieldDataSize)
    {
        _image = image;
        (_metadataGrowth, _oldEnd, _newEnd) = (metadataGrowth, image.DebugStart + image.DebugData.Size, newEnd);
    }

    /// <param name="bytes">What to write in the place of the image's own bytes: of the same layout.</param>
    /// <param name="metadata">What to write in the place of the image's own.</param>
    /// <param name="debugData">The same.</param>
    /// <param name="fieldAddressesMove">By how much the table with the addresses of fields' data moves within the metadata.</param>
    public static byte[] Write(RoslynImage image, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> metadata, DebugData debugData, int fieldAddressesMove = 0)
    {
        var growth = metadata.Length - image.Headers.MetadataSize;
        var move = new RoslynImageMove(image, growth, image.DebugStart + growth + debugData.Size);
        move.Copy(bytes, metadata, debugData);
        if (growth != 0)
            move.BehindMetadata();
        move.Imports();
        move.FieldAddresses(fieldAddressesMove);
        return move.Result;
    }

    private void Copy(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> metadata, DebugData debugData)
    {
        var (start, end) = (_image.Headers.MetadataStartOffset, _image.Headers.MetadataStartOffset + _image.Headers.MetadataSize);
        var debugStart = TextStart + _image.DebugStart;
        NotRewritableException.ThrowIfNot(start > TextStart && end <= debugStart, "it");
        bytes[..start].CopyTo(Result);
        metadata.CopyTo(Result.AsSpan(start));
        bytes[end..debugStart].CopyTo(Result.AsSpan(end + _metadataGrowth));
        debugData.Write(Result.AsSpan(debugStart + _metadataGrowth, debugData.Size), _image.Text.VirtualAddress + _image.DebugStart + _metadataGrowth, debugStart + _metadataGrowth);
        var (oldStubEnd, newStubEnd) = (_image.StubEnd(_oldEnd), _image.StubEnd(_newEnd));
        if (_image.HasStub)
        {
            bytes.Slice(TextStart + _oldEnd, RoslynImage.ImportsSize).CopyTo(Result.AsSpan(TextStart + _newEnd));
            bytes.Slice(TextStart + oldStubEnd - RoslynImage.StubSize, RoslynImage.StubSize).CopyTo(Result.AsSpan(TextStart + newStubEnd - RoslynImage.StubSize));
        }
        bytes.Slice(TextStart + _image.FieldDataStart(_oldEnd), _image.FieldDataSize).CopyTo(Result.AsSpan(TextStart + _image.FieldDataStart(_newEnd)));
        MoveSections(bytes, newStubEnd - 4);
    }

    // ECMA-335 II.25.3.3: the size of the metadata, and the addresses of resources and signature, which follow them.
    private void BehindMetadata()
    {
        const int MetadataSize = 12;
        const int Resources = 24;
        const int Signature = 32;
        var header = _image.Headers.CorHeaderStartOffset;
        Grow(header + MetadataSize, _metadataGrowth);
        foreach (var at in new[] { header + Resources, header + Signature, _image.DirectoryOffset(ManagedImage.DebugTable) })
        {
            if (Read(at) == 0)
                continue;
            var start = Read(at) - _image.Text.VirtualAddress + TextStart;
            NotRewritableException.ThrowIfNot(start >= _image.Headers.MetadataStartOffset + _image.Headers.MetadataSize && start <= TextStart + _oldEnd, "it");
            Grow(at, _metadataGrowth);
        }
    }

    private void Imports()
    {
        const int EntryPoint = 16;
        if (!_image.HasStub)
            return;
        Grow(_image.Headers.PEHeaderStartOffset + EntryPoint, _image.StubEnd(_newEnd) - _image.StubEnd(_oldEnd));
        Grow(_image.DirectoryOffset(ManagedImage.ImportTable), _newEnd - _oldEnd);
        GrowImports(_newEnd, _newEnd - _oldEnd);
    }

    private void FieldAddresses(int move)
    {
        var growth = _image.FieldDataStart(_newEnd) - _image.FieldDataStart(_oldEnd);
        foreach (var at in _image.FieldAddressOffsets)
            Grow(at + move, growth);
    }
}
