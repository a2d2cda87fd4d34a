using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// The blob heap of an image with some strings in the values of attributes renamed: laid out again in the order that it has, which is that of <c>MetadataBuilder</c>'s first additions, and with it
/// all offsets into it.
/// </summary>
internal sealed class AttributeBlobs
{
    private readonly RoslynImage _image;
    private readonly Func<string, string?> _rename;
    private readonly Dictionary<int, (byte[] Content, List<Range> Renamed)> _changes = [];
    private readonly Dictionary<int, int> _offsets = new() { [0] = 0 };
    private readonly List<Range> _renamed = [];

    private AttributeBlobs(RoslynImage image, Func<string, string?> rename)
    {
        (_image, _rename) = (image, rename);
        Heap = new(image.Blobs.Length + 4096);
    }

    /// <summary>The new heap.</summary>
    public BlobHeap Heap { get; }

    /// <summary>New offsets by old ones.</summary>
    public IReadOnlyDictionary<int, int> Offsets => _offsets;

    /// <summary>Where in the new heap there are new names.</summary>
    public IReadOnlyList<Range> Renamed => _renamed;

    /// <param name="rename">The new name, or null: it stays.</param>
    /// <exception cref="NotRewritableException">The heap can't be laid out exactly.</exception>
    public static AttributeBlobs Rename(RoslynImage image, ImageTables tables, Func<string, string?> rename)
    {
        var blobs = new AttributeBlobs(image, rename);
        blobs.Find();
        foreach (var (table, _, offset) in tables.All())
        {
            if (table != TableIndex.CustomAttribute && blobs._changes.ContainsKey(offset))
                throw new NotRewritableException("an attribute shares a value that holds a path with something else");
        }
        blobs.Replay();
        return blobs;
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
            var change = Change(BlobHeap.ContentAt(_image.Blobs, offset, out _), attribute.Constructor);
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

    private (byte[] Content, List<Range> Renamed)? Change(ReadOnlySpan<byte> value, EntityHandle constructor)
    {
        // Most hold no separator: no need to take them apart.
        if (value.Length <= 4 || value[2..].IndexOfAny((byte)'/', (byte)'\\') < 0)
            return null;
        var metadata = _image.Metadata;
        var signature = constructor.Kind == HandleKind.MethodDefinition
            ? metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).Signature
            : metadata.GetMemberReference((MemberReferenceHandle)constructor).Signature;
        var result = new BlobBuilder(value.Length + 64);
        var names = new List<Range>();
        var copied = 0;
        foreach (var (start, contentStart, end) in AttributeStrings.Find(metadata.GetBlobReader(signature), value))
        {
            if (_rename(Encoding.UTF8.GetString(value[contentStart..end])) is not { } renamed)
                continue;
            result.WriteBytes(value[copied..start].ToArray());
            result.WriteSerializedString(renamed);
            names.Add((result.Count - Encoding.UTF8.GetByteCount(renamed))..result.Count);
            copied = end;
        }
        result.WriteBytes(value[copied..].ToArray());
        return names.Count == 0 ? null : (result.ToArray(), names);
    }

    private void Replay()
    {
        var old = _image.Blobs;
        for (var at = 1; old.Length - at >= 4 || old[at..].ContainsAnyExcept((byte)0);)
        {
            var (offset, next) = (at, Heap.Size);
            var content = BlobHeap.ContentAt(old, offset, out at);
            var isChanged = _changes.TryGetValue(offset, out var change);
            _offsets.Add(offset, Heap.Add(isChanged ? change.Content : content));
            // An attribute at the other place holds in the source what the compiler gives here.
            if (_offsets[offset] != next)
                throw new NotRewritableException("two values of its attributes are one at the other place");
            if (isChanged)
                _renamed.AddRange(change.Renamed.Select(r => (r.Start.Value + Heap.Size - change.Content.Length)..(r.End.Value + Heap.Size - change.Content.Length)));
        }
    }
}
