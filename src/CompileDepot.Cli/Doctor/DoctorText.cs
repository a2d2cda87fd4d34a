using CompileDepot.Cli.Output;

namespace CompileDepot.Cli.Doctor;

/// <summary>Findings for a person.</summary>
internal static class DoctorText
{
    // Enough to see which they are; JSON has all.
    private const int PlacesShown = 5;

    private static readonly string Indent = new(' ', Enum.GetValues<Verdict>().Max(v => Word(v).Length) + 2);

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Good => "good",
        Verdict.Unchecked => "not checked",
        Verdict.Notice => "worth knowing",
        _ => "WRONG",
    };

    public static void Write(Report report, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            report.Line($"{Word(finding.Verdict).PadRight(Indent.Length)}{finding.About}: {finding.What}");
            foreach (var place in finding.Where.Take(PlacesShown))
                report.Line($"{Indent}  {place}");
            if (finding.Where.Count > PlacesShown)
                report.Line($"{Indent}  and {finding.Where.Count - PlacesShown} more");
            if (finding.Fix.Length > 0)
                report.Line($"{Indent}→ {finding.Fix}");
        }
    }

    /// <summary>The sum, in one line.</summary>
    public static string Sum(IReadOnlyCollection<Finding> findings) =>
        string.Join(", ", Enum.GetValues<Verdict>().Reverse().Select(v => (Verdict: v, Count: findings.Count(f => f.Verdict == v))).Where(c => c.Count > 0).Select(c => $"{c.Count} {Word(c.Verdict).ToLowerInvariant()}")) + ".";
}
