using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Tests.Trust;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ProjectRestorerTests : IDisposable
{
    private readonly PoisonBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>MSBuild would find the compile whose outputs lie there up to date.</summary>
    [TestMethod]
    public void TryRestore_LeavesNoOutputOfACompile_WhenTheDepotFailsOnTheWay()
    {
        var first = _bench.AddEntry("first", null, ("{root}/obj/a.dll", "one"), ("{root}/obj/a.pdb", "symbols"));
        var second = _bench.AddEntry("second", null, ("{root}/obj/de/a.resources.dll", "two"));
        var project = _bench.AddProjectOf("p", [first, second], _bench.Content("{root}/obj/x", "x"));
        Assert.IsNull(_bench.Restore(project.Tree));
        SampleDepot.Replace(_bench.Layout.Blob(ContentDigest.Of("two"u8)), Encoding.UTF8.GetBytes("2wo"));
        File.Delete(_bench["obj/de/a.resources.dll"]);
        StringAssert.Contains(_bench.Restore(project.Tree), "the content is not what its address says");
        CollectionAssert.AreEqual(new[] { _bench["obj/x"] }, Directory.GetFiles(_bench["obj"], "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void TryRestore_LeavesNoOutputOfACompile_WhenAPlaceCannotBeWritten()
    {
        var compile = _bench.AddEntry("compile", null, ("{root}/obj/a.dll", "one"));
        var project = _bench.AddProject("p", compile, _bench.Content("{root}/bin/a.dll", "one") with { Kind = ProjectFileKind.Copy, From = "{root}/obj/a.dll" });
        _bench.Folder.Write("root/bin/a.dll/in the way", "");
        try
        {
            Assert.IsNotNull(_bench.Restore(project.Tree));
        }
        catch (IOException)
        {
            // The caller's to tell.
        }
        Assert.IsEmpty(Directory.GetFiles(_bench["obj"]));
    }

    /// <summary>A dependency's output that the depot has may be of another build than the one that is here.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void TryRestore_TakesCopiesFromOthersAlone_WhereItIsToldTo(bool isThere)
    {
        var project = CutOff(out var stack, out var cache, out var digester);
        if (isThere)
            _bench.Folder.Write("root/other/b.dll", "of now");
        var restorer = new ProjectRestorer(stack, _bench.Here, digester) { TakesCopiesHere = true };
        Assert.AreEqual(isThere, restorer.TryRestore(cache.Find(project.Tree, out _)!, "", _bench.Own, out var failure, out _));
        if (isThere)
            Assert.AreEqual("of now", File.ReadAllText(_bench["bin/b.dll"]));
        else
            StringAssert.Contains(failure, "{root}/other/b.dll");
        Assert.AreEqual(isThere, File.Exists(_bench["bin/a.dll"]));
    }

    [TestMethod]
    public void TryRestore_WritesCopiesFromOthersAlone_WhereOwnAreInPlace()
    {
        var project = CutOff(out var stack, out var cache, out var digester);
        _bench.Folder.Write("root/other/b.dll", "of then");
        var hit = cache.Find(project.Tree, out _)!;
        Assert.IsTrue(new ProjectRestorer(stack, _bench.Here, digester).TryRestore(hit, "", _bench.Own, out _, out var paths));
        var state = ProjectState.Of(hit.Id, project.Tree, "", paths)!;
        Assert.IsTrue(cache.AreOwnInPlace(hit, state, hit.Entry));
        _bench.Folder.Write("root/other/b.dll", "of now");
        Assert.IsTrue(cache.AreOwnInPlace(hit, state, hit.Entry));
        Assert.IsTrue(new ProjectRestorer(stack, _bench.Here, digester) { OwnAreInPlace = true, TakesCopiesHere = true }.TryRestore(hit, "", _bench.Own, out _, out var again));
        CollectionAssert.AreEquivalent(paths.ToArray(), again.ToArray());
        Assert.AreEqual("of now", File.ReadAllText(_bench["bin/b.dll"]));
        Assert.AreEqual(File.GetLastWriteTimeUtc(_bench["obj/x"]), state.Files[_bench["obj/x"]].ModifiedNanoseconds is var time ? DateTime.UnixEpoch.AddTicks(time / 100) : default);

        // As a build for another tree hash would record it.
        var renamed = cache.Renamed(hit, TreeText.HashOf("t"u8))!;
        Assert.AreEqual(ContentDigest.Of("of now"u8), renamed.Files.Single(f => f.Path == "{root}/bin/b.dll").Blob);
        CollectionAssert.AreEqual(hit.Entry.OwnFiles.ToArray(), renamed.OwnFiles.ToArray());
        Assert.IsTrue(cache.AreOwnInPlace(hit, state, renamed));

        Assert.IsFalse(cache.AreOwnInPlace(hit, state, hit.Entry with { Files = [.. hit.Entry.Files.Skip(1)] }));
        Assert.IsFalse(cache.AreOwnInPlace(hit, state with { Commit = "c0ffee" }, hit.Entry));
        File.Delete(_bench["obj/x"]);
        Assert.IsFalse(cache.AreOwnInPlace(hit, state, hit.Entry));
        File.Delete(_bench["other/b.dll"]);
        Assert.IsNull(cache.Renamed(hit, project.Tree));
    }

    // A project with a file of its own, a copy of an output of its own, and one of another project's.
    private ProjectEntry CutOff(out DepotStack stack, out ProjectCache cache, out FileDigester digester)
    {
        var compile = _bench.AddEntry("compile", null, ("{root}/obj/a.dll", "one"));
        var project = _bench.AddProject(
            "p",
            compile,
            _bench.Content("{root}/obj/x", "x"),
            _bench.Content("{root}/bin/a.dll", "one") with { Kind = ProjectFileKind.Copy, From = "{root}/obj/a.dll" },
            _bench.Content("{root}/bin/b.dll", "of then") with { Kind = ProjectFileKind.Copy, From = "{root}/other/b.dll" });
        (stack, digester) = (_bench.Stack, new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), _bench.Root));
        cache = new ProjectCache(stack, _bench.Here, digester, new FactCheck(_bench.Here, digester, new ConcurrentDictionary<string, bool>()));
        return project;
    }
}
