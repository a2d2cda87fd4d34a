using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>Where and when a comparison was made, and what came of it; as Markdown and as JSON.</summary>
/// <param name="Solution">In words.</param>
/// <param name="Load">Of the machine, before and after; null where the system does not say.</param>
/// <param name="Failures">Who could not take part, and what it said.</param>
internal sealed record ComparisonReport(
    DateTimeOffset Date, string Solution, int Rounds, (string? Before, string? After) Load, IReadOnlyList<(string Name, string About)> Contestants, IReadOnlyList<(string Contestant, string Message)> Failures,
    IReadOnlyList<SpeedRun> Speed, IReadOnlyList<Verdict> Verdicts)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private IEnumerable<string> Others => Contestants.Select(c => c.Name).Where(n => n != ContestantNames.Plain);

    private static string Machine => string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}");

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(text, $"{Date:yyyy-MM-dd}; {Machine}; load {Load.Before ?? "unknown"} before, {Load.After ?? "unknown"} after.");
        Line(text, $"");
        foreach (var (name, about) in Contestants)
            Line(text, $"- **{name}**: {about}");
        foreach (var (name, message) in Failures)
            Line(text, $"- **{name}** could not take part: {message.ReplaceLineEndings(" ")}");
        if (Speed.Count > 0)
            AddSpeed(text);
        if (Verdicts.Count > 0)
            AddVerdicts(text);
        return text.ToString();
    }

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            date = Date,
            solution = Solution,
            rounds = Rounds,
            cores = Environment.ProcessorCount,
            system = RuntimeInformation.OSDescription,
            loadBefore = Load.Before,
            loadAfter = Load.After,
            contestants = Contestants.Select(c => new { name = c.Name, about = c.About }),
            failures = Failures.Select(f => new { contestant = f.Contestant, message = f.Message }),
            ratios = Enum.GetValues<SpeedCase>().Where(_ => Speed.Count > 0).Select(c => new { @case = c.ToString(), ratios = Others.ToDictionary(o => o, o => Math.Round(Ratio(o, c), 3)) }),
            builds = Speed.Select(r => new { contestant = r.Contestant, @case = r.Case.ToString(), round = r.Round, seconds = Math.Round(r.Seconds, 3), restored = r.Count?.Restored, all = r.Count?.All }),
            soundness = Verdicts.Select(v => new { contestant = v.Contestant, @case = v.Case.ToString(), right = v.Difference is null, difference = v.Difference, restored = v.Count?.Restored, all = v.Count?.All }),
        },
        Json);

    private void AddSpeed(StringBuilder text)
    {
        Line(text, $"");
        Line(text, $"{Solution}. Time divided by that of the plain build of the same case in the same round, medians of {Rounds} rounds; in brackets what came from the cache.");
        Line(text, $"");
        Line(text, $"| case | plain, seconds | {string.Join(" | ", Others)} |");
        Line(text, $"| --- | --- |{string.Concat(Others.Select(_ => " --- |"))}");
        foreach (var speed in Enum.GetValues<SpeedCase>())
            Line(text, $"| {speed.Title()} | {Benchmark.Median(Of(ContestantNames.Plain, speed).Select(r => r.Seconds)):0.0} | {string.Join(" | ", Others.Select(o => Cell(o, speed)))} |");
    }

    private void AddVerdicts(StringBuilder text)
    {
        var names = Verdicts.Select(v => v.Contestant).Distinct().ToList();
        Line(text, $"");
        Line(text, $"| case | {string.Join(" | ", names)} |");
        Line(text, $"| --- |{string.Concat(names.Select(_ => " --- |"))}");
        foreach (var sound in Enum.GetValues<SoundnessCase>())
            Line(text, $"| {sound.Title()} | {string.Join(" | ", names.Select(n => Cell(Verdicts.Single(v => v.Contestant == n && v.Case == sound))))} |");
    }

    private string Cell(string contestant, SpeedCase speed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Ratio(contestant, speed):0.00}{(Of(contestant, speed).Last().Count is { } count ? $" ({count.Restored} of {count.All})" : "")}");

    private static string Cell(Verdict verdict) => $"{(verdict.Difference is { } difference ? $"**wrong**: {difference}" : "right")}{(verdict.Count is { } count ? $" ({count.Restored} of {count.All})" : "")}";

    private double Ratio(string contestant, SpeedCase speed) => Benchmark.Median(Of(contestant, speed).Zip(Of(ContestantNames.Plain, speed), (own, plain) => own.Seconds / plain.Seconds));

    private IEnumerable<SpeedRun> Of(string contestant, SpeedCase speed) => Speed.Where(r => r.Contestant == contestant && r.Case == speed).OrderBy(r => r.Round);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
