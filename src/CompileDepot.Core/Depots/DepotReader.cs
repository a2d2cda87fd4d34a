using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Depots;

/// <summary>Looks into the depots of a stack without touching them: for commands that only tell. Unlike <see cref="DepotStack"/>, damage stays where it is. Never throws for a fault of a depot.</summary>
public sealed class DepotReader(DepotStack stack)
{
    /// <summary>The undamaged entry of the first depot that has one.</summary>
    public (Entry Entry, Depot Depot)? FindEntry(ActionKey key)
    {
        foreach (var depot in stack.Depots)
        {
            if (TryRead(depot.Layout.Entry(key)) is { } bytes && Parse(bytes) is { } entry && entry.Key == key)
                return (entry, depot);
        }
        return null;
    }

    /// <summary>The undamaged bytes of a small blob.</summary>
    public byte[]? ReadBlob(ContentDigest digest) =>
        stack.Depots.Select(d => TryRead(d.Layout.Blob(digest))).FirstOrDefault(content => content is not null && ContentDigest.Of(content) == digest);

    private static Entry? Parse(byte[] bytes)
    {
        try
        {
            return EntryFile.Read(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
