namespace CompileDepot.Cli.Reports;

/// <summary>
/// Puts the nodes of a graph in layers, each to the right of all that it points at, so that few lines cross: the method of Sugiyama, Tagawa and Toda (1981) with longest paths for layers and barycentres
/// for order. A line over several layers bends around the nodes between. Lines that follow from others are left out. Cycles (of stale data) are cut. Deterministic; for some thousands of nodes.
/// </summary>
internal sealed class LayeredLayout
{
    // More change little.
    private const int Sweeps = 8;

    private readonly int _nodes;
    private readonly List<int> _layerOf = [];
    private readonly List<List<int>> _left = [];
    private readonly List<List<int>> _right = [];

    /// <param name="nodes">How many nodes there are; a node is its index.</param>
    /// <param name="edges">Who points at what.</param>
    public LayeredLayout(int nodes, IEnumerable<(int From, int To)> edges)
    {
        _nodes = nodes;
        var targets = Enumerable.Range(0, nodes).Select(_ => new SortedSet<int>()).ToArray();
        foreach (var (from, to) in edges.Where(e => e.From != e.To))
            targets[from].Add(to);
        for (var i = 0; i < nodes; i++)
        {
            _layerOf.Add(-1);
            _left.Add([]);
            _right.Add([]);
        }
        CutCycles(targets);
        var reduced = Reduce(targets);
        for (var from = 0; from < nodes; from++)
        {
            foreach (var to in reduced[from])
                Lines.Add(Route(from, to));
        }
        Layers = [.. _layerOf.Select((layer, node) => (layer, node)).GroupBy(n => n.layer, n => n.node).OrderBy(g => g.Key).Select(g => g.ToList())];
        Sort();
    }

    /// <summary>From the left: the nodes of each layer from the top, and the bends of lines, which are numbers beyond the nodes'.</summary>
    public IReadOnlyList<List<int>> Layers { get; }

    /// <summary>Each line from who points to what is pointed at, over its bends.</summary>
    public List<IReadOnlyList<int>> Lines { get; } = [];

    public bool IsBend(int point) => point >= _nodes;

    // Depth first, without recursion: chains of projects may be long. Sets the layers on the way back.
    private void CutCycles(SortedSet<int>[] targets)
    {
        var open = new bool[_nodes];
        for (var root = 0; root < _nodes; root++)
        {
            if (_layerOf[root] >= 0)
                continue;
            var path = new Stack<(int Node, Queue<int> Targets)>();
            path.Push((root, new Queue<int>(targets[root])));
            open[root] = true;
            while (path.TryPeek(out var top))
            {
                if (!top.Targets.TryDequeue(out var next))
                {
                    path.Pop();
                    open[top.Node] = false;
                    _layerOf[top.Node] = targets[top.Node].Count == 0 ? 0 : targets[top.Node].Max(t => _layerOf[t]) + 1;
                }
                else if (open[next])
                {
                    targets[top.Node].Remove(next);
                }
                else if (_layerOf[next] < 0)
                {
                    open[next] = true;
                    path.Push((next, new Queue<int>(targets[next])));
                }
            }
        }
    }

    // Without what can be reached over another target, too.
    private List<int>[] Reduce(SortedSet<int>[] targets)
    {
        var reduced = new List<int>[_nodes];
        var seen = new int[_nodes];
        for (var node = 0; node < _nodes; node++)
        {
            // The farthest first: only they can lead to the others.
            reduced[node] = [];
            foreach (var target in targets[node].OrderByDescending(t => _layerOf[t]).ThenBy(t => t))
            {
                if (seen[target] == node + 1)
                    continue;
                reduced[node].Add(target);
                var queue = new Queue<int>([target]);
                while (queue.TryDequeue(out var next))
                {
                    foreach (var below in targets[next].Where(b => seen[b] != node + 1))
                    {
                        seen[below] = node + 1;
                        queue.Enqueue(below);
                    }
                }
            }
        }
        return reduced;
    }

    private List<int> Route(int from, int to)
    {
        var line = new List<int> { from };
        for (var layer = _layerOf[from] - 1; layer > _layerOf[to]; layer--)
        {
            line.Add(_layerOf.Count);
            _layerOf.Add(layer);
            _left.Add([]);
            _right.Add([]);
        }
        line.Add(to);
        foreach (var (right, left) in line.Zip(line.Skip(1)))
        {
            _left[right].Add(left);
            _right[left].Add(right);
        }
        return line;
    }

    private void Sort()
    {
        var place = new double[_layerOf.Count];
        void Number(List<int> layer)
        {
            for (var i = 0; i < layer.Count; i++)
                place[layer[i]] = i;
        }
        foreach (var layer in Layers)
            Number(layer);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isForward = sweep % 2 == 0;
            var beside = isForward ? _left : _right;
            foreach (var layer in isForward ? Layers : Layers.Reverse())
            {
                // LINQ's order is stable: what is equal stays as it is.
                var sorted = layer.OrderBy(p => beside[p].Count == 0 ? place[p] : beside[p].Average(b => place[b])).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                Number(layer);
            }
        }
    }
}
