using System.Globalization;

namespace CompileDepot.Core.Preferences.Versions;

/// <summary>A minor version, <c>major.minor</c>; after the last of all come none.</summary>
internal readonly record struct Minor(int MajorPart, int MinorPart) : IComparable<Minor>
{
    public static Minor First => default;

    public int CompareTo(Minor other) => (MajorPart, MinorPart).CompareTo((other.MajorPart, other.MinorPart));

    /// <summary>The one after; after the last of a major version comes the first of the next. Null after the last of all.</summary>
    public Minor? Next => MinorPart < int.MaxValue ? new Minor(MajorPart, MinorPart + 1) : MajorPart < int.MaxValue ? new Minor(MajorPart + 1, 0) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MajorPart}.{MinorPart}");
}

/// <summary>Minor versions in a row.</summary>
/// <param name="End">The first that is not in it; null: there is no end.</param>
internal readonly record struct MinorRange(Minor Start, Minor? End)
{
    public static MinorRange All => new(Minor.First, null);

    public bool Contains(Minor minor) => minor.CompareTo(Start) >= 0 && (End is not { } end || minor.CompareTo(end) < 0);

    /// <summary>The one term that stands for it.</summary>
    public override string ToString()
    {
        if (this == All)
            return "*";
        if (End is not { } end)
            return $"{Start}-*";
        if (Start.Next == end)
            return Start.ToString();
        if (end.MinorPart > 0)
            return $"{Start}-{new Minor(end.MajorPart, end.MinorPart - 1)}";
        var last = string.Create(CultureInfo.InvariantCulture, $"{end.MajorPart - 1}.*");
        return Start == new Minor(end.MajorPart - 1, 0) ? last : $"{Start}-{last}";
    }

    /// <summary>Sorted, none touching another: the one list for the same versions.</summary>
    public static IReadOnlyList<MinorRange> Normal(IEnumerable<MinorRange> ranges)
    {
        var result = new List<MinorRange>();
        foreach (var range in ranges.OrderBy(r => r.Start))
        {
            if (result.Count > 0 && (result[^1].End is not { } end || range.Start.CompareTo(end) <= 0))
                result[^1] = result[^1] with { End = Later(result[^1].End, range.End) };
            else
                result.Add(range);
        }
        return result;
    }

    /// <summary>All that is in none of them.</summary>
    /// <param name="ranges">In normal form.</param>
    public static IReadOnlyList<MinorRange> Complement(IReadOnlyList<MinorRange> ranges)
    {
        var result = new List<MinorRange>();
        Minor? free = Minor.First;
        foreach (var range in ranges)
        {
            if (free is { } start && start.CompareTo(range.Start) < 0)
                result.Add(new MinorRange(start, range.Start));
            free = range.End;
        }
        if (free is { } rest)
            result.Add(new MinorRange(rest, null));
        return result;
    }

    private static Minor? Later(Minor? left, Minor? right) => left is not { } l || right is not { } r ? null : l.CompareTo(r) >= 0 ? l : r;
}
