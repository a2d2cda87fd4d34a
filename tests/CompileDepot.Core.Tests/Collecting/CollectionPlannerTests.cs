using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Collecting;

[TestClass]
public sealed class CollectionPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly record struct Case(DepotContents Contents, CollectOptions Options);

    [TestMethod]
    public void Plan_FreesNothingThatAKeptRootReaches() => Check((contents, options, freed, plan) =>
        contents.Roots.Where(r => IsUnbroken(r, plan)).SelectMany(r => Reach(contents, r)).All(u => !freed.Contains(u.Path) && u.Blobs.All(b => !freed.Contains(BlobPath(b)))));

    [TestMethod]
    public void Plan_FreesNothingThatAnyLiveRootReaches_WithoutALimitOrWithKeptRoots() => Check((contents, options, freed, _) =>
        (options.MaxSize is not null && !options.KeepRoots)
        || contents.Roots.Where(r => !freed.Contains(r.Path)).All(r => Reach(contents, r).All(u => !freed.Contains(u.Path)) && r.Names.All(n => !freed.Contains(BlobPath(n)))));

    [TestMethod]
    public void Plan_LeavesNoEntryWithoutItsBlobsAndNoProjectWithoutItsEntries() => Check((contents, _, freed, _) =>
        contents.Units.Where(u => !freed.Contains(u.Path)).All(u =>
            u.Blobs.All(b => !freed.Contains(BlobPath(b)))
            && contents.Units.Where(e => e.Kind == DepotFileKind.Entry && u.Entries.Contains(e.Address)).All(e => !freed.Contains(e.Path))));

    [TestMethod]
    public void Plan_FreesNothing_WhenItHasBeenCarriedOut() => Check((contents, options, freed, _) =>
        CollectionPlanner.Plan(Without(contents, freed), options).Freed.Count == 0);

    [TestMethod]
    public void Plan_FreesNothingFreshAndNothingUnknown() => Check((contents, _, freed, _) =>
        contents.Units.Where(u => freed.Contains(u.Path)).All(u => Now - u.Used > CollectOptions.Grace)
        && contents.Blobs.Where(b => freed.Contains(b.Path)).All(b => Now - b.Used > CollectOptions.Grace)
        && contents.Loose.Where(l => freed.Contains(l.Path)).All(l => Now - l.Used > CollectOptions.Grace)
        && contents.Roots.Where(r => freed.Contains(r.Path)).All(r => r.IsOurs && Now - r.Used > CollectOptions.Grace && r.State != TreeState.There));

    [TestMethod]
    public void Plan_IsWithinTheLimit_UnlessAllThatIsLeftMayNotGo() => Check((contents, options, freed, plan) =>
        plan.IsWithinLimit
        || contents.Units.Where(u => !freed.Contains(u.Path)).All(u =>
            plan.Kept.Single(k => k.Path == u.Path) is var kept && (Now - kept.Used <= CollectOptions.Grace || (options.KeepRoots && kept.Why.StartsWith("used by", StringComparison.Ordinal)))));

    [TestMethod]
    public void Plan_SaysOfEachEntryAndRootThatItGoesOrWhyItStays_AndCountsAllBytes() => Check((contents, _, freed, plan) =>
        contents.Units.Select(u => u.Path).Concat(contents.Roots.Where(r => r.IsOurs).Select(r => r.Path)).All(p => freed.Contains(p) != plan.Kept.Any(k => k.Path == p && k.Why.Length > 0))
        && plan.Freed.All(f => f.Why.Length > 0)
        && plan.Freed.Count == freed.Count
        && plan.Bytes == contents.Unknown + contents.Units.Sum(u => u.Size) + contents.Blobs.Sum(b => b.Size) + contents.Roots.Where(r => r.IsOurs).Sum(r => r.Size) + contents.Loose.Sum(l => l.Size));

    [TestMethod]
    public void Plan_FreesTheLeastRecentlyUsedFirst_WhenOverTheLimit()
    {
        var units = Enumerable.Range(1, 4).Select(i => Unit(DepotFileKind.Entry, i, days: i, [10 + i])).ToList();
        var contents = new DepotContents(units, [.. Enumerable.Range(11, 4).Select(i => Blob(i, 100, days: 100))], [], [], 0);
        var all = CollectionPlanner.Plan(contents, new CollectOptions(Now)).Bytes;
        var plan = CollectionPlanner.Plan(contents, new CollectOptions(Now) { MaxSize = all - 120 });
        CollectionAssert.AreEqual(new[] { units[3].Path, units[2].Path, BlobPath(Address(13)), BlobPath(Address(14)) }.Order().ToArray(), plan.Freed.Select(f => f.Path).Order().ToArray());
        Assert.IsTrue(plan.IsWithinLimit);
    }

    [TestMethod]
    [DataRow("20GB", 20_000_000_000)]
    [DataRow("1.5 GiB", 1_610_612_736)]
    [DataRow("500m", 500_000_000)]
    [DataRow("12", 12)]
    [DataRow("0", 0)]
    public void TryParseSize_GivesBytes(string text, long bytes)
    {
        Assert.IsTrue(CollectOptions.TryParseSize(text, out var parsed));
        Assert.AreEqual(bytes, parsed);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("GB")]
    [DataRow("-1GB")]
    [DataRow("1 PB")]
    [DataRow("1e3")]
    [DataRow("1.2.3")]
    [DataRow("99999999999999TB")]
    public void TryParse_IsFalse_WhenItIsNoSizeOrAge(string text)
    {
        Assert.IsFalse(CollectOptions.TryParseSize(text, out _));
        Assert.IsFalse(CollectOptions.TryParseAge(text, out _));
    }

    [TestMethod]
    [DataRow("30m", 0.5)]
    [DataRow("12h", 12)]
    [DataRow("1.5d", 36)]
    [DataRow("2w", 336)]
    public void TryParseAge_GivesHours(string text, double hours)
    {
        Assert.IsTrue(CollectOptions.TryParseAge(text, out var age));
        Assert.AreEqual(hours, age.TotalHours);
        Assert.IsFalse(CollectOptions.TryParseAge("5", out _), "a unit is missing");
        Assert.IsFalse(CollectOptions.TryParseAge("99999w", out _), "before all clocks");
    }

    private static void Check(Func<DepotContents, CollectOptions, HashSet<string>, CollectionPlan, bool> holds) =>
        Texts.Check(Gen.Choose(0, int.MaxValue - 1).ArrayOf(20), seeds => seeds.All(seed =>
        {
            var (contents, options) = Random(new Random(seed));
            var plan = CollectionPlanner.Plan(contents, options);
            return holds(contents, options, plan.Freed.Select(f => f.Path).ToHashSet(), plan);
        }));

    // Few addresses, so that much is shared.
    private static Case Random(Random random)
    {
        int Days() => random.GetItems([0, 2, 5, 8, 20, 40], 1)[0];
        int[] Some(int from, int count) => [.. Enumerable.Range(from, count).Where(_ => random.Next(3) == 0)];
        var units = new List<StoredUnit>();
        for (var i = 0; i < 6; i++)
            units.Add(Unit(DepotFileKind.Entry, i, Days(), Some(20, 8)));
        for (var i = 0; i < 4; i++)
            units.Add(Unit(DepotFileKind.Project, 10 + (i / 2), Days(), Some(20, 10), Some(0, 7), i));
        var blobs = Enumerable.Range(20, 12).Select(i => Blob(i, random.Next(1, 200), Days())).ToList();
        var roots = Enumerable.Range(0, random.Next(5)).Select(i => new StoredRoot($"/roots/{i}", 5, $"root {i}", (TreeState)random.Next(4), Now.AddDays(-Days()), $"/memo/{i}", [.. Some(0, 14).Concat(Some(20, 12)).Select(Address)])
        {
            IsOurs = random.Next(4) > 0,
        }).ToList();
        var loose = Enumerable.Range(0, 8).Select(i => new LooseFile((CollectedKind)random.GetItems([1, 2, 3, 4, 7], 1)[0], $"/memo/{i}", 7, Now.AddDays(-Days()), Address(i).ToString()[..12])).ToList();
        return new Case(
            new DepotContents(units, blobs, roots, loose, random.Next(50)),
            new CollectOptions(Now.AddSeconds(1)) { MaxSize = random.Next(3) == 0 ? null : random.Next(2000), KeepRoots = random.Next(2) == 0, Age = TimeSpan.FromDays(random.GetItems([0, 3, 7], 1)[0]) });
    }

    private static Digest256 Address(int number) => Digest256.Of(BitConverter.GetBytes(number));

    private static string BlobPath(Digest256 address) => $"/blobs/{address}";

    private static StoredUnit Unit(DepotFileKind kind, int address, int days, int[] blobs, int[]? entries = null, int name = 0) =>
        new(kind, $"/{kind}/{address}/{name}", 10, Address(address), Now.AddDays(-days), $"{kind} {address}", [.. blobs.Select(Address)], [.. (entries ?? []).Select(Address)]);

    private static StoredBlob Blob(int address, long size, int days) => new(BlobPath(Address(address)), size, Address(address), Now.AddDays(-days));

    private static bool IsUnbroken(StoredRoot root, CollectionPlan plan) => plan.Kept.Any(k => k.Path == root.Path && !k.Why.Contains("beyond the limit", StringComparison.Ordinal));

    private static HashSet<StoredUnit> Reach(DepotContents contents, StoredRoot root)
    {
        var direct = contents.Units.Where(u => root.Names.Contains(u.Address)).ToHashSet();
        direct.UnionWith([.. contents.Units.Where(e => e.Kind == DepotFileKind.Entry && direct.Any(u => u.Entries.Contains(e.Address)))]);
        return direct;
    }

    private static DepotContents Without(DepotContents contents, HashSet<string> freed) => contents with
    {
        Units = [.. contents.Units.Where(u => !freed.Contains(u.Path))],
        Blobs = [.. contents.Blobs.Where(b => !freed.Contains(b.Path))],
        Roots = [.. contents.Roots.Where(r => !freed.Contains(r.Path))],
        Loose = [.. contents.Loose.Where(l => !freed.Contains(l.Path))],
    };
}
