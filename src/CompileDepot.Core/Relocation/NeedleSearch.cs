namespace CompileDepot.Core.Relocation;

/// <summary>Goes through one content from each find to the next of several needles. Each is sought again only once the search has passed it, and never when it did not come. Not for several threads.</summary>
/// <param name="needles">Longest first: the first of several at one place wins.</param>
internal sealed class NeedleSearch(IReadOnlyList<Needle> needles)
{
    private readonly int[] _at = [.. needles.Select(_ => -1)];

    /// <param name="content">The same each time.</param>
    /// <param name="start">No less than the time before.</param>
    /// <returns>No needle: none comes any more.</returns>
    public (int At, Needle? Needle) Next(ReadOnlySpan<byte> content, int start)
    {
        var (first, found) = (int.MaxValue, default(Needle));
        for (var i = 0; i < _at.Length; i++)
        {
            if (_at[i] < start)
                _at[i] = needles[i].IndexIn(content, start) is >= 0 and var at ? at : int.MaxValue;
            if (_at[i] < first)
                (first, found) = (_at[i], needles[i]);
        }
        return (first, found);
    }
}
