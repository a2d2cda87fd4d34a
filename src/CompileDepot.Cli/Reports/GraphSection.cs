using CompileDepot.Cli.Output;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>Which project refers to which: drawn, and as a table with every direct reference.</summary>
internal sealed class GraphSection(HtmlWriter html, DependencyGraph graph, ProjectNames names)
{
    private const int NodeWidth = 172, NodeHeight = 42, BendHeight = 10, Gap = 12, LayerGap = 44, Margin = 8, SeenHeight = 500;

    private readonly Dictionary<ProjectId, int> _index = graph.Nodes.Select((n, i) => (n.Id, i)).ToDictionary();

    public void Add()
    {
        html.Add($"""
            <section id="graph" aria-labelledby="graph-title">
            <h2 id="graph-title">Dependencies</h2>
            """);
        if (graph.References.Count == 0)
            html.Add($"""<p class="note">{(graph.Unknown.Count == 0 ? "No project of this build refers to another." : "What the projects refer to is not known.")}</p>""");
        else
            AddDrawing();
        AddUnknown();
        AddTable();
        html.Add($"</section>");
    }

    private void AddDrawing()
    {
        html.Add($"""
            <p class="note">A project stands to the right of all that it refers to. References that follow from others are not drawn; the list below has all of them.{(graph.References.Any(r => !r.IsCertain) ? " A broken line: it is not known which framework of the project is meant." : "")}</p>
            <ul class="legend" aria-label="Shapes of projects">
            """);
        foreach (var outcome in graph.Nodes.Select(n => n.Outcome).Distinct().Order())
            html.Add($"""<li class="{Looks.Class(outcome)}"><svg class="mark" aria-hidden="true"><use href="#mark-{Looks.Class(outcome)}"/></svg>{Looks.Label(outcome)}</li>""");
        var layout = new LayeredLayout(graph.Nodes.Count, graph.References.Select(r => (_index[r.From], _index[r.To])));
        var places = Places(layout, out var width, out var height);
        html.Add($"""
            </ul>
            <div class="region tall" role="region" aria-label="Drawing of the dependencies" tabindex="0">
            <svg class="graph" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="group" aria-label="{Shown.Count(graph.Nodes.Count, "project")}, {Shown.Count(graph.References.Count, "reference")}">
            """);
        var guesses = graph.References.Where(r => !r.IsCertain).Select(r => (_index[r.From], _index[r.To])).ToHashSet();
        foreach (var line in layout.Lines)
            AddLine(line, places, guesses.Contains((line[0], line[^1])));
        for (var i = 0; i < graph.Nodes.Count; i++)
            AddNode(graph.Nodes[i], places[i]);
        html.Add($"""
            </svg>
            </div>
            """);
    }

    // Layers are centred on one another, but within what is seen before anybody scrolls.
    private static Dictionary<int, (double X, double Y)> Places(LayeredLayout layout, out int width, out int height)
    {
        int Height(int point) => layout.IsBend(point) ? BendHeight : NodeHeight;
        int HeightOf(List<int> layer) => layer.Sum(Height) + Gap * (layer.Count - 1);
        var tallest = layout.Layers.Max(HeightOf);
        (width, height) = (2 * Margin + layout.Layers.Count * NodeWidth + (layout.Layers.Count - 1) * LayerGap, 2 * Margin + tallest);
        var middle = Math.Min(tallest, SeenHeight) / 2.0;
        var places = new Dictionary<int, (double X, double Y)>();
        foreach (var (i, layer) in layout.Layers.Index())
        {
            var y = Margin + Math.Max(0, middle - HeightOf(layer) / 2.0);
            foreach (var point in layer)
            {
                places[point] = (Margin + i * (NodeWidth + LayerGap), y + Height(point) / 2.0);
                y += Height(point) + Gap;
            }
        }
        return places;
    }

    // From the left side of who refers, straight through the layers at bends, to the right side of what is referred to.
    private void AddLine(IReadOnlyList<int> line, Dictionary<int, (double X, double Y)> places, bool isGuess)
    {
        html.Add($"""<path class="edge{(isGuess ? " guess" : "")}" d="M{places[line[0]].X} {places[line[0]].Y}""");
        foreach (var (right, left) in line.Zip(line.Skip(1)))
        {
            var (from, to) = (places[right], places[left]);
            var x = to.X + NodeWidth;
            html.Add($"C{from.X - LayerGap / 2.0} {from.Y} {x + LayerGap / 2.0} {to.Y} {x} {to.Y}");
            if (left != line[^1])
                html.Add($"H{to.X}");
        }
        html.Add($"""
            "/>
            """);
    }

    private void AddNode(ReportedProject node, (double X, double Y) place)
    {
        var look = Looks.Class(node.Outcome);
        html.Add($"""
            <g class="node {look}"><title>{Shown.Project(node.Id.Project)} ({Shown.Variant(node.Id.Framework, node.Id.Configuration)}): {Looks.Label(node.Outcome)}</title>
            <rect x="{place.X}" y="{place.Y - NodeHeight / 2.0}" width="{NodeWidth}" height="{NodeHeight}" rx="{(node.Outcome is NodeOutcome.RestoredWhole or NodeOutcome.Restored ? NodeHeight / 2 : 4)}"/>
            <use href="#mark-{look}" x="{place.X + 12}" y="{place.Y - 8}" width="16" height="16"/>
            <foreignObject x="{place.X + 33}" y="{place.Y - NodeHeight / 2.0 + 4}" width="{NodeWidth - 42}" height="{NodeHeight - 8}"><div class="label"><bdi>{names.Of(node.Id)}</bdi><small>{string.Join(" · ", new[] { Looks.Label(node.Outcome), names.Variant(node.Id) }.Where(s => s.Length > 0))}</small></div></foreignObject></g>
            """);
    }

    private void AddUnknown()
    {
        if (graph.Unknown.Count == 0)
            return;
        html.Add($"""
            <details class="unknown"><summary>{(graph.Unknown.Count == 1 ? "Of 1 project it is" : $"Of {graph.Unknown.Count} projects it is")} not known what they refer to</summary>
            <p class="note">Records of builds do not say it. It was looked for in the tree text that a depot keeps of a project that is stored or restored whole, and in <code>obj/project.assets.json</code> in the tree.</p>
            <ul>
            """);
        foreach (var id in graph.Unknown)
            html.Add($"<li><bdi>{Shown.Project(id.Project)}</bdi> <small>{names.Variant(id)}</small></li>");
        html.Add($"</ul></details>");
    }

    private void AddTable()
    {
        if (graph.References.Count == 0)
            return;
        html.Add($"""
            <details><summary>All references as a list</summary>
            <table class="plain"><thead><tr><th scope="col">Project</th><th scope="col">Outcome</th><th scope="col">Refers to</th></tr></thead>
            <tbody>
            """);
        var references = graph.References.ToLookup(r => r.From);
        foreach (var node in graph.Nodes)
        {
            html.Add($"""<tr><th scope="row"><bdi>{names.Of(node.Id)}</bdi> <small>{names.Variant(node.Id)}</small></th><td>{Looks.Label(node.Outcome)}</td><td>""");
            foreach (var (i, reference) in references[node.Id].Index())
                html.Add($"""{(i > 0 ? ", " : "")}<bdi>{names.Of(reference.To)}</bdi>{(reference.IsCertain ? "" : $" ({reference.To.Framework}?)")}""");
            html.Add($"</td></tr>");
        }
        html.Add($"</tbody></table></details>");
    }
}
