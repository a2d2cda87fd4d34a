using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Depots;

/// <summary>Several depots, read in order; the first is written. A depot that does not work is passed over, and said so once by the caller (see <see cref="Faults"/>).</summary>
public sealed class DepotStack
{
    private readonly List<Depot> _depots;
    private readonly List<string> _faults = [];

    /// <param name="folders">Full paths. At least one.</param>
    public DepotStack(IReadOnlyList<string> folders) => _depots = [.. folders.Select(f => new Depot(f))];

    public IReadOnlyList<Depot> Depots => _depots;

    /// <summary>The depot that is written.</summary>
    public Depot First => _depots[0];

    /// <summary>What did not work since the stack was made, in words.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The entry of the first of <paramref name="keys"/> that any depot has, with the depot that has it. Damage found on the way goes to <paramref name="damage"/>.</summary>
    public (Entry Entry, Depot Depot)? FindEntry(IReadOnlyList<ActionKey> keys, ICollection<string> damage)
    {
        foreach (var depot in _depots)
        {
            try
            {
                foreach (var key in keys)
                {
                    var entry = depot.FindEntry(key, out var damaged);
                    if (damaged is not null)
                        damage.Add(damaged);
                    if (entry is not null)
                        return (entry, depot);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _faults.Add($"{depot.Layout.Folder}: {e.Message}");
            }
        }
        return null;
    }

    /// <summary>The file of a blob in any depot, <paramref name="preferred"/> first.</summary>
    public string? FindBlob(ContentDigest digest, long size, Depot preferred)
    {
        foreach (var depot in _depots.Prepend(preferred))
        {
            if (depot.FindBlob(digest, size) is { } path)
                return path;
        }
        return null;
    }

    /// <summary>A small blob of any depot, verified; null where none has it or none works.</summary>
    public byte[]? ReadBlob(ContentDigest digest)
    {
        foreach (var depot in _depots)
        {
            try
            {
                if (depot.ReadBlob(digest) is { } content)
                    return content;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _faults.Add($"{depot.Layout.Folder}: {e.Message}");
            }
        }
        return null;
    }
}
