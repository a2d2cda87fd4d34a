using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Depots;

/// <summary>Looks into the depots of a stack without touching them: for commands that only tell. Unlike <see cref="DepotStack"/>, damage stays where it is. Never throws for a fault of a depot.</summary>
public sealed class DepotReader(DepotStack stack)
{
    /// <summary>The undamaged entry of the first depot that has one.</summary>
    public (Entry Entry, ReadableDepot Depot)? FindEntry(ActionKey key)
    {
        foreach (var depot in stack.Depots)
        {
            if (Try(() => depot.PeekEntry(key)) is { } entry)
                return (entry, depot);
        }
        return null;
    }

    /// <summary>Whether a depot has a blob, be it damaged.</summary>
    public bool HasBlob(ContentDigest digest) => stack.Depots.Any(d => Try(() => d.HasBlob(digest, -1) ? d : null) is not null);

    /// <summary>The undamaged bytes of a small blob.</summary>
    public byte[]? ReadBlob(ContentDigest digest) => stack.Depots.Select(d => Try(() => d.PeekBlob(digest))).FirstOrDefault(content => content is not null);

    private static T? Try<T>(Func<T?> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
