using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// Goes through a PDB in the order in which Roslyn's <c>MetadataWriter</c> adds blobs: the source files, what is told of the module and its types, the methods one by
/// one, and last the documents that no method mentioned. Where another compiler, or another version, goes another way, <see cref="PdbBlobs"/> finds out.
/// </summary>
internal sealed class PdbReplay
{
    private readonly MetadataReader _reader;
    private readonly PdbTables _tables;
    private readonly PdbBlobs _blobs;
    private readonly PlaceMap _map;
    private readonly Rewriting _rewriting;
    private readonly DebugInformationRows _information;
    private readonly List<(string Old, string New)> _documents = [];
    private int _scopes;
    private int _localScopes;

    private PdbReplay(PdbLayout pdb, PdbTables tables, PdbBlobs blobs, PlaceMap map, Rewriting rewriting)
    {
        (_reader, _tables, _blobs, _map, _rewriting) = (pdb.Reader, tables, blobs, map, rewriting);
        _information = new(pdb.Reader);
    }

    /// <summary>Adds all blobs of the PDB.</summary>
    /// <returns>The names of the documents.</returns>
    /// <exception cref="NotRewritableException">It is not Roslyn's, or it holds what can't be rewritten.</exception>
    public static IReadOnlyList<(string Old, string New)> Run(PdbLayout pdb, PdbTables tables, PdbBlobs blobs, PlaceMap map, Rewriting rewriting)
    {
        var replay = new PdbReplay(pdb, tables, blobs, map, rewriting);
        replay.Sources();
        replay.Module();
        for (var method = 1; method <= tables.Rows(TableIndex.MethodDebugInformation); method++)
            replay.Method(method);
        replay.OtherDocuments();
        replay._information.ThrowIfLeft();
        blobs.Complete();
        return replay._documents;
    }

    private void Sources()
    {
        while (_documents.Count < _tables.Rows(TableIndex.Document) && _blobs.IsNext(_tables.DocumentName(_documents.Count + 1)))
            Document();
    }

    private void Module()
    {
        Keep(EntityHandle.ModuleDefinition, DebugInformationKinds.BeforeImports);
        if (_tables.Rows(TableIndex.ImportScope) > 0)
            ImportScopes(1);
        Types();
        foreach (var (kind, row) in _information.Take(EntityHandle.ModuleDefinition, DebugInformationKinds.AfterImports))
        {
            var place = _tables.Last(TableIndex.CustomDebugInformation, row);
            if (kind == DebugInformationKinds.SourceLink)
                _blobs.Change(place, json => _map.Replace(json));
            else if (kind == DebugInformationKinds.MetadataReferences)
                _blobs.Change(place, references => ReferenceList.Rewrite(references, _rewriting.Reference));
            else
                _blobs.Keep(place);
        }
    }

    // Roslyn walks through namespaces and types in an order that the PDB does not tell, but for its heap.
    private void Types()
    {
        var places = _information.Types.SelectMany(t => _information.Take(t, DebugInformationKinds.OfType)).Select(r => _tables.Last(TableIndex.CustomDebugInformation, r.Row));
        foreach (var place in places.OrderBy(_tables.OffsetAt))
        {
            var documents = _reader.GetBlobReader(MetadataTokens.BlobHandle(_tables.OffsetAt(place)));
            while (documents.RemainingBytes > 0)
                Documents(documents.ReadCompressedInteger());
            _blobs.KeepAsOrdered(place);
        }
    }

    private void Method(int method)
    {
        var handle = MetadataTokens.MethodDebugInformationHandle(method);
        var information = _reader.GetMethodDebugInformation(handle);
        if (!information.Document.IsNil)
            Documents(MetadataTokens.GetRowNumber(information.Document));
        else if (_documents.Count < _tables.Rows(TableIndex.Document) && !information.SequencePointsBlob.IsNil)
        {
            foreach (var point in information.GetSequencePoints())
                Documents(MetadataTokens.GetRowNumber(point.Document));
        }
        _blobs.Keep(_tables.Last(TableIndex.MethodDebugInformation, method));
        var definition = MetadataTokens.MethodDefinitionHandle(method);
        LocalScopes(definition);
        Keep(definition, DebugInformationKinds.OfMethod);
    }

    private void LocalScopes(MethodDefinitionHandle method)
    {
        while (_localScopes < _tables.Rows(TableIndex.LocalScope))
        {
            var scope = _reader.GetLocalScope(MetadataTokens.LocalScopeHandle(_localScopes + 1));
            if (scope.Method != method)
                return;
            _localScopes++;
            ImportScopes(MetadataTokens.GetRowNumber(scope.ImportScope));
            foreach (var variable in scope.GetLocalVariables())
                Keep(variable, DebugInformationKinds.OfLocal);
            foreach (var constant in scope.GetLocalConstants())
            {
                _blobs.Keep(_tables.Last(TableIndex.LocalConstant, MetadataTokens.GetRowNumber(constant)));
                Keep(constant, DebugInformationKinds.OfLocal);
            }
        }
    }

    private void ImportScopes(int last)
    {
        while (_scopes < last)
            _blobs.Imports(_tables.Last(TableIndex.ImportScope, ++_scopes));
    }

    private void Documents(int last)
    {
        while (_documents.Count < last)
            Document();
    }

    // Roslyn sorts these by name, in the culture of its process: that must give the same order at the new place.
    private void OtherDocuments()
    {
        var first = _documents.Count;
        Documents(_tables.Rows(TableIndex.Document));
        var others = _documents.Skip(first).ToList();
        if (others.Count > 1)
        {
            var comparers = new[] { StringComparer.CurrentCulture, StringComparer.Ordinal }.Where(c => IsSorted(others.Select(o => o.Old), c)).ToList();
            NotRewritableException.ThrowIfNot(comparers.Count > 0 && comparers.TrueForAll(c => IsSorted(others.Select(o => o.New), c)), "the list of documents of its PDB");
        }
        // Two documents of one name would be one.
        NotRewritableException.ThrowIfNot(_documents.Select(d => d.New).Distinct(StringComparer.Ordinal).Count() == _documents.Select(d => d.Old).Distinct(StringComparer.Ordinal).Count(), "the list of documents of its PDB");
    }

    private static bool IsSorted(IEnumerable<string> names, StringComparer comparer) => names.Zip(names.Skip(1)).All(n => comparer.Compare(n.First, n.Second) <= 0);

    private void Document()
    {
        var row = _documents.Count + 1;
        var handle = MetadataTokens.DocumentHandle(row);
        var names = _blobs.Document(_tables.DocumentName(row));
        _documents.Add(names);
        var content = _rewriting.Content(names.New);
        var hash = _tables.DocumentHash(row);
        if (content is null)
            _blobs.Keep(hash);
        else
            _blobs.Change(hash, old => SourceDocument.Hash(_reader.GetGuid(_reader.GetDocument(handle).HashAlgorithm), content, old));
        foreach (var (_, information) in _information.Take(handle, [DebugInformationKinds.EmbeddedSource]))
        {
            var place = _tables.Last(TableIndex.CustomDebugInformation, information);
            _blobs.Change(place, old => content is null ? old : SourceDocument.Embed(content, old));
        }
    }

    private void Keep(EntityHandle parent, Guid[] kinds)
    {
        foreach (var (_, row) in _information.Take(parent, kinds))
            _blobs.Keep(_tables.Last(TableIndex.CustomDebugInformation, row));
    }
}
