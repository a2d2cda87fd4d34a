using System.Reflection;

namespace CompileDepot.Cli.Help;

/// <summary>The pages of the codes: those of <c>eng/docs/diagnostics</c>, which are resources of this assembly.</summary>
internal static class DiagnosticPages
{
    // As the project file names the resources.
    private const string Prefix = "diagnostics/";
    private const string Extension = ".md";
    private const string Letters = "CD";
    private const int Digits = 4;

    private static readonly Assembly Here = typeof(DiagnosticPages).Assembly;

    /// <summary>Every code, sorted.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. Here.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Extension.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The page of one of <see cref="Codes"/>: Markdown.</summary>
    public static string Read(string code)
    {
        using var reader = new StreamReader(Here.GetManifestResourceStream(Prefix + code + Extension)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>What a code means, in a few words: its page's heading, without the code.</summary>
    public static string Title(string code) => Read(code).Split('\n')[0][$"# {code}: ".Length..];

    /// <summary>The code that a person wrote: <c>CD0012</c>, <c>cd12</c>, <c>12</c>. Null: it is none, though it may not exist.</summary>
    public static string? Normalize(string text)
    {
        var digits = text.StartsWith(Letters, StringComparison.OrdinalIgnoreCase) ? text[Letters.Length..] : text;
        return digits.Length is > 0 and <= Digits && digits.All(char.IsAsciiDigit) ? Letters + digits.PadLeft(Digits, '0') : null;
    }

    /// <summary>The codes on either side of one that does not exist.</summary>
    public static IReadOnlyList<string> Neighbours(string code)
    {
        var after = Codes.FirstOrDefault(c => string.CompareOrdinal(c, code) > 0);
        var before = Codes.LastOrDefault(c => string.CompareOrdinal(c, code) < 0);
        return [.. new[] { before, after }.OfType<string>()];
    }
}
