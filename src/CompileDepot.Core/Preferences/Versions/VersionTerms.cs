namespace CompileDepot.Core.Preferences.Versions;

/// <summary>Reads the terms of a <see cref="VersionSet"/>.</summary>
internal static class VersionTerms
{
    /// <summary>What a person may write; ends the sentence of an error.</summary>
    public const string Allowed = "\"*\", \"1.2\" (all of 1.2.x), \"1.*\", \"1.2-1.4\", \"1.2-*\", \"1.2.5\" (exactly this), each with \"!\" in front for all but these, or a list of them";

    /// <summary>Reads terms separated by commas.</summary>
    /// <returns>Null where one is none.</returns>
    public static VersionSet? Parse(string text) => Parse(text.Split(','));

    /// <summary>Reads a list of terms.</summary>
    /// <returns>Null where one is none, and for an empty list: no version at all is written <c>!*</c>.</returns>
    public static VersionSet? Parse(IReadOnlyList<string> terms)
    {
        if (terms.Count == 0)
            return null;
        var plain = new List<VersionSet>();
        var left = VersionSet.None;
        foreach (var term in terms.Select(t => t.Trim()))
        {
            var negative = term.StartsWith('!');
            if (Term(negative ? term[1..] : term) is not { } set)
                return null;
            if (negative)
                left = left.Union(set);
            else
                plain.Add(set);
        }
        return (plain.Count == 0 ? VersionSet.All : plain.Aggregate(VersionSet.None, (sum, set) => sum.Union(set))).Except(left);
    }

    private static VersionSet? Term(string text)
    {
        var numbers = text.Split('-', 2);
        if (numbers[0].Count(c => c == '.') >= 2)
            return Exact(text) is { } version ? new VersionSet([], [version]) : null;
        if (Range(numbers[0]) is not { } first)
            return null;
        if (numbers.Length == 1)
            return new VersionSet([first], []);
        // "*-1.2" and "1.*-1.2" would be ways to write what "0.0-1.2" and "1.0-1.2" say plainly.
        return !numbers[0].Contains('*') && Range(numbers[1]) is { } last && (last.End is not { } end || first.Start.CompareTo(end) < 0) ? new VersionSet([first with { End = last.End }], []) : null;
    }

    /// <summary>"1.2.5-1.2.9" is a version with a prerelease to NuGet, but whoever writes it means a range, which there is not: a prerelease begins with a letter here.</summary>
    private static PackageVersion? Exact(string text) =>
        !text.Contains('+') && PackageVersion.TryParse(text) is { } version && (version.Prerelease.Length == 0 || char.IsAsciiLetter(version.Prerelease[0])) ? version : null;

    private static MinorRange? Range(string text)
    {
        if (text == "*")
            return MinorRange.All;
        var parts = text.Split('.');
        if (parts.Length > 2 || !PackageVersion.TryNumber(parts[0], out var major))
            return null;
        if (parts.Length == 1 || parts[1] == "*")
            return new MinorRange(new Minor(major, 0), new Minor(major, int.MaxValue).Next);
        return PackageVersion.TryNumber(parts[1], out var minor) ? new MinorRange(new Minor(major, minor), new Minor(major, minor).Next) : null;
    }
}
