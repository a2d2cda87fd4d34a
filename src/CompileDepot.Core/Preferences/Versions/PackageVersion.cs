using System.Globalization;

namespace CompileDepot.Core.Preferences.Versions;

/// <summary>
/// A version as NuGet writes them: <c>major[.minor[.patch[.revision]]][-prerelease][+build]</c>. Parts that are not there are 0, the build's part does not count, prereleases are compared without regard to case:
/// <c>1.2</c>, <c>1.2.0</c> and <c>1.2.0.0+x</c> are one version.
/// </summary>
/// <param name="Prerelease">In lower case; empty for a release.</param>
public readonly record struct PackageVersion(int Major, int Minor, int Patch, int Revision = 0, string Prerelease = "") : IComparable<PackageVersion>
{
    /// <summary>Null where the text is no version.</summary>
    public static PackageVersion? TryParse(string text)
    {
        var build = text.IndexOf('+', StringComparison.Ordinal);
        var counted = build < 0 ? text : text[..build];
        var dash = counted.IndexOf('-', StringComparison.Ordinal);
        var numbers = (dash < 0 ? counted : counted[..dash]).Split('.');
        var prerelease = dash < 0 ? "" : counted[(dash + 1)..];
        if (numbers.Length > 4 || (dash >= 0 && !IsPrerelease(prerelease)))
            return null;
        Span<int> parts = [0, 0, 0, 0];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!TryNumber(numbers[i], out parts[i]))
                return null;
        }
        return new PackageVersion(parts[0], parts[1], parts[2], parts[3], prerelease.ToLowerInvariant());
    }

    /// <summary>The order of texts in normal form: releases come after their prereleases, and those are in the order of their characters. Not NuGet's order of precedence, which nothing here needs.</summary>
    public int CompareTo(PackageVersion other)
    {
        var numbers = (Major, Minor, Patch, Revision).CompareTo((other.Major, other.Minor, other.Patch, other.Revision));
        if (numbers != 0 || Prerelease == other.Prerelease)
            return numbers;
        return Prerelease.Length == 0 ? 1 : other.Prerelease.Length == 0 ? -1 : string.CompareOrdinal(Prerelease, other.Prerelease);
    }

    public static bool operator <(PackageVersion left, PackageVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(PackageVersion left, PackageVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(PackageVersion left, PackageVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PackageVersion left, PackageVersion right) => left.CompareTo(right) >= 0;

    /// <summary>NuGet's normal form: three numbers, a fourth where it is not 0, the prerelease.</summary>
    public override string ToString()
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
        return numbers + (Revision == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{Revision}")) + (Prerelease.Length == 0 ? "" : "-" + Prerelease);
    }

    /// <summary>Digits alone, up to 2147483647: no sign, no blanks.</summary>
    internal static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsPrerelease(string text) => text.Length > 0 && text.Split('.').All(p => p.Length > 0 && p.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
