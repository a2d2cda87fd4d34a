using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Collecting;

/// <summary>Builds restore and store while a collector frees all it may, on a real depot, round after round. At the start of a round all that is there is old: what a build comes to use in it is what must last.</summary>
[TestClass]
public sealed class CollectingUnderLoadTests
{
    private const int Rounds = 12;
    private const int Builders = 3;
    private const int Actions = 16;

    [TestMethod]
    public void Collect_TakesNothingThatABuildFoundOrStored()
    {
        using var folder = new TempFolder();
        var depot = folder["depot"];
        var benches = Enumerable.Range(0, Builders).Select(i => new CacheBench("root" + i, depot)).ToList();
        var (freed, found, compiled) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            SetAges(depot, 3);
            using var ended = new CancellationTokenSource();
            var collecting = Task.Run(() =>
            {
                do
                {
                    var result = new Collector(new DepotStack([depot]), new CollectOptions(DateTimeOffset.UtcNow) { MaxSize = 0 }).Collect();
                    Assert.IsEmpty(result.Failed);
                    freed += result.Removed.Count;
                }
                while (!ended.IsCancellationRequested);
            });
            var used = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();
            var building = benches.Select((bench, i) => Task.Run(() =>
            {
                var order = Enumerable.Range(0, Actions).ToArray();
                new Random((round * Builders) + i).Shuffle(order);
                // Half of the actions: what is left is the collector's.
                foreach (var action in order.Take(Actions / 2))
                {
                    bench.Facts = $"facts {action}";
                    bench.Clean();
                    if (bench.Restore())
                    {
                        Interlocked.Increment(ref found);
                    }
                    else
                    {
                        Interlocked.Increment(ref compiled);
                        Assert.IsNull(bench.Compile(("obj/a.dll", $"assembly {action}"), ("obj/a.pdb", $"symbols {action}"), ("obj/gen/g.cs", "the same everywhere")));
                        bench.Clean();
                        Assert.IsTrue(Lasts(bench), "what was stored is lost");
                    }
                    AssertOutputs(bench, action);
                    used[action] = true;
                }
            })).ToArray();
            Task.WaitAll(building);
            ended.Cancel();
            collecting.Wait();
            Assert.IsEmpty(new DepotVerifier(new DepotStack([depot])).Verify().Single().Problems);
            foreach (var action in used.Keys)
            {
                benches[0].Facts = $"facts {action}";
                benches[0].Clean();
                Assert.IsTrue(benches[0].Restore(), "what was used is lost");
                AssertOutputs(benches[0], action);
            }
        }
        benches.ForEach(b => b.Dispose());
        Assert.IsGreaterThan(Rounds, freed);
        Assert.IsGreaterThan(Rounds, found);
        Assert.IsGreaterThan(Rounds, compiled);
    }

    // While a file is put back that came into use at the very moment when it was taken, it is not there: a miss to whoever looks just then.
    private static bool Lasts(CacheBench bench)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (bench.Restore())
                return true;
            Thread.Sleep(10);
        }
        return false;
    }

    private static void AssertOutputs(CacheBench bench, int action)
    {
        Assert.AreEqual($"assembly {action}", bench.Read("obj/a.dll"));
        Assert.AreEqual($"symbols {action}", bench.Read("obj/a.pdb"));
        Assert.AreEqual("the same everywhere", bench.Read("obj/gen/g.cs"));
    }

    private static void SetAges(string folder, int days)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
    }
}
