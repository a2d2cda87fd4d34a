using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using CompileDepot.Core.Relocation.Metadata;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// Rewrites an assembly: the path, id and checksum of its PDB, texts in its informational version and in its version resource; and from the new content its module
/// version id and time stamp.
/// </summary>
internal sealed class AssemblyRewriter
{
    private readonly ManagedImage _image;
    private readonly PlaceMap _map;
    private readonly byte[] _bytes;
    private readonly byte[] _unexplained;

    private AssemblyRewriter(ManagedImage image, PlaceMap map)
    {
        (_image, _map) = (image, map);
        (_bytes, _unexplained) = ((byte[])image.Bytes.Clone(), (byte[])image.Bytes.Clone());
    }

    /// <param name="pdb">The rewritten PDB, or null.</param>
    /// <param name="rename">Renames types that are local to their files.</param>
    /// <param name="explained">What of the image is known to be of the new place.</param>
    /// <exception cref="NotRewritableException">It can't be rewritten exactly.</exception>
    public static byte[] Rewrite(ManagedImage image, PdbRewriter.Result? pdb, PlaceMap map, Action<ManagedImage, byte[]> rename, params IReadOnlyList<Range> explained)
    {
        var rewriter = new AssemblyRewriter(image, map);
        foreach (var range in explained)
            rewriter._unexplained.AsSpan()[range].Clear();
        rewriter.InformationalVersion();
        rewriter.VersionResource();
        rewriter.ThrowIfUnexplained();
        rename(image, rewriter._bytes);
        var debugData = image.DebugData;
        if (pdb is { } result)
            debugData = debugData.WithPdb(map.Path(debugData.PdbPath), result);
        return image.Identify(image.Move(rewriter._bytes, debugData, map));
    }

    private void InformationalVersion()
    {
        var metadata = _image.Metadata;
        var heap = _image.Headers.MetadataStartOffset + metadata.GetHeapMetadataOffset(HeapIndex.Blob);
        // A module has its assembly's attributes on a type made for that.
        foreach (var handle in metadata.IsAssembly ? metadata.GetAssemblyDefinition().GetCustomAttributes() : metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (IsInformationalVersion(attribute.Constructor))
            {
                var value = BlobHeap.ContentAt(_image.Bytes.AsSpan(heap), MetadataTokens.GetHeapOffset(attribute.Value), out var end);
                Replace(heap + end - value.Length, value.Length, Encoding.UTF8);
            }
        }
    }

    private bool IsInformationalVersion(EntityHandle constructor)
    {
        if (constructor.Kind != HandleKind.MemberReference)
            return false;
        var parent = _image.Metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
            return false;
        var type = _image.Metadata.GetTypeReference((TypeReferenceHandle)parent);
        return _image.Metadata.StringComparer.Equals(type.Name, "AssemblyInformationalVersionAttribute") && _image.Metadata.StringComparer.Equals(type.Namespace, "System.Reflection");
    }

    private void VersionResource()
    {
        if (_image.Section(".rsrc") is not { } section || _image.Headers.PEHeader!.ResourceTableDirectory.Size == 0)
            return;
        var resources = _bytes.AsSpan(section.PointerToRawData, section.VirtualSize);
        foreach (var (type, offset) in NativeResources.DataEntries(resources))
        {
            if (type != NativeResources.VersionType)
                continue;
            var data = BinaryPrimitives.ReadInt32LittleEndian(resources[offset..]) - section.VirtualAddress;
            var size = BinaryPrimitives.ReadInt32LittleEndian(resources[(offset + 4)..]);
            NotRewritableException.ThrowIfNot(data >= 0 && size >= 0 && size <= section.VirtualSize - data, "its resources");
            Replace(section.PointerToRawData + data, size, Encoding.Unicode);
        }
    }

    // These places are known to hold the texts; what they hold beside is as good as searched, when it is replaced.
    private void Replace(int start, int length, Encoding encoding)
    {
        _unexplained.AsSpan(start, length).Clear();
        _map.ReplaceTexts(_bytes.AsSpan(start, length), encoding);
    }

    private void ThrowIfUnexplained()
    {
        if (_image.DebugData.Size > 0)
            _unexplained.AsSpan(_image.Text.PointerToRawData + _image.DebugStart, _image.DebugData.Size).Clear();
        var blobs = _unexplained.AsSpan(_image.Headers.MetadataStartOffset + _image.Metadata.GetHeapMetadataOffset(HeapIndex.Blob), _image.Metadata.GetHeapSize(HeapIndex.Blob));
        if ((_map.FindIn(_unexplained) ?? _map.FindInBlobs(blobs)) is { } found)
            throw new NotRewritableException($"it holds {found}");
    }
}
