using CompileDepot.Cli.Output;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>The table of all actions, with what made them run. The script adds the filter and makes the headings sort.</summary>
/// <remarks>The roles say what the elements mean already: on a phone the style lays rows out as blocks, and browsers then forget.</remarks>
internal sealed class ActionsSection(HtmlWriter html, BuildReport report, ProjectNames names)
{
    public void Add()
    {
        html.Add($"""
            <section id="actions" aria-labelledby="actions-title">
            <h2 id="actions-title">Restored, compiled, not stored, and why</h2>
            <form class="filter" hidden>
            <label>Filter <input type="search" id="filter-text" autocomplete="off" spellcheck="false"></label>
            <label>Outcome <select id="filter-outcome"><option value="">all</option><option value="restored">restored</option><option value="compiled">ran, stored</option><option value="unstored">ran, not stored</option></select></label>
            <label>Level <select id="filter-level"><option value="">all</option><option value="project">whole project</option><option value="compile">compile</option><option value="step">step</option></select></label>
            <output id="filter-count" for="filter-text filter-outcome filter-level"></output>
            </form>
            <table class="actions" role="table" aria-labelledby="actions-title">
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Project</th><th scope="col" role="columnheader">Step</th><th scope="col" role="columnheader">Outcome</th><th scope="col" role="columnheader" class="number">Took</th><th scope="col" role="columnheader" class="number">Saved</th><th scope="col" role="columnheader" class="number">Size</th><th scope="col" role="columnheader">Why</th></tr></thead>
            <tbody role="rowgroup">
            """);
        foreach (var project in report.Projects)
        {
            foreach (var action in project.Actions)
                AddRow(project, action);
        }
        html.Add($"""
            </tbody>
            </table>
            </section>
            """);
    }

    private void AddRow(ReportedProject project, ReportedAction reported)
    {
        var action = reported.Action;
        var look = Looks.Class(Looks.Outcome(reported));
        html.Add($"""
            <tr role="row" data-outcome="{(action.Outcome == ActionOutcome.Restored ? "restored" : look)}" data-level="{Level(reported.Level)}">
            <th scope="row" role="rowheader"><bdi title="{Shown.Project(action.Project)}">{names.Of(project.Id)}</bdi> <small>{names.Variant(project.Id)}</small></th>
            <td role="cell" class="step"><bdi>{Shown.Step(action.Task)}</bdi></td>
            <td role="cell" class="outcome {look}"><svg class="mark" aria-hidden="true"><use href="#mark-{look}"/></svg>{Shown.Outcome(action)}</td>
            <td role="cell" class="number" data-label="took" data-value="{action.Elapsed.TotalMilliseconds}">{(action.Elapsed > TimeSpan.Zero ? Looks.Duration(action.Elapsed) : "")}</td>
            <td role="cell" class="number" data-label="saved" data-value="{action.Saved.TotalMilliseconds}">{(action.Saved > TimeSpan.Zero ? Looks.Duration(action.Saved) : "")}</td>
            <td role="cell" class="number" data-label="size" data-value="{(double)action.Bytes}">{(action.Bytes > 0 ? Shown.Bytes(action.Bytes) : "")}</td>
            <td role="cell" class="why">
            """);
        AddWhy(reported);
        html.Add($"</td></tr>");
    }

    private void AddWhy(ReportedAction reported)
    {
        var action = reported.Action;
        if (action.Outcome == ActionOutcome.Restored)
            return;
        if (reported.Why.Length > 0)
            html.Add($"<bdi>{reported.Why}</bdi>");
        if (action.Reason.Kind != UncacheableReason.None && action.Why.Length > 0 && action.Why != action.Reason.Sentence)
            html.Add($"<small>It ran because: <bdi>{action.Why}</bdi></small>");
        if (reported.Differences.Count > 0 && !(reported.Differences.Count == 1 && reported.Differences[0] == reported.Why))
        {
            html.Add($"<details><summary>{Shown.Count(reported.Differences.Count, "difference")} to the former run</summary><ul>");
            foreach (var difference in reported.Differences)
                html.Add($"<li><bdi>{difference}</bdi></li>");
            html.Add($"</ul></details>");
        }
        if (action.Damage > 0)
            html.Add($"<small>{Shown.Count(action.Damage, "damaged file")} met</small>");
    }

    private static string Level(ActionLevel level) => level switch
    {
        ActionLevel.Project => "project",
        ActionLevel.Compile => "compile",
        _ => "step",
    };
}
