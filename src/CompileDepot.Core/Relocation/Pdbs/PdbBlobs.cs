using System.Reflection.Metadata;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// Builds the blob heap of a PDB again by adding its blobs in the order in which the compiler added them, some with other content. That the order is the compiler's is
/// checked as it goes: each blob that was not yet added must be the next of the old heap.
/// </summary>
internal sealed class PdbBlobs
{
    private readonly PdbLayout _pdb;
    private readonly PdbTables _tables;
    private readonly PlaceMap _map;
    private readonly Dictionary<int, int> _kept = new() { [0] = 0 };
    private readonly Dictionary<int, int> _offsets = [];
    private readonly List<Range> _explained = [];
    private int _end = 1;

    public PdbBlobs(PdbLayout pdb, PdbTables tables, PlaceMap map)
    {
        _pdb = pdb;
        _tables = tables;
        _map = map;
        Heap = new(pdb.Blobs.Length + 1024);
    }

    /// <summary>The new heap.</summary>
    public BlobHeap Heap { get; }

    /// <summary>New offsets by the places in the tables that hold the old ones.</summary>
    public IReadOnlyDictionary<int, int> Offsets => _offsets;

    /// <summary>Adds the blob at a place with the content that it had.</summary>
    public void Keep(int place) => _offsets.Add(place, KeepBlob(_tables.OffsetAt(place)));

    /// <summary>Adds a blob whose turn is told by the old heap alone.</summary>
    /// <exception cref="NotRewritableException">The old heap does not tell it: there the content came from a name that is no more.</exception>
    public void KeepAsOrdered(int place)
    {
        var offset = _tables.OffsetAt(place);
        if (offset < _end && !Heap.Contains(BlobHeap.ContentAt(_pdb.Blobs, offset, out _)))
            throw new NotRewritableException("its PDB shares a blob with the name of a folder");
        Keep(place);
    }

    /// <summary>Adds the blob at a place with another content, which accounts for what it holds of the old place.</summary>
    public void Change(int place, Func<byte[], byte[]> change)
    {
        var offset = _tables.OffsetAt(place);
        _offsets.Add(place, Heap.Add(change(Next(offset, out var end).ToArray())));
        _explained.Add(offset..end);
    }

    /// <summary>Whether the document whose name this is was the next to be added.</summary>
    public bool IsNext(int place)
    {
        var offset = _tables.OffsetAt(place);
        var name = BlobHeap.ContentAt(_pdb.Blobs, offset, out _);
        for (var i = 1; i < name.Length;)
        {
            var part = BlobHeap.ReadCompressed(name, ref i);
            if (part >= _end)
                return part == _end;
        }
        return offset == _end;
    }

    /// <summary>Adds a document's name.</summary>
    public (string Old, string New) Document(int place)
    {
        var offset = _tables.OffsetAt(place);
        var name = DocumentName.Read(BlobHeap.ContentAt(_pdb.Blobs, offset, out _), part => part == 0 ? [] : Next(part, out _).ToArray());
        Next(offset, out _);
        var renamed = _map.Path(name);
        _offsets.Add(place, DocumentName.Add(Heap, renamed));
        return (name, renamed);
    }

    /// <summary>Adds the imports of a scope: names, then the list that holds their offsets.</summary>
    public void Imports(int place)
    {
        var offset = _tables.OffsetAt(place);
        if (offset == 0)
        {
            Keep(place);
            return;
        }
        var old = BlobHeap.ContentAt(_pdb.Blobs, offset, out _);
        var list = new BlobBuilder(old.Length + 8);
        for (var i = 0; i < old.Length;)
        {
            var kind = BlobHeap.ReadCompressed(old, ref i);
            list.WriteCompressedInteger(kind);
            foreach (var isBlob in ImportOperands(kind))
            {
                var operand = BlobHeap.ReadCompressed(old, ref i);
                list.WriteCompressedInteger(isBlob ? KeepBlob(operand) : operand);
            }
        }
        Next(offset, out _);
        _offsets.Add(place, Heap.Add(list.ToArray()));
    }

    /// <exception cref="NotRewritableException">Not all blobs of the old heap were added again, or one that was kept holds a root or text.</exception>
    public void Complete()
    {
        var old = _pdb.Blobs;
        NotRewritableException.ThrowIfNot(old.Length - _end < 4 && !old[_end..].ContainsAnyExcept((byte)0), "its PDB");
        var rest = (byte[])_pdb.Bytes.Clone();
        foreach (var range in _explained)
            rest.AsSpan(_pdb.Streams.Blobs.Offset, old.Length)[range].Clear();
        if (_map.FindIn(rest) is { } found)
            throw new NotRewritableException($"its PDB holds {found}");
    }

    private int KeepBlob(int offset)
    {
        if (!_kept.TryGetValue(offset, out var kept))
            _kept.Add(offset, kept = Heap.Add(Next(offset, out _)));
        return kept;
    }

    private ReadOnlySpan<byte> Next(int offset, out int end)
    {
        var content = BlobHeap.ContentAt(_pdb.Blobs, offset, out end);
        NotRewritableException.ThrowIfNot(offset <= _end, "its PDB");
        _end = Math.Max(_end, end);
        return content;
    }

    // Portable PDB specification, "Imports Blob": of each operand, whether it is an offset into the blob heap.
    private static bool[] ImportOperands(int kind) => kind switch
    {
        1 or 5 => [true],
        2 => [false, true],
        3 => [false],
        4 or 7 => [true, true],
        6 or 9 => [true, false],
        8 => [true, false, true],
        _ => throw NotRewritableException.Layout("its PDB"),
    };
}
