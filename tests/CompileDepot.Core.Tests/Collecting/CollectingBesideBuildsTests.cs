using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Collecting;

/// <summary>What builds, killed collectors and other collectors do meanwhile, step by step.</summary>
[TestClass]
public sealed class CollectingBesideBuildsTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    private DepotLayout Layout => _sample.Depot.Layout;

    private static CollectOptions Options => new(DateTimeOffset.UtcNow);

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Collect_IsRefused_WhileAnotherHasTheLock()
    {
        _sample.AddCompile("Lib", "1");
        _sample.SetAges(365);
        using (CollectorLock.Take(Layout))
        {
            Assert.AreEqual(DiagnosticCodes.CollectionUnderWay, Assert.ThrowsExactly<CollectException>(() => Collect()).Code);
            Assert.HasCount(4, new Collector(_sample.Stack, Options).Look().Plan.Freed, "who only looks needs no lock");
        }
        Assert.HasCount(4, Collect().Removed);
    }

    [TestMethod]
    public void Apply_SparesAnEntryAndItsBlobs_WhenABuildFindsItAfterThePlan()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var other = _sample.AddCompile("App", "2");
        var result = Between(() => Assert.IsNotNull(_sample.Depot.FindEntry(entry.Key, out _)));
        CollectionAssert.AreEquivalent(new[] { Layout.Entry(entry.Key), Layout.Blob(entry.Files.Single().Blob), KeyText(entry) }, result.Spared.Select(s => s.Path).ToArray());
        Assert.IsFalse(File.Exists(Layout.Entry(other.Key)));
        AssertWhole();
    }

    [TestMethod]
    public void Apply_SparesABlob_WhenABuildStoresAnEntryThatNamesItAfterThePlan()
    {
        var old = _sample.AddCompile("Lib", "1");
        File.Delete(Layout.Entry(old.Key));
        var result = Between(() => _sample.AddCompile("Lib", "1"));
        Assert.HasCount(3, result.Spared, "blob, key text, root record");
        Assert.IsEmpty(result.Removed);
        AssertWhole();
    }

    [TestMethod]
    public void Apply_SparesAProjectWithItsActions_WhenABuildFindsItAfterThePlan()
    {
        var compile = _sample.AddCompile("Lib", "1");
        var project = _sample.AddProject("Lib", "1") with { Actions = [new ProjectAction("Csc", compile.KeyText, compile.Key, [])] };
        Directory.Delete(Layout.Project(project.Tree), recursive: true);
        var id = _sample.Depot.AddProject(project);
        Between(() => Assert.IsTrue(_sample.Depot.Renew(project.Tree, id)));
        Assert.IsTrue(File.Exists(Layout.Entry(compile.Key)));
        AssertWhole();
        _sample.SetAges(365);
        Collect();
        Assert.IsFalse(_sample.Depot.Renew(project.Tree, id));
    }

    [TestMethod]
    public void Collect_MayBeKilledAnywhere_AndTheNextOneEndsIt()
    {
        for (var killed = 0; ; killed++)
        {
            using var sample = new SampleDepot();
            for (var i = 0; i < 3; i++)
                sample.AddCompile("Lib" + i, "1");
            sample.AddProject("Lib", "1");
            sample.SetAges(365);
            var collector = new Collector(sample.Stack, Options);
            var contents = collector.Read();
            var plan = CollectionPlanner.Plan(contents, Options);
            if (killed > plan.Freed.Count)
                return;
            collector.Apply(contents, plan with { Freed = [.. plan.Freed.Take(killed)] });
            // Killed with a file under its hands.
            if (killed < plan.Freed.Count)
                File.Move(plan.Freed[killed].Path, AtomicFile.TemporaryFor(plan.Freed[killed].Path));
            Assert.IsEmpty(new DepotVerifier(sample.Stack).Verify().Single().Problems, $"killed after {killed}");
            new Collector(sample.Stack, Options).Collect();
            CollectionAssert.AreEquivalent(new[] { sample.Depot.Layout.CacheTag, sample.Depot.Layout.CollectorLock }, sample.Tree().Keys.ToArray());
        }
    }

    [TestMethod]
    public void FindEntryAndAddBlob_RenewStamps_OnlyWhenTheyAreBehind()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var path = Layout.Entry(entry.Key);
        var (lately, longAgo) = (DateTime.UtcNow.AddMinutes(-50), DateTime.UtcNow.AddHours(-2));
        File.SetLastWriteTimeUtc(path, lately);
        _sample.Depot.FindEntry(entry.Key, out _);
        AssertTime(lately, path);
        File.SetLastWriteTimeUtc(path, longAgo);
        _sample.Depot.FindEntry(entry.Key, out _);
        AssertTime(DateTime.UtcNow, path);

        var text = Layout.Blob(new ContentDigest(entry.KeyText.Value));
        File.SetLastWriteTimeUtc(text, longAgo);
        _sample.Depot.AddBlob(File.ReadAllBytes(text));
        AssertTime(DateTime.UtcNow, text);
        Assert.IsFalse(UseStamp.Renew(text + ".not"));
    }

    [TestMethod]
    public void FindEntry_IsAMissAndNoFault_WhenItVanishes()
    {
        var entry = _sample.AddCompile("Lib", "1");
        File.Delete(Layout.Entry(entry.Key));
        var stack = _sample.Stack;
        Assert.IsEmpty(stack.FindEntries([entry.Key]));
        File.Delete(KeyText(entry));
        Assert.IsNull(stack.ReadBlob(new ContentDigest(entry.KeyText.Value)));
        Assert.AreEqual((0, 0), (stack.Damage.Count, stack.Faults.Count));
    }

    private string KeyText(Entry entry) => Layout.Blob(new ContentDigest(entry.KeyText.Value));

    private CollectResult Collect() => new Collector(_sample.Stack, Options).Collect();

    private CollectResult Between(Action build)
    {
        _sample.SetAges(365);
        var collector = new Collector(_sample.Stack, Options);
        var contents = collector.Read();
        var plan = CollectionPlanner.Plan(contents, Options);
        build();
        return collector.Apply(contents, plan);
    }

    // A minute or so: the machine may be busy.
    private static void AssertTime(DateTime expected, string path) => Assert.IsLessThan(300, (expected - File.GetLastWriteTimeUtc(path)).Duration().TotalSeconds);

    private void AssertWhole() => Assert.IsEmpty(new DepotVerifier(_sample.Stack).Verify().Single().Problems);
}
