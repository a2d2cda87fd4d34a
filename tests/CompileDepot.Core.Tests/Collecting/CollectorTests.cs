using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Collecting;

[TestClass]
public sealed class CollectorTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    private DepotLayout Layout => _sample.Depot.Layout;

    private static CollectOptions Options => new(DateTimeOffset.UtcNow);

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Collect_KeepsAllThatARootNeeds_HoweverOldItIs()
    {
        AddTree("Lib");
        var entry = _sample.AddCompile("Lib", "1");
        CompiledIndex.TryWrite(Layout, entry);
        _sample.SetAges(365);
        var before = _sample.Tree();
        var result = Collect();
        Assert.IsEmpty(result.Removed);
        foreach (var (path, content) in before)
            Assert.AreEqual(content, _sample.Tree()[path]);
        StringAssert.StartsWith(result.Plan.Kept.Single(k => k.Kind == CollectedKind.Entry).Why, $"used by src/Lib/Lib.csproj (net10.0, Debug, Csc) in {_sample.Root}");
        Assert.AreEqual("its tree is there", result.Plan.Kept.Single(k => k.Kind == CollectedKind.Root).Why);
    }

    [TestMethod]
    public void Collect_FreesAnEntryWithBlobsKeyTextAndIndex_WhenNoRootNamesIt()
    {
        AddTree("Lib");
        var former = _sample.AddCompile("Lib", "1");
        var entry = _sample.AddCompile("Lib", "2");
        foreach (var made in new[] { former, entry })
            CompiledIndex.TryWrite(Layout, made);
        _sample.SetAges(6);
        Assert.IsEmpty(Collect().Removed, "it is too young");
        _sample.SetAges(8);
        var result = Collect();
        CollectionAssert.AreEquivalent(
            new[] { Layout.Entry(former.Key), Layout.Blob(former.Files.Single().Blob), KeyText(former), Index(former) },
            result.Removed.Select(r => r.Path).ToArray());
        Assert.IsTrue(result.Removed.All(r => !File.Exists(r.Path)));
        Assert.IsTrue(new[] { Layout.Entry(entry.Key), KeyText(entry), Index(entry) }.All(File.Exists));
        AssertWhole();
        Assert.AreEqual(Directory.EnumerateFiles(Layout.Versioned, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), result.Left);
        Assert.IsEmpty(Collect().Removed, "a second time there is nothing to do");
    }

    [TestMethod]
    public void Look_TellsWhatCollectDoes_AndFreesNothing()
    {
        _sample.AddCompile("Lib", "1");
        _sample.SetAges(8);
        var before = _sample.Tree();
        var look = new Collector(_sample.Stack, Options).Look();
        Assert.IsEmpty(look.Removed);
        CollectionAssert.AreEquivalent(before, _sample.Tree());
        CollectionAssert.AreEqual(look.Plan.Freed.Select(f => f.Path).ToArray(), Collect().Removed.Select(f => f.Path).ToArray());
        Assert.HasCount(4, look.Plan.Freed);
    }

    [TestMethod]
    public void Collect_GivesUpARoot_WhenItsTreeIsGone()
    {
        AddTree("Lib");
        var entry = _sample.AddCompile("Lib", "1");
        Directory.Move(_sample.Root, _sample.Beside("elsewhere"));
        _sample.SetAges(6);
        Assert.IsEmpty(Collect().Removed, "it was built lately");
        _sample.SetAges(8);
        Assert.AreEqual("its tree or project is gone", Collect().Removed.Single(r => r.Kind == CollectedKind.Root).Why);
        Assert.IsFalse(File.Exists(Layout.Entry(entry.Key)));
    }

    [TestMethod]
    public void Collect_KeepsARootForAMonth_WhenTheFolderAroundItsTreeIsMissing()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var record = RootRecord.ReadAll(Layout).Single() with { Root = _sample.Beside("not-mounted/tree") };
        Directory.Delete(Layout.Roots, recursive: true);
        record.Write(Layout);
        _sample.SetAges(29);
        Assert.IsEmpty(Collect().Removed);
        // An empty folder may be a mount point.
        Directory.CreateDirectory(_sample.Beside("not-mounted"));
        Assert.IsEmpty(Collect().Removed);
        _sample.SetAges(31);
        Assert.IsTrue(Collect().Removed.Any(r => r.Path == Layout.Entry(entry.Key)));
    }

    [TestMethod]
    public void Collect_CountsTheRootsOfTheOtherDepots()
    {
        AddTree("Lib");
        var entry = _sample.AddCompile("Lib", "1");
        var other = _sample.Beside("other");
        Directory.CreateDirectory(Path.Combine(other, "v1"));
        Directory.Move(Layout.Roots, new DepotLayout(other).Roots);
        _sample.SetAges(365);
        Assert.IsEmpty(new Collector(new DepotStack([_sample.Folder, other]), Options).Collect().Removed);
        Assert.HasCount(1, Directory.GetFiles(new DepotLayout(other).Roots));
        Assert.IsNotEmpty(Collect().Removed);
        Assert.IsFalse(File.Exists(Layout.Entry(entry.Key)));
    }

    [TestMethod]
    public void Collect_KeepsActionsOfAProjectThatARootNames()
    {
        AddTree("Lib");
        var compile = _sample.AddCompile("Lib", "1");
        _sample.AddCompile("Lib", "2");
        var project = _sample.AddProject("Lib", "1") with { Actions = [new ProjectAction("Csc", compile.KeyText, compile.Key, [])] };
        Directory.Delete(Layout.Project(project.Tree), recursive: true);
        _sample.Depot.AddProject(project);
        var key = new ActionKey(project.Tree.Value);
        new RootRecord(_sample.Root, "{root}/src/Lib/Lib.csproj", "net10.0", "Debug", ActionRecord.WholeProject, key, key, SampleDepot.Noon).Write(Layout);
        _sample.SetAges(365);
        Assert.IsEmpty(Collect().Removed);
        File.Delete(Layout.Root(_sample.Root, "{root}/src/Lib/Lib.csproj", "net10.0", "Debug", ActionRecord.WholeProject));
        Assert.HasCount(6, Collect().Removed, "entry of the project, its text and its file; entry of the compile, key text, assembly");
        AssertWhole();
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(40)]
    public void Collect_KeepsWhatADamagedRootRecordStillTells_AndSaysSo(int cut)
    {
        AddTree("Lib");
        var entry = _sample.AddCompile("Lib", "1");
        var path = Directory.GetFiles(Layout.Roots).Single();
        SampleDepot.Replace(path, File.ReadAllBytes(path)[..^cut]);
        _sample.SetAges(365);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-6));
        var result = Collect();
        Assert.AreEqual(path, result.Untold.Single());
        Assert.IsEmpty(result.Removed);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-8));
        Assert.Contains(path, Collect().Removed.Select(r => r.Path));
        Assert.IsFalse(File.Exists(Layout.Entry(entry.Key)));
    }

    [TestMethod]
    public void Collect_KeepsAllBlobsOfAnEntryOfAnotherVersion()
    {
        AddTree("Lib");
        var entry = _sample.AddCompile("Lib", "1");
        SampleDepot.Replace(Layout.Entry(entry.Key), DigestedJson.Write(json =>
        {
            json.WriteNumber("format", 1000);
            json.WriteString("text", KeyText(entry));
            json.WriteString("unheardOf", entry.Files.Single().Blob.ToString());
        }));
        _sample.SetAges(365);
        Assert.IsEmpty(Collect().Removed);
        File.Delete(Directory.GetFiles(Layout.Roots).Single());
        Assert.HasCount(3, Collect().Removed);
    }

    [TestMethod]
    public void Collect_FreesNothing_WhenAFolderCantBeRead()
    {
        _sample.AddCompile("Lib", "1");
        Directory.Delete(Layout.Entries, recursive: true);
        File.WriteAllText(Layout.Entries, "");
        _sample.SetAges(365);
        var before = _sample.Tree().Count;
        Assert.AreEqual(DiagnosticCodes.UnknownNeeds, Assert.ThrowsExactly<CollectException>(() => Collect()).Code);
        Assert.AreEqual(before + 1, _sample.Tree().Count, "but for the lock");
    }

    [TestMethod]
    public void Collect_RemovesWhatIsLeftOver_AndLeavesWhatItDoesNotKnow()
    {
        AddTree("Lib");
        var entry = _sample.AddCompile("Lib", "1");
        string Write(string name) => Put(Path.Combine(Layout.Versioned, name));
        string[] gone = [Write("blobs/ab/.tmp-1"), Write("roots/.tmp-2.json"), Layout.Entry(entry.Key) + ".damaged", Write("builds/20200101.jsonl"), Write("memo/0123-3"), Write("compiled/net10.0/Lib/0123456789ab.json")];
        Put(gone[2]);
        string[] stay = [Write("blobs/ab/notes.txt"), Write("roots/notes.txt"), Write("what.json"), Layout.Memo(""), Layout.Memo(_sample.Root), Put(Path.Combine(Layout.Environments, "dev", "CompileDepot.toml"))];
        Put(stay[3]);
        Put(stay[4]);
        _sample.SetAges(31);
        var result = Collect();
        CollectionAssert.AreEquivalent(gone, result.Removed.Select(r => r.Path).ToArray());
        Assert.IsTrue(stay.All(File.Exists));
        AssertWhole();
    }

    [TestMethod]
    public void Collect_RemovesEmptyFolders_OnceNobodyChangedThemForADay()
    {
        var project = _sample.AddProject("Lib", "1");
        _sample.SetAges(365);
        Collect();
        var folder = Layout.Project(project.Tree);
        Assert.IsTrue(Directory.Exists(folder));
        Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddDays(-2));
        Collect();
        Assert.IsFalse(Directory.Exists(folder));
        _sample.Depot.AddProject(project);
        Assert.HasCount(1, Directory.GetFiles(folder));
    }

    [TestMethod]
    public void Collect_DoesNothing_WhenThereIsNoDepot()
    {
        var nowhere = _sample.Beside("nowhere");
        var result = new Collector(new DepotStack([nowhere]), Options).Collect();
        Assert.AreEqual((0L, 0), (result.Left, result.Removed.Count));
        Assert.IsFalse(Directory.Exists(nowhere));
    }

    [TestMethod]
    public void Collect_FreesTheLeastRecentlyUsed_UntilTheRestFits()
    {
        AddTree("Old");
        AddTree("New");
        var old = _sample.AddCompile("Old", "1");
        _sample.SetAges(5);
        var young = _sample.AddCompile("New", "2");
        foreach (var path in _sample.Tree().Keys.Where(p => File.GetLastWriteTimeUtc(p) > DateTime.UtcNow.AddDays(-1)))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-3));
        var all = new Collector(_sample.Stack, Options).Look().Plan.Bytes;
        Assert.IsFalse(Collect(Options with { MaxSize = all - 1, KeepRoots = true }).Plan.IsWithinLimit);
        Assert.IsTrue(File.Exists(Layout.Entry(old.Key)));
        var result = Collect(Options with { MaxSize = all - 1 });
        Assert.IsTrue(result.Left < all && result.Plan.IsWithinLimit);
        Assert.IsFalse(File.Exists(Layout.Entry(old.Key)));
        Assert.IsTrue(File.Exists(Layout.Entry(young.Key)));
        AssertWhole();
    }

    private void AddTree(string project) => Put(Path.Combine(_sample.Root, "src", project, project + ".csproj"));

    private static string Put(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes("something"));
        return path;
    }

    private string KeyText(Entry entry) => Layout.Blob(new ContentDigest(entry.KeyText.Value));

    private string Index(Entry entry) => Layout.CompiledEntry("net10.0", "Lib", entry.Key);

    private CollectResult Collect(CollectOptions? options = null) => new Collector(_sample.Stack, options ?? Options).Collect();

    private void AssertWhole() => Assert.IsEmpty(new DepotVerifier(_sample.Stack).Verify().Single().Problems);
}
