using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>Hits, misses and what was saved in the builds around this one, drawn and as a table.</summary>
internal sealed class TrendSection(HtmlWriter html, BuildReport report)
{
    // A few builds would make columns as wide as a hand.
    private const int LeastSlots = 12;
    private const int CountHeight = 120, SavedHeight = 56;

    private readonly double _slot = 100.0 / Math.Max(report.Trend.Count, LeastSlots);

    public void Add()
    {
        var trend = report.Trend;
        var most = Math.Max(1, trend.Max(t => t.Hits + t.Misses));
        var saved = trend.Max(t => t.Saved);
        html.Add($"""
            <section id="trend" aria-labelledby="trend-title">
            <h2 id="trend-title">Trend</h2>
            <p class="note">{(trend.Count == 1 ? "This is the only build of the tree that is recorded." : $"The {trend.Count} builds of this tree around this one, oldest first; this one is framed.")}</p>
            <ul class="legend" aria-label="Colours of columns"><li><svg class="key" width="14" height="14" aria-hidden="true"><rect class="bar restored" width="14" height="14"/></svg>restored</li><li><svg class="key" width="14" height="14" aria-hidden="true"><rect class="bar compiled" width="14" height="14"/></svg>ran, stored</li><li><svg class="key" width="14" height="14" aria-hidden="true"><rect class="bar unstored" width="14" height="14"/></svg>ran, not stored</li></ul>
            <figure><figcaption>Compiles and steps, at most {most} a build</figcaption>
            <svg class="columns" width="100%" height="{CountHeight}" aria-hidden="true" focusable="false">
            """);
        foreach (var (i, point) in trend.Index())
        {
            var y = (double)CountHeight;
            AddFrame(i, point, CountHeight);
            y = AddColumn(i, y, point.Hits, most, CountHeight, "restored", $"{point.Hits} restored");
            y = AddColumn(i, y, point.Misses - point.NotStored, most, CountHeight, "compiled", $"{point.Misses - point.NotStored} ran, stored");
            AddColumn(i, y, point.NotStored, most, CountHeight, "unstored", $"{point.NotStored} ran, not stored");
        }
        html.Add($"""
            </svg></figure>
            <figure><figcaption>Compiling saved, at most {Looks.Duration(saved)} a build</figcaption>
            <svg class="columns" width="100%" height="{SavedHeight}" aria-hidden="true" focusable="false">
            """);
        foreach (var (i, point) in trend.Index())
        {
            AddFrame(i, point, SavedHeight);
            AddColumn(i, SavedHeight, point.Saved.TotalMilliseconds, Math.Max(1, saved.TotalMilliseconds), SavedHeight, "saved", Looks.Duration(point.Saved));
        }
        html.Add($"""
            </svg></figure>
            <details><summary>As a table</summary>
            <div class="region" role="region" aria-label="Table of builds" tabindex="0">
            <table class="plain"><thead><tr><th scope="col">Build</th><th scope="col" class="number">Restored</th><th scope="col" class="number">Ran</th><th scope="col" class="number">Not stored</th><th scope="col" class="number">Saved</th></tr></thead>
            <tbody>
            """);
        foreach (var point in trend)
        {
            html.Add($"""
                <tr{Current(point)}><th scope="row"><time datetime="{point.Start}">{Looks.Time(point.Start)}</time>{(point.Number == report.Number ? " (this one)" : "")}</th><td class="number">{point.Hits}</td><td class="number">{point.Misses}</td><td class="number">{point.NotStored}</td><td class="number">{Looks.Duration(point.Saved)}</td></tr>
                """);
        }
        html.Add($"""
            </tbody></table></div></details>
            </section>
            """);
    }

    private string Current(TrendPoint point) => point.Number == report.Number ? " aria-current=true" : "";

    private void AddFrame(int index, TrendPoint point, int height)
    {
        if (point.Number == report.Number && report.Trend.Count > 1)
            html.Add($"""<rect class="frame" x="{index * _slot}%" y="0.5" width="{_slot}%" height="{height - 1}"/>""");
    }

    // Stacked upwards; answers where the next one stands.
    private double AddColumn(int index, double bottom, double value, double most, int height, string look, string title)
    {
        if (value <= 0)
            return bottom;
        var size = Math.Max(1, value / most * (height - 8));
        html.Add($"""<rect class="bar {look}" x="{(index + 0.15) * _slot}%" y="{bottom - size}" width="{0.7 * _slot}%" height="{size}"><title>{title}</title></rect>""");
        return bottom - size;
    }
}
