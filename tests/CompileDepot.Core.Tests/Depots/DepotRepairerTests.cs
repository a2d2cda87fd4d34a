using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Trust;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Tests.Depots;

[TestClass]
public sealed class DepotRepairerTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly Entry _entry;

    public DepotRepairerTests()
    {
        _entry = _sample.AddCompile("Lib", "1");
        CompiledIndex.TryWrite(Layout, _entry);
        _sample.AddBuild(_sample.Action("Lib", entry: _entry), _sample.Action("Lib", entry: _entry));
    }

    private DepotLayout Layout => _sample.Depot.Layout;

    private string Assembly => Layout.Blob(_entry.Files.Single().Blob);

    private string Index => CompiledIndex.Place(Layout, _entry);

    private DepotStack Two => new([_sample.Folder, _sample.Beside("second")]);

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Repair_DoesNothing_WhenAllIsGood()
    {
        var before = _sample.Tree();
        Assert.IsEmpty(Repair(_sample.Stack));
        CollectionAssert.AreEquivalent(before.Keys.Append(Layout.CollectorLock).ToArray(), _sample.Tree().Keys.ToArray());
        Assert.AreEqual(0, new DepotRepairer(new DepotStack([_sample.Beside("none")])).Repair().Done.Count);
        Assert.IsFalse(Directory.Exists(_sample.Beside("none")));
    }

    [TestMethod]
    public void Repair_HealsFromAnotherDepot_WhenThatHasItWhole()
    {
        var second = new Depot(_sample.Beside("second"));
        var content = File.ReadAllBytes(Assembly);
        second.AddBlob(content);
        second.AddEntry(_entry, overwrite: true);
        second.AddBlob(File.ReadAllBytes(Layout.Blob(new ContentDigest(_entry.KeyText.Value))));
        SampleDepot.Flip(Assembly);
        SampleDepot.Flip(Layout.Entry(_entry.Key));
        CollectionAssert.AreEquivalent(
            new[] { (Assembly, $"healed from {second.Place}"), (Layout.Entry(_entry.Key), $"healed from {second.Place}") },
            Repair(Two).Select(s => (s.Path, s.What)).ToArray());
        CollectionAssert.AreEqual(content, File.ReadAllBytes(Assembly));
        Assert.IsNotNull(_sample.Depot.PeekEntry(_entry.Key));
    }

    [TestMethod]
    public void Repair_SetsAsideAndRemovesWhatFollows_WhenNobodyHasTheBlob()
    {
        SampleDepot.Flip(Assembly);
        var project = _sample.AddProject("App", "1");
        File.Delete(Layout.Blob(project.Files.Single().Blob));
        var steps = Repair(_sample.Stack);
        CollectionAssert.AreEquivalent(
            new[] { (Assembly, "set aside: no depot has it whole"), (Layout.Entry(_entry.Key), "removed: no depot has all of its blobs"), (Layout.Project(project.Tree, Core.Projects.ProjectEntryFile.IdOf(project)), "removed: no depot has all of its blobs") },
            steps.Select(s => (s.Path, s.What)).ToArray());
        Assert.IsTrue(File.Exists(Assembly + ".damaged"));
        Assert.IsFalse(File.Exists(Layout.Entry(_entry.Key)));
        Assert.IsNotNull(_sample.AddCompile("Lib", "1"), "the next build heals");
        Assert.IsEmpty(new DepotVerifier(_sample.Stack).Verify().Single().Problems);
    }

    [TestMethod]
    public void Repair_KeepsEntries_WhenADepotCannotBeRead()
    {
        File.Delete(Assembly);
        File.WriteAllText(_sample.Beside("second"), "a file, and should be a folder");
        Assert.IsEmpty(new DepotRepairer(Two).Repair().Done);
        Assert.IsTrue(File.Exists(Layout.Entry(_entry.Key)));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("null")]
    [DataRow("{\"format\":1}")]
    [DataRow("{\"format\":1,\"key\":\"OTHER\",\"keyText\":\"OTHER\",\"framework\":\"net10.0\",\"project\":\"Lib\"}")]
    [DataRow("{\"format\":1,\"key\":\"KEY\",\"keyText\":\"OTHER\",\"framework\":\"net10.0\",\"project\":\"Lib\"}")]
    [DataRow("{\"format\":1,\"key\":\"KEY\",\"keyText\":\"KEY\",\"framework\":\"net8.0\",\"project\":\"Lib\"}")]
    [DataRow("{\"format\":1,\"key\":7,\"keyText\":\"KEY\",\"framework\":\"net10.0\",\"project\":\"Lib\"}")]
    [DataRow("{\"format\":1,\"key\":\"KEY\",\"keyText\":\"KEY\",\"framework\":null,\"project\":\"Lib\"}")]
    public void Repair_WritesTheIndexAnew_WhenItIsWrong(string text)
    {
        var good = File.ReadAllText(Index);
        File.WriteAllText(Index, text.Replace("KEY", _entry.Key.ToString(), StringComparison.Ordinal).Replace("OTHER", KeyText.KeyOf("o"u8).ToString(), StringComparison.Ordinal));
        Assert.AreEqual((DepotProblemKind.WrongIndex, Index), new DepotVerifier(_sample.Stack).Verify().Single().Problems.Select(p => (p.Kind, p.Path)).Single());
        Assert.AreEqual((Index, "written anew"), Repair(_sample.Stack).Select(s => (s.Path, s.What)).Single());
        Assert.AreEqual(good, File.ReadAllText(Index));
    }

    [TestMethod]
    public void Repair_SetsTheIndexAside_WhenItsEntryIsGone()
    {
        File.Delete(Layout.Entry(_entry.Key));
        Assert.IsEmpty(Repair(_sample.Stack), "that is collection's");
        File.WriteAllText(Index, "{");
        Assert.AreEqual("set aside: its entry is not there", Repair(_sample.Stack).Single().What);
    }

    [TestMethod]
    public void Repair_SetsRecordsAside_WhenTheyCannotBeUnderstood()
    {
        var root = Directory.GetFiles(Layout.Roots).Single();
        var build = Directory.GetFiles(Layout.Builds).Single();
        File.WriteAllText(root, "{\"format\":1}");
        File.WriteAllLines(build, ["torn", .. File.ReadAllLines(build)]);
        CollectionAssert.AreEquivalent(
            new[] { (root, "the root record can't be understood"), (build, "line 1 of the build record can't be understood") },
            new DepotVerifier(_sample.Stack).Verify().Single().Problems.Select(p => (p.Path, p.What)).ToArray());
        CollectionAssert.AreEquivalent(new[] { root, build }, Repair(_sample.Stack).Select(s => s.Path).ToArray());
        Assert.IsTrue(File.Exists(root + ".damaged") && File.Exists(build + ".damaged"));
    }

    [TestMethod]
    public void Verify_LeavesAlone_WhatIsOfAnotherVersionOrBeingWritten()
    {
        File.WriteAllText(Directory.GetFiles(Layout.Roots).Single(), "{\"format\":2,\"other\":[]}");
        File.WriteAllText(Index, "{\"format\":2}");
        File.AppendAllText(Directory.GetFiles(Layout.Builds).Single(), "{\"news\":1}\n{\"time\":\"20");
        Assert.IsEmpty(Repair(_sample.Stack));
    }

    [TestMethod]
    public void Repair_RemovesLeftovers_WhenTheyAreOlderThanADay_AndNothingUnknown()
    {
        var leftovers = new[] { Path.Combine(Layout.Entries, ".tmp-1"), Path.Combine(Path.GetDirectoryName(Assembly)!, ".tmp-2") };
        string[] unknown = [Path.Combine(Layout.Versioned, "notes.txt"), Path.Combine(Layout.Blobs, "mine"), Path.Combine(Layout.Compiled, "x.json"), Path.Combine(Layout.Roots, "x.txt"), Path.Combine(Layout.Folder, ".tmp-mine")];
        foreach (var path in unknown.Concat(leftovers))
        {
            File.WriteAllText(path, "x");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        }
        File.SetLastWriteTimeUtc(leftovers[1], DateTime.UtcNow.AddHours(-2));
        Assert.AreEqual(leftovers[0], Repair(_sample.Stack).Single().Path);
        Assert.IsTrue(unknown.Append(leftovers[1]).All(File.Exists));
    }

    [TestMethod]
    public void Repair_SetsUntrustedEntriesAside_OnlyWhereKeysAreGiven()
    {
        var key = SigningKey.Create();
        var project = _sample.AddProject("App", "1");
        var trusted = KeyFiles.Trusting(key);
        var found = new DepotVerifier(_sample.Stack, trusted: trusted).Verify().Single().Problems;
        CollectionAssert.AreEquivalent(
            new[] { Layout.Entry(_entry.Key), Layout.Project(project.Tree, Core.Projects.ProjectEntryFile.IdOf(project)) },
            found.Where(p => p is { Kind: DepotProblemKind.Untrusted, What: "the entry is not signed" }).Select(p => p.Path).ToArray());
        _sample.Depot.Signer = key;
        _sample.AddCompile("Lib", "1");
        Assert.HasCount(1, new DepotVerifier(_sample.Stack, trusted: trusted).Verify().Single().Problems);
        Assert.IsEmpty(Repair(_sample.Stack));
        Assert.AreEqual("set aside: no trusted key signed it", new DepotRepairer(_sample.Stack, trusted: trusted).Repair().Done.Single().What);
        Assert.IsEmpty(new DepotVerifier(_sample.Stack, trusted: trusted).Verify().Single().Problems);
    }

    [TestMethod]
    public void Repair_IsRefused_WhileACollectorRuns()
    {
        using var held = CollectorLock.Take(Layout);
        Assert.AreEqual("CD0090", Assert.ThrowsExactly<CollectException>(() => new DepotRepairer(_sample.Stack).Repair()).Code);
    }

    /// <summary>Builds in a loop while repairs run in a loop, and somebody damages blobs: no build sees anything but its own result, and in the end all is whole.</summary>
    [TestMethod]
    public void Repair_TakesNothingGood_WhenBuildsHealAtTheSameTime()
    {
        using var stop = new CancellationTokenSource();
        var entries = Enumerable.Range(0, 20).Select(i => _sample.AddCompile("Lib" + i, "1")).ToList();
        var repairs = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                new DepotRepairer(_sample.Stack).Repair();
        });
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(entries.Count);
            var blob = Layout.Blob(entries[at].Files.Single().Blob);
            if (File.Exists(blob))
                SampleDepot.Replace(blob, Encoding.UTF8.GetBytes("damaged"));
            // As a build that found damage does: writes all of it again.
            var text = Encoding.UTF8.GetBytes($"assembly of Lib{at} from 1");
            _sample.Depot.AddBlob(text, entries[at].Files.Single().Blob, replace: true);
            _sample.AddCompile("Lib" + at, "1");
        }
        stop.Cancel();
        repairs.Wait();
        foreach (var entry in entries.Select((_, i) => _sample.AddCompile("Lib" + i, "1")))
            Assert.IsNotNull(_sample.Depot.PeekBlob(entry.Files.Single().Blob));
        Assert.IsEmpty(new DepotVerifier(_sample.Stack).Verify().Single().Problems);
    }

    /// <summary>Repairs, and looks again: then nothing is left to find.</summary>
    private static IReadOnlyList<RepairStep> Repair(DepotStack stack)
    {
        var (done, now) = new DepotRepairer(stack).Repair();
        Assert.AreEqual("", string.Join('\n', now.SelectMany(d => d.Problems)));
        Assert.AreEqual("", string.Join('\n', new DepotVerifier(stack).Verify().SelectMany(d => d.Problems)));
        return done;
    }
}
