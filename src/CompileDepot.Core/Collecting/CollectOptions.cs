using System.Globalization;

namespace CompileDepot.Core.Collecting;

/// <summary>What a collection may free.</summary>
/// <param name="Now">The time that ages are counted to.</param>
public sealed record CollectOptions(DateTimeOffset Now)
{
    private static readonly (string Unit, long Bytes)[] Sizes =
    [
        ("", 1), ("b", 1), ("k", 1_000), ("kb", 1_000), ("m", 1_000_000), ("mb", 1_000_000), ("g", 1_000_000_000), ("gb", 1_000_000_000), ("t", 1_000_000_000_000), ("tb", 1_000_000_000_000),
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("tib", 1L << 40),
    ];

    private static readonly (string Unit, TimeSpan Length)[] Ages = [("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)), ("d", TimeSpan.FromDays(1)), ("w", TimeSpan.FromDays(7))];

    // Records of builds, memos, and the root records of trees that are out of reach go after this time, or the age if that is longer.
    private static readonly TimeSpan RecordAge = TimeSpan.FromDays(30);

    /// <summary>A branch that one comes back to within a week is restored.</summary>
    public static readonly TimeSpan DefaultAge = TimeSpan.FromDays(7);

    /// <summary>
    /// What was of use within this time stays whatever the limits say: a build may be about to rely on it. Must be longer than stamps may be behind (<see cref="IO.UseStamp.Precision"/>) and the longest build together.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>What no root needs goes once it was of no use for this time.</summary>
    public TimeSpan Age { get; init; } = DefaultAge;

    /// <summary>Bytes that all files below <c>v1</c> may take; beyond them the least recently used go. Null: no limit.</summary>
    public long? MaxSize { get; init; }

    /// <summary>What roots need stays even beyond the limit.</summary>
    public bool KeepRoots { get; init; }

    internal DateTimeOffset Fresh => Before(Grace);

    internal DateTimeOffset Young => Before(Age > Grace ? Age : Grace);

    internal DateTimeOffset Recorded => Before(new[] { Grace, Age, RecordAge }.Max());

    /// <summary>Reads <c>20GB</c>, <c>1.5 GiB</c>, <c>500M</c>; units of a thousand unless they say <c>i</c>.</summary>
    public static bool TryParseSize(string text, out long bytes)
    {
        bytes = 0;
        if (Split(text, Sizes) is not var (number, unit) || number * unit >= long.MaxValue)
            return false;
        bytes = (long)(number * unit);
        return true;
    }

    /// <summary>Reads <c>7d</c>, <c>12h</c>, <c>2w</c>, <c>30m</c>.</summary>
    public static bool TryParseAge(string text, out TimeSpan age)
    {
        age = default;
        // A hundred years: a time before it is one that clocks can tell.
        if (Split(text, Ages) is not var (number, unit) || number * unit.TotalDays > 36_500)
            return false;
        age = number * unit;
        return true;
    }

    private static (double Number, T Unit)? Split<T>(string text, (string Unit, T Value)[] units)
    {
        var trimmed = text.Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var unit = trimmed[digits..].Trim();
        foreach (var (name, value) in units)
        {
            if (name.Equals(unit, StringComparison.OrdinalIgnoreCase) && double.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return (number, value);
        }
        return null;
    }

    private DateTimeOffset Before(TimeSpan age) => Now - DateTimeOffset.MinValue > age ? Now - age : DateTimeOffset.MinValue;
}
