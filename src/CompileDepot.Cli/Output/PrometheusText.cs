using System.Globalization;
using System.Text;
using CompileDepot.Core.Builds;

namespace CompileDepot.Cli.Output;

/// <summary>
/// Sums over builds in the text format of Prometheus, version 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/). All are gauges: old records of builds are removed, so no sum only grows, as a
/// counter must. Every combination of level and outcome is there, since a series that comes and goes is hard to ask for. Sorted, so that the same builds make the same text.
/// </summary>
internal static class PrometheusText
{
    private static readonly (string Label, Func<BuildSummary, IEnumerable<ActionRecord>> Actions)[] Levels =
    [
        ("project", b => b.Wholes),
        ("compile", b => b.Compiles),
        ("step", b => b.Steps),
    ];

    private static readonly (string Label, ActionOutcome Outcome)[] Outcomes = [("restored", ActionOutcome.Restored), ("run", ActionOutcome.Compiled), ("not_stored", ActionOutcome.NotStored)];

    /// <summary>The metrics of each root that the builds are of.</summary>
    /// <param name="builds">Each of one root.</param>
    public static string Of(IEnumerable<BuildSummary> builds)
    {
        var roots = builds
            .GroupBy(b => b.Actions[0].Root)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (Root: g.Key, Builds: g.ToList(), Sum: new BuildSummary([.. g.SelectMany(b => b.Actions)])))
            .ToList();
        var text = new StringBuilder();
        Add(text, "builds", "Builds that are recorded.", roots.Select(r => Line(r.Builds.Count, ("root", r.Root))));
        Add(text, "actions", "What the builds did, by level (project: restored or stored whole) and outcome (run: it ran and was stored).", roots.SelectMany(r => Levels.SelectMany(l =>
            Outcomes.Select(o => Line(l.Actions(r.Sum).Count(a => a.Outcome == o.Outcome), ("root", r.Root), ("level", l.Label), ("outcome", o.Label))))));
        Add(text, "not_stored", "Actions whose result was not stored, by level and reason.", roots.SelectMany(r => Levels.SelectMany(l =>
            BuildSummary.ByReason(l.Actions(r.Sum)).Select(c => Line(c.Count, ("root", r.Root), ("level", l.Label), ("reason", c.Kind.ToString()))))));
        Add(text, "saved_seconds", "What the restored compiles took when they ran, less what it took to restore them.", roots.Select(r => Line(r.Sum.Saved.TotalSeconds, ("root", r.Root))));
        Add(text, "restored_bytes", "Size of the files that were restored.", roots.Select(r => Line(r.Sum.BytesRestored, ("root", r.Root))));
        Add(text, "damaged_files", "Damaged files that builds met in depots.", roots.Select(r => Line(r.Sum.Damage, ("root", r.Root))));
        Add(text, "last_build_timestamp_seconds", "When the last action of the newest build ended.", roots.Select(r => Line(r.Sum.Actions.Max(a => a.Time).ToUnixTimeMilliseconds() / 1000.0, ("root", r.Root))));
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, string help, IEnumerable<string> lines)
    {
        name = "compiledepot_" + name;
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var line in lines)
            text.Append(name).Append(line).Append('\n');
    }

    private static string Line(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder("{");
        foreach (var (name, label) in labels)
            text.Append(text.Length > 1 ? "," : "").Append(name).Append("=\"").Append(Escape(label)).Append('"');
        return text.Append(CultureInfo.InvariantCulture, $"}} {value:R}").ToString();
    }

    private static string Escape(string label) =>
        label.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}
