using System.Diagnostics.CodeAnalysis;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Rewrites the paths that <c>[CallerFilePath]</c> gave to the constructors of attributes: MSTest's and xUnit's tell by them where a test is. They are names of source documents, as the PDB has
/// them. With them the blob heap is laid out again, in the order that it has, which is that of <c>MetadataBuilder</c>'s first additions; and with the heap all offsets into it.
/// </summary>
internal sealed class CallerPaths
{
    private readonly RoslynImage _image;
    private readonly MetadataStreams _streams;
    private readonly Dictionary<string, string> _documents;
    private readonly Func<string, bool> _isCallers;
    private readonly Dictionary<int, (byte[] Content, List<Range> Paths)> _changes = [];
    private readonly List<Range> _explained = [];

    private CallerPaths(RoslynImage image, Dictionary<string, string> documents, Func<string, bool> isCallers)
    {
        (_image, _documents, _isCallers) = (image, documents, isCallers);
        _streams = new(image.Bytes, image.Headers.MetadataStartOffset, image.Headers.MetadataSize, MetadataStreams.OfImage, "it");
    }

    private ReadOnlySpan<byte> Blobs => BlobsOf(_image);

    /// <param name="documents">Names of source documents.</param>
    /// <param name="isCallers">Whether a name can only be the compiler's, and not a person's.</param>
    /// <param name="moved">An image whose ids no longer follow from its content.</param>
    /// <param name="explained">Where in it there are paths of the new place.</param>
    /// <returns>Whether there are such paths. What this leaves is for others to find.</returns>
    /// <exception cref="NotRewritableException">The heap can't be laid out exactly.</exception>
    public static bool TryRewrite(ManagedImage image, PlaceMap map, IEnumerable<(string Old, string New)> documents, Func<string, bool> isCallers, [NotNullWhen(true)] out byte[]? moved, out IReadOnlyList<Range> explained)
    {
        (moved, explained) = (null, []);
        // Attributes of modules stand among those of their assembly, and are as the modules have them.
        if (image is not RoslynImage roslyn || image.Metadata.AssemblyFiles.Count > 0 || map.FindInBlobs(BlobsOf(image)) is null)
            return false;
        var renamed = documents.Where(d => d.Old != d.New).DistinctBy(d => d.Old).ToDictionary(d => d.Old, d => d.New, StringComparer.Ordinal);
        if (renamed.Count == 0)
            return false;
        var paths = new CallerPaths(roslyn, renamed, isCallers);
        var tables = new ImageTables(roslyn, paths._streams);
        paths.Find();
        if (paths._changes.Count == 0)
            return false;
        paths.ThrowIfShared(tables);
        moved = paths.Write(tables);
        explained = paths._explained;
        return true;
    }

    private void Find()
    {
        var metadata = _image.Metadata;
        var unchanged = new HashSet<int>();
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            var offset = MetadataTokens.GetHeapOffset(attribute.Value);
            if (offset == 0)
                continue;
            var change = Change(BlobHeap.ContentAt(Blobs, offset, out _), attribute.Constructor);
            // Attributes with equal bytes share them, whatever their constructors make of them.
            var isKnown = _changes.TryGetValue(offset, out var known);
            if (change is null ? isKnown : unchanged.Contains(offset) || (isKnown && !known.Content.AsSpan().SequenceEqual(change.Value.Content)))
                throw new NotRewritableException("attributes share a value that holds a path for one of them alone");
            if (change is null)
                unchanged.Add(offset);
            else
                _changes[offset] = change.Value;
        }
    }

    private (byte[] Content, List<Range> Paths)? Change(ReadOnlySpan<byte> value, EntityHandle constructor)
    {
        if (!MayHoldAPath(value))
            return null;
        var metadata = _image.Metadata;
        var signature = constructor.Kind == HandleKind.MethodDefinition
            ? metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).Signature
            : metadata.GetMemberReference((MemberReferenceHandle)constructor).Signature;
        var result = new BlobBuilder(value.Length + 64);
        var paths = new List<Range>();
        var copied = 0;
        foreach (var (start, contentStart, end) in AttributeStrings.Find(metadata.GetBlobReader(signature), value))
        {
            var text = value[contentStart..end];
            if (!_documents.TryGetValue(Encoding.UTF8.GetString(text), out var renamed) || !_isCallers(Encoding.UTF8.GetString(text)))
                continue;
            result.WriteBytes(value[copied..start].ToArray());
            result.WriteSerializedString(renamed);
            paths.Add((result.Count - Encoding.UTF8.GetByteCount(renamed))..result.Count);
            copied = end;
        }
        result.WriteBytes(value[copied..].ToArray());
        return paths.Count == 0 ? null : (result.ToArray(), paths);
    }

    // Most attributes hold no separator: no need to take them apart.
    private static bool MayHoldAPath(ReadOnlySpan<byte> value) => value.Length > 4 && value[2..].IndexOfAny((byte)'/', (byte)'\\') >= 0;

    private void ThrowIfShared(ImageTables tables)
    {
        foreach (var (table, _, offset) in tables.All())
        {
            if (table != TableIndex.CustomAttribute && _changes.ContainsKey(offset))
                throw new NotRewritableException("an attribute shares a value that holds a path with something else");
        }
    }

    private byte[] Write(ImageTables tables)
    {
        var old = Blobs;
        var heap = new BlobHeap(old.Length + 4096);
        var offsets = new Dictionary<int, int> { [0] = 0 };
        var replaced = new List<Range>();
        for (var at = 1; !IsPadding(old[at..]);)
        {
            var offset = at;
            var content = BlobHeap.ContentAt(old, offset, out at);
            var isChanged = _changes.TryGetValue(offset, out var change);
            var next = heap.Size;
            offsets.Add(offset, heap.Add(isChanged ? change.Content : content));
            // Two values that become one at the other place: an attribute there holds in the source what the compiler gives here.
            if (offsets[offset] != next)
                throw new NotRewritableException("two values of its attributes are one at the other place");
            if (isChanged)
                replaced.AddRange(change.Paths.Select(p => Shift(p, heap.Size - change.Content.Length)));
        }
        var metadata = _streams.With(tables.Write(offsets, heap.Size), heap);
        var heapStart = _image.Headers.MetadataStartOffset + metadata.Length - Alignment.Up(heap.Size, 4);
        _explained.AddRange(replaced.Select(r => Shift(r, heapStart)));
        return RoslynImageMove.Write(_image, metadata, at => tables.MoveOf(at, heap.Size));
    }

    private static ReadOnlySpan<byte> BlobsOf(ManagedImage image) =>
        image.Bytes.AsSpan(image.Headers.MetadataStartOffset + image.Metadata.GetHeapMetadataOffset(HeapIndex.Blob), image.Metadata.GetHeapSize(HeapIndex.Blob));

    private static Range Shift(Range range, int by) => (range.Start.Value + by)..(range.End.Value + by);

    private static bool IsPadding(ReadOnlySpan<byte> rest) => rest.Length < 4 && !rest.ContainsAnyExcept((byte)0);
}
