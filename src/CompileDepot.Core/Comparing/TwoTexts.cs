using System.Globalization;
using System.Text.RegularExpressions;

namespace CompileDepot.Core.Comparing;

/// <summary>Says of two texts that should be the same how they differ.</summary>
internal static partial class TwoTexts
{
    // Room for both in a line of a terminal.
    private const int Shown = 90;
    private const int Lead = 30;

    // Ticks, milliseconds and seconds of two builds differ by less than this part of themselves.
    private const double Near = 1e-3;

    public static string Describe(string first, string second)
    {
        (first, second) = (OneLine(first), OneLine(second));
        var at = first.AsSpan().CommonPrefixLength(second);
        return $"\"{Cut(first, at)}\" in the one, \"{Cut(second, at)}\" in the other";
    }

    /// <summary>What the values look like that are not the same.</summary>
    public static DifferenceKind Kind(string first, string second)
    {
        var (a, b) = (Values(first).Except(Values(second)).ToList(), Values(second).Except(Values(first)).ToList());
        if (a.Count == 0 || b.Count == 0)
            return DifferenceKind.Unknown;
        if (a.Exists(IsTime) && b.Exists(IsTime))
            return DifferenceKind.Time;
        // A number that grew a little between the builds counts time.
        if (a.Zip(b).Any(p => p.First.Length >= 10 && decimal.TryParse(p.First, NumberStyles.None, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(p.Second, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && x != y && (double)(Math.Abs(x - y) / Math.Max(x, y)) < Near))
            return DifferenceKind.Time;
        return a.Exists(v => IsRandom(v)) && b.Exists(v => IsRandom(v)) ? DifferenceKind.Random : DifferenceKind.Unknown;
    }

    private static List<string> Values(string text) => [.. Value().Matches(text).Select(m => m.Value)];

    private static bool IsTime(string value) => Time().IsMatch(value);

    private static bool IsRandom(string value) => Guid.TryParse(value, out _) || (value.Length >= 8 && value.All(char.IsAsciiHexDigit));

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private static string Cut(string line, int at)
    {
        if (line.Length <= Shown)
            return line;
        var start = Math.Clamp(at - Lead, 0, line.Length - Shown);
        return $"{(start > 0 ? "…" : "")}{line.Substring(start, Shown)}{(start + Shown < line.Length ? "…" : "")}";
    }

    // Words with what holds dates, times and GUIDs together.
    [GeneratedRegex(@"[0-9A-Za-z][0-9A-Za-z:.+-]*")]
    private static partial Regex Value();

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}:\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|20\d{6}")]
    private static partial Regex Time();
}
