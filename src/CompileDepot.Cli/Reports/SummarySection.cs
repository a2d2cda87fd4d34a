using CompileDepot.Cli.Output;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>The head of the page: what was built, how it went in one sentence and one bar, the sums, and what kept results from being stored.</summary>
internal sealed class SummarySection(HtmlWriter html, BuildReport report, ProjectNames names)
{
    private static readonly NodeOutcome[] Built = [NodeOutcome.RestoredWhole, NodeOutcome.Restored, NodeOutcome.Compiled, NodeOutcome.NotStored, NodeOutcome.NothingToDo];

    public void Add()
    {
        var build = report.Build;
        html.Add($"""
            <header>
            <p class="eyebrow">CompileDepot <span>{(report.Number == 1 ? "the last build" : $"{report.Number - 1} before the last build")}</span></p>
            <h1>Build of <bdi class="path">{report.Root}</bdi></h1>
            <p class="lead"><time datetime="{report.Start}">{Looks.Time(report.Start)}</time>{(names.Configuration.Length > 0 ? ", " + names.Configuration : "")}, {Looks.Duration(report.End - report.Start)} from the first action to the last. {Sentence(build)}</p>
            """);
        AddBar();
        html.Add($"""<dl class="tiles">""");
        AddTile("Compiles restored", Shown.Number(build.Restored), $"of {build.Compiles.Count}");
        AddTile("Compiled", Shown.Number(build.Compiled), build.NotStored > 0 ? $"{build.NotStored} of them not stored" : "all of them stored");
        AddTile("Projects restored whole", Shown.Number(build.ProjectsRestored), $"of {report.Projects.Count}");
        if (build.Steps.Count > 0)
            AddTile("Steps restored", Shown.Number(build.StepsRestored), $"of {build.Steps.Count}");
        AddTile("Compiling saved", Looks.Duration(build.Saved > TimeSpan.Zero ? build.Saved : TimeSpan.Zero), "what the restored compiles took when they ran");
        AddTile("Restored", Shown.Bytes(build.BytesRestored), "in files");
        AddTile("Damaged files", Shown.Number(build.Damage), build.Damage > 0 ? "'compiledepot verify' looks for more" : "none was met");
        html.Add($"""
            </dl>
            <nav aria-label="Sections"><a href="#timeline">Timeline</a> <a href="#actions">Actions</a> <a href="#graph">Dependencies</a> <a href="#trend">Trend</a></nav>
            """);
        AddReasons();
        html.Add($"</header>");
    }

    private static string Sentence(BuildSummary build) => build switch
    {
        { Compiles.Count: 0 } => "Nothing was compiled.",
        { Compiled: 0 } => "No compiler ran: everything came from the depot.",
        { Restored: 0 } => "Every compile ran: nothing came from the depot.",
        _ => $"{Shown.Count(build.Restored, "compile")} came from the depot, {build.Compiled} ran.",
    };

    // The bar is for the eye; the list below it says the same.
    private void AddBar()
    {
        var counts = Built.Select(o => (Outcome: o, Count: report.Projects.Count(p => p.Outcome == o))).Where(c => c.Count > 0).ToList();
        html.Add($"""<svg class="share" width="100%" height="14" aria-hidden="true" focusable="false">""");
        var x = 0.0;
        foreach (var (outcome, count) in counts)
        {
            var width = 100.0 * count / report.Projects.Count;
            html.Add($"""<rect class="bar {Looks.Class(outcome)}" x="{x}%" width="{width}%" height="14"/>""");
            x += width;
        }
        html.Add($"""
            </svg>
            <ul class="legend" aria-label="Projects by outcome">
            <li>Projects:</li>
            """);
        foreach (var (outcome, count) in counts)
            html.Add($"""<li class="{Looks.Class(outcome)}"><svg class="mark" aria-hidden="true"><use href="#mark-{Looks.Class(outcome)}"/></svg><b>{count}</b> {Looks.Label(outcome)}</li>""");
        html.Add($"</ul>");
    }

    private void AddTile(string name, string value, string note) => html.Add($"<div><dt>{name}</dt><dd><b>{value}</b> <small>{note}</small></dd></div>");

    private void AddReasons()
    {
        var reasons = BuildSummary.ByReason(report.Build.Actions);
        if (reasons.Count == 0)
            return;
        html.Add($"""
            <details class="reasons" open><summary>What was not stored, and what to do</summary>
            <ul>
            """);
        foreach (var (kind, count, sentence) in reasons)
            html.Add($"<li><b>{count} ×</b> <bdi>{sentence}</bdi>. <span>{Remedies.For(kind)}</span></li>");
        html.Add($"""
            </ul>
            </details>
            """);
    }
}
