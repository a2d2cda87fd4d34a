using System.Reflection.Metadata.Ecma335;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>Writes an image of F#'s again with other resources and debug data, and moves what stands behind and between them in <c>.text</c>.</summary>
internal sealed class FSharpImageMove : ImageMove
{
    private readonly FSharpImage _image;
    private readonly FSharpResources _resources;
    private readonly int _growth;
    private readonly int _dataEnd;

    private FSharpImageMove(FSharpImage image, FSharpResources resources, int dataEnd, DebugData debugData)
        : base(image, image.StubEnd(dataEnd) + debugData.Size)
    {
        (_image, _resources, _dataEnd) = (image, resources, dataEnd);
        _growth = dataEnd - image.FieldDataEnd;
    }

    /// <param name="bytes">What to write in the place of the image's own bytes: of the same layout.</param>
    /// <param name="debugData">What to write in the place of the image's own.</param>
    public static byte[] Write(FSharpImage image, ReadOnlySpan<byte> bytes, DebugData debugData, PlaceMap map)
    {
        var resources = FSharpResources.Rewrite(image, map);
        var move = new FSharpImageMove(image, resources, image.FieldDataEnd + resources.Content.Length - (image.FieldDataStart - image.ResourcesStart), debugData);
        move.Copy(bytes, debugData);
        move.Addresses();
        move.Imports();
        return move.Result;
    }

    private void Copy(ReadOnlySpan<byte> bytes, DebugData debugData)
    {
        bytes[..(TextStart + _image.ResourcesStart)].CopyTo(Result);
        _resources.Content.CopyTo(Result, TextStart + _image.ResourcesStart);
        // The data of fields, and the imports, which follow them.
        bytes[(TextStart + _image.FieldDataStart)..(TextStart + _image.FieldDataEnd + (_image.HasStub ? FSharpImage.ImportsSize : 0))].CopyTo(Result.AsSpan(TextStart + _image.FieldDataStart + _growth));
        var (oldStubEnd, newStubEnd) = (_image.StubEnd(_image.FieldDataEnd), _image.StubEnd(_dataEnd));
        if (_image.HasStub)
            bytes.Slice(TextStart + oldStubEnd - FSharpImage.StubSize, FSharpImage.StubSize).CopyTo(Result.AsSpan(TextStart + newStubEnd - FSharpImage.StubSize));
        debugData.Write(Result.AsSpan(TextStart + newStubEnd, debugData.Size), _image.Text.VirtualAddress + newStubEnd, TextStart + newStubEnd);
        MoveSections(bytes, newStubEnd - 4);
    }

    private void Addresses()
    {
        const int ResourcesSize = 28;
        Write(_image.Headers.CorHeaderStartOffset + ResourcesSize, _resources.Content.Length);
        foreach (var at in _image.FieldAddressOffsets)
            Grow(at, _growth);
        var table = _image.Headers.MetadataStartOffset + _image.Metadata.GetTableMetadataOffset(TableIndex.ManifestResource);
        for (var row = 0; row < _resources.Offsets.Count; row++)
            Write(table + (row * _image.Metadata.GetTableRowSize(TableIndex.ManifestResource)), _resources.Offsets[row]);
        if (_image.DebugData.Size > 0)
            Write(_image.DirectoryOffset(ManagedImage.DebugTable), _image.Text.VirtualAddress + _image.StubEnd(_dataEnd));
    }

    private void Imports()
    {
        const int EntryPoint = 16;
        var address = _image.Text.VirtualAddress;
        if (!_image.HasStub)
        {
            // There are no imports; F# takes all that is in front of them for their size.
            Grow(_image.DirectoryOffset(ManagedImage.ImportTable) + 4, _growth);
            return;
        }
        Write(_image.Headers.PEHeaderStartOffset + EntryPoint, address + _image.StubEnd(_dataEnd) - FSharpImage.StubSize);
        Write(_image.DirectoryOffset(ManagedImage.ImportTable), address + _dataEnd);
        Write(_image.DirectoryOffset(ManagedImage.ImportTable) + 4, FSharpImage.ImportsEnd(_dataEnd) - _dataEnd);
        GrowImports(_dataEnd, _growth);
    }
}
