using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>The rows of custom debug information of a PDB, each to be taken once, by what they tell about.</summary>
internal sealed class DebugInformationRows
{
    private readonly MetadataReader _reader;
    private readonly Dictionary<EntityHandle, List<(Guid Kind, int Row)>> _byParent = [];
    private int _left;

    public DebugInformationRows(MetadataReader reader)
    {
        _reader = reader;
        foreach (var handle in reader.CustomDebugInformation)
        {
            var information = reader.GetCustomDebugInformation(handle);
            if (!_byParent.TryGetValue(information.Parent, out var rows))
                _byParent.Add(information.Parent, rows = new(2));
            rows.Add((_reader.GetGuid(information.Kind), MetadataTokens.GetRowNumber(handle)));
            _left++;
        }
    }

    /// <summary>Types that have rows, in the order of the table.</summary>
    public IEnumerable<EntityHandle> Types => _byParent.Keys.Where(p => p.Kind == HandleKind.TypeDefinition);

    /// <summary>Takes the rows of a parent, in the order of the kinds.</summary>
    public IEnumerable<(Guid Kind, int Row)> Take(EntityHandle parent, Guid[] kinds)
    {
        if (!_byParent.TryGetValue(parent, out var rows))
            yield break;
        foreach (var kind in kinds)
        {
            foreach (var row in rows.Where(r => r.Kind == kind))
            {
                _left--;
                yield return row;
            }
        }
    }

    /// <exception cref="NotRewritableException">There are rows that were not taken: of kinds or parents that are not known.</exception>
    public void ThrowIfLeft() => NotRewritableException.ThrowIfNot(_left == 0, "its PDB");
}
