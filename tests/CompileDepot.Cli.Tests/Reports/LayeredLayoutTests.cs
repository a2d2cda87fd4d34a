using CompileDepot.Cli.Reports;

namespace CompileDepot.Cli.Tests.Reports;

[TestClass]
public sealed class LayeredLayoutTests
{
    [TestMethod]
    public void Lines_LeadLeftLayerByLayerAndKeepWhatCanBeReached_WhateverTheGraph()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var nodes = random.Next(0, 25);
            var edges = Enumerable.Range(0, nodes == 0 ? 0 : random.Next(0, 4 * nodes)).Select(_ => (From: random.Next(nodes), To: random.Next(nodes))).Where(e => e.From > e.To).ToList();
            var layout = new LayeredLayout(nodes, edges);
            CollectionAssert.AreEquivalent(Enumerable.Range(0, nodes).ToList(), layout.Layers.SelectMany(l => l).Where(p => !layout.IsBend(p)).ToList(), $"seed {seed}: each node once");
            var layerOf = layout.Layers.Index().SelectMany(l => l.Item.Select(p => (p, l.Index))).ToDictionary();
            foreach (var line in layout.Lines)
            {
                CollectionAssert.AreEqual(Enumerable.Range(0, line.Count).Select(i => layerOf[line[0]] - i).ToList(), line.Select(p => layerOf[p]).ToList(), $"seed {seed}: one layer after the other");
                Assert.IsTrue(line.Skip(1).SkipLast(1).All(layout.IsBend), $"seed {seed}: only bends between");
                Assert.Contains((line[0], line[^1]), edges, $"seed {seed}");
            }
            var drawn = layout.Lines.Select(l => (l[0], l[^1])).ToList();
            Assert.IsTrue(Reachable(nodes, edges).SetEquals(Reachable(nodes, drawn)), $"seed {seed}: what follows still follows");
            foreach (var line in drawn)
                Assert.IsFalse(Reachable(nodes, drawn.Where(d => d != line)).Contains(line), $"seed {seed}: {line} follows from others");
        }
    }

    [TestMethod]
    public void Layers_AreTheSame_WhenTheEdgesComeInAnotherOrder()
    {
        var edges = Enumerable.Range(1, 40).SelectMany(i => new[] { (i, i / 2), (i, i / 3) }).ToList();
        var (one, other) = (new LayeredLayout(41, edges), new LayeredLayout(41, edges.AsEnumerable().Reverse()));
        Assert.AreEqual(Text(one), Text(other));
    }

    [TestMethod]
    public void Layers_PutNeighboursTogether_WhenThatCrossesLess()
    {
        // 0 and 1 are below; 2 points at 1, 3 at 0.
        var layout = new LayeredLayout(4, [(2, 1), (3, 0)]);
        Assert.AreEqual(layout.Layers[0].IndexOf(1) < layout.Layers[0].IndexOf(0), layout.Layers[1].IndexOf(2) < layout.Layers[1].IndexOf(3));
    }

    [TestMethod]
    public void Layout_Ends_WhenTheGraphHasCycles()
    {
        var layout = new LayeredLayout(5, [(0, 1), (1, 2), (2, 0), (3, 3), (4, 0)]);
        Assert.AreEqual(5, layout.Layers.SelectMany(l => l).Count(p => !layout.IsBend(p)));
        Assert.IsNotEmpty(layout.Lines);
    }

    [TestMethod]
    public void Layout_Ends_WhenAChainIsLong()
    {
        var layout = new LayeredLayout(20_000, Enumerable.Range(1, 19_999).Select(i => (i, i - 1)));
        Assert.HasCount(20_000, layout.Layers);
    }

    private static string Text(LayeredLayout layout) => string.Join('|', layout.Layers.Select(l => string.Join(' ', l)));

    private static HashSet<(int, int)> Reachable(int nodes, IEnumerable<(int From, int To)> edges)
    {
        var targets = edges.ToLookup(e => e.From, e => e.To);
        var pairs = new HashSet<(int, int)>();
        for (var node = 0; node < nodes; node++)
        {
            var queue = new Queue<int>([node]);
            while (queue.TryDequeue(out var next))
            {
                foreach (var target in targets[next].Where(t => pairs.Add((node, t))))
                    queue.Enqueue(target);
            }
        }
        return pairs;
    }
}
