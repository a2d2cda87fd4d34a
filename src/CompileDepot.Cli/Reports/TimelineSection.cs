using System.Globalization;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>When each project was restored, compiled or stepped through: a row a project, in it a bar for each action.</summary>
internal sealed class TimelineSection(HtmlWriter html, BuildReport report, ProjectNames names)
{
    private const int RowHeight = 22;

    // What takes next to no time must be seen, too. In per cent.
    private const double LeastWidth = 0.4;

    // Lines a phone has room for.
    private const int MostTicks = 5;

    private static readonly int[] RoundFactors = [1, 2, 5, 10];

    private readonly double _length = Math.Max((report.End - report.Start).TotalMilliseconds, 1);

    public void Add()
    {
        var ticks = Ticks(_length);
        html.Add($"""
            <section id="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">Timeline</h2>
            <p class="note">A row a project, in the order in which they began. The <a href="#actions">table of actions</a> has the same in words.</p>
            <ul class="legend" aria-label="Shapes of bars">
            <li><svg class="key" width="22" height="18" aria-hidden="true"><rect class="bar whole project" y="1" x="1" width="20" height="16"/></svg>whole project</li>
            <li><svg class="key" width="22" height="18" aria-hidden="true"><rect class="bar restored" y="4" width="22" height="10"/></svg>compile</li>
            <li><svg class="key" width="22" height="18" aria-hidden="true"><rect class="bar restored" y="14" width="22" height="4"/></svg>step</li>
            <li><svg class="key" width="22" height="18" aria-hidden="true"><rect class="bar compiled" y="4" width="22" height="10"/></svg>ran</li>
            <li><svg class="key" width="22" height="18" aria-hidden="true"><rect class="bar unstored" y="4" width="22" height="10"/></svg>ran, not stored</li>
            </ul>
            <div class="region tall" role="region" aria-labelledby="timeline-title" tabindex="0">
            <div class="row axis" aria-hidden="true"><span></span><svg class="track" width="100%" height="{RowHeight}">
            """);
        foreach (var tick in ticks)
            html.Add($"""<text x="{100 * tick / _length}%" y="15">{Label(tick, ticks)}</text>""");
        html.Add($"""
            </svg></div>
            <ol class="rows">
            """);
        foreach (var project in report.Projects)
            AddRow(project, ticks);
        html.Add($"""
            </ol>
            </div>
            </section>
            """);
    }

    private void AddRow(ReportedProject project, IReadOnlyList<double> ticks)
    {
        var look = Looks.Class(project.Outcome);
        html.Add($"""
            <li class="row"><span class="name {look}"><svg class="mark" role="img" aria-label="{Looks.Label(project.Outcome)}"><use href="#mark-{look}"/></svg><bdi title="{Shown.Project(project.Id.Project)}">{names.Of(project.Id)}</bdi> <small>{names.Variant(project.Id)}</small></span>
            <svg class="track" width="100%" height="{RowHeight}" aria-hidden="true" focusable="false">
            """);
        foreach (var tick in ticks.Where(t => t > 0))
            html.Add($"""<line class="tick" x1="{100 * tick / _length}%" x2="{100 * tick / _length}%" y1="0" y2="{RowHeight}"/>""");
        // What was restored with its project took no time of its own.
        foreach (var action in project.Actions.Where(a => project.Outcome != NodeOutcome.RestoredWhole || a.Level == ActionLevel.Project || a.Action.Elapsed > TimeSpan.Zero).OrderBy(a => a.Level))
            AddBar(action);
        html.Add($"</svg></li>");
    }

    private void AddBar(ReportedAction action)
    {
        var width = Math.Clamp(100 * action.Action.Elapsed.TotalMilliseconds / _length, LeastWidth, 100);
        var x = Math.Clamp(100 * (action.Start - report.Start).TotalMilliseconds / _length, 0, 100 - width);
        var (kind, y, height) = action.Level switch
        {
            ActionLevel.Project => (" project", 2, 18),
            ActionLevel.Compile => ("", 5, 10),
            _ => ("", 16, 4),
        };
        html.Add($"""<rect class="bar {Looks.Class(Looks.Outcome(action))}{kind}" x="{x}%" width="{width}%" y="{y}" height="{height}"><title>{Shown.Step(action.Action.Task)}: {Shown.Outcome(action.Action)} in {Looks.Duration(action.Action.Elapsed)}</title></rect>""");
    }

    // All in one unit, and as short as they are round.
    private static string Label(double tick, IReadOnlyList<double> ticks)
    {
        var (number, unit) = ticks[^1] >= 1000 ? (tick / 1000, "s") : (tick, "ms");
        return tick == 0 ? "0" : number.ToString("0.###", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>Round distances from the start, in milliseconds: 1, 2 or 5 times a power of ten apart.</summary>
    internal static IReadOnlyList<double> Ticks(double length)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(length / MostTicks)));
        var step = RoundFactors.Select(f => f * power).First(s => length / s <= MostTicks);
        // Text at the very end would be cut off.
        return [.. Enumerable.Range(0, MostTicks + 1).Select(i => i * step).Where(t => t <= length * 0.9)];
    }
}
