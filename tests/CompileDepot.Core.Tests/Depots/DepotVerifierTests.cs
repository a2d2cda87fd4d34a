using System.Text;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Tests.Depots;

[TestClass]
public sealed class DepotVerifierTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly Entry _entry;

    public DepotVerifierTests() => _entry = _sample.AddCompile("Lib", "1");

    private DepotLayout Layout => _sample.Depot.Layout;

    private string Assembly => Layout.Blob(_entry.Files.Single().Blob);

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Verify_FindsNothing_WhenAllIsGood()
    {
        var (done, all) = (0, 0);
        var result = new DepotVerifier(_sample.Stack, (d, a) =>
        {
            Interlocked.Increment(ref done);
            Volatile.Write(ref all, a);
        }).Verify().Single();
        Assert.IsTrue(result is { Blobs: 2, Entries: 1, Foreign: 0, SetAside: 0, Bytes: > 0, Problems.Count: 0 });
        Assert.AreEqual((4, 4), (done, all), "two blobs, the entry, the root record");
    }

    [TestMethod]
    public void Verify_FindsDamagedBlobAndChangesNothing_WhenABitIsFlipped()
    {
        SampleDepot.Flip(Assembly);
        var before = _sample.Tree();
        var problem = Verify().Single();
        Assert.AreEqual((DepotProblemKind.DamagedBlob, Assembly), (problem.Kind, problem.Path));
        CollectionAssert.AreEquivalent(before, _sample.Tree());
    }

    [TestMethod]
    public void Verify_LooksIntoEntriesOfWholeProjects()
    {
        var project = _sample.AddProject("Lib", "1");
        Assert.IsEmpty(Verify());
        Assert.AreEqual(1, DepotInventory.Take(Layout).Projects);
        var path = Directory.GetFiles(Layout.Project(project.Tree)).Single();
        var blob = Layout.Blob(project.Files.Single().Blob);
        var content = File.ReadAllBytes(blob);
        File.Delete(blob);
        var missing = Verify().Single();
        Assert.AreEqual((DepotProblemKind.MissingBlob, path), (missing.Kind, missing.Path));
        StringAssert.Contains(missing.What, "{root}/bin/Lib.deps.json of {root}/src/Lib/Lib.csproj is missing");
        SampleDepot.Replace(blob, content);

        var bytes = File.ReadAllBytes(path);
        SampleDepot.Flip(path);
        Assert.AreEqual("the entry is not whole", Verify().Single().What);
        SampleDepot.Replace(path, bytes);
        var elsewhere = Layout.Project(TreeText.HashOf("other"u8));
        Directory.CreateDirectory(elsewhere);
        File.Move(path, Path.Combine(elsewhere, Path.GetFileName(path)));
        Assert.AreEqual("the entry belongs to another tree hash", Verify().Single().What);
    }

    [TestMethod]
    public void Verify_NamesTheEntryToo_WhenABlobIsCutShort()
    {
        SampleDepot.Replace(Assembly, File.ReadAllBytes(Assembly)[..5]);
        CollectionAssert.AreEqual(
            new[] { (DepotProblemKind.DamagedBlob, Assembly), (DepotProblemKind.MissingBlob, Layout.Entry(_entry.Key)) },
            Verify().Select(p => (p.Kind, p.Path)).ToArray());
    }

    [TestMethod]
    public void Verify_NamesEntryAndFile_WhenABlobIsGone()
    {
        File.Delete(Assembly);
        var problem = Verify().Single();
        Assert.AreEqual((DepotProblemKind.MissingBlob, Layout.Entry(_entry.Key)), (problem.Kind, problem.Path));
        StringAssert.Contains(problem.What, "{root}/obj/Lib.dll of {root}/src/Lib/Lib.csproj is missing");
    }

    [TestMethod]
    public void Verify_NamesEntry_WhenTheKeyTextIsGone()
    {
        File.Delete(Layout.Blob(new ContentDigest(_entry.KeyText.Value)));
        StringAssert.StartsWith(Verify().Single().What, "the key text of");
    }

    [TestMethod]
    public void Verify_FindsNothing_WhenAnotherDepotOfTheStackHasTheBlob()
    {
        var second = new Depot(_sample.Beside("second"));
        second.AddBlob(File.ReadAllBytes(Assembly));
        File.Delete(Assembly);
        var results = new DepotVerifier(new DepotStack([_sample.Folder, second.Layout.Folder])).Verify();
        Assert.HasCount(2, results);
        Assert.IsTrue(results.All(r => r.Problems.Count == 0));
    }

    [TestMethod]
    public void Verify_FindsDamagedEntry_WhenAnyByteIsFlipped()
    {
        var path = Layout.Entry(_entry.Key);
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < whole.Length; i += 7)
        {
            var damaged = (byte[])whole.Clone();
            damaged[i] ^= 1;
            SampleDepot.Replace(path, damaged);
            Assert.AreEqual(DepotProblemKind.DamagedEntry, Verify().Single().Kind, $"byte {i}");
        }
    }

    [TestMethod]
    public void Verify_FindsDamagedEntry_WhenItIsAnotherKeys()
    {
        var other = _sample.AddCompile("App", "2");
        SampleDepot.Replace(Layout.Entry(_entry.Key), File.ReadAllBytes(Layout.Entry(other.Key)));
        Assert.AreEqual("the entry belongs to another key", Verify().Single().What);
    }

    [TestMethod]
    public void Verify_PassesOver_WhenAnEntryIsOfAnotherVersion()
    {
        SampleDepot.Replace(Layout.Entry(_entry.Key), Foreign());
        var result = new DepotVerifier(_sample.Stack).Verify().Single();
        Assert.IsTrue(result is { Entries: 1, Foreign: 1, Problems.Count: 0 });
    }

    [TestMethod]
    public void Verify_IsGoodAgain_WhenDamageIsSetAsideAndHealed()
    {
        var content = File.ReadAllBytes(Assembly);
        SampleDepot.Flip(Assembly);
        Assert.IsNull(_sample.Depot.ReadBlob(_entry.Files.Single().Blob));
        _sample.Depot.AddBlob(content);
        var result = new DepotVerifier(_sample.Stack).Verify().Single();
        Assert.IsTrue(result is { SetAside: 1, Problems.Count: 0 });
    }

    [TestMethod]
    public void Verify_TellsFault_WhenDepotIsAFile()
    {
        File.WriteAllText(_sample.Beside("file"), "");
        var result = new DepotVerifier(new DepotStack([_sample.Beside("file"), _sample.Beside("none")])).Verify();
        Assert.AreEqual((DepotProblemKind.Unreadable, _sample.Beside("file")), (result[0].Problems.Single().Kind, result[0].Problems.Single().Path));
        Assert.IsEmpty(result[1].Problems, "a depot that is not there yet is no problem");
    }

    private IReadOnlyList<DepotProblem> Verify() => new DepotVerifier(_sample.Stack).Verify().Single().Problems;

    // As EntryFile writes it, with a number that it does not know.
    private byte[] Foreign()
    {
        var text = Encoding.UTF8.GetString(EntryFile.Write(_entry)).Replace($"\"format\":{EntryFile.Format}", "\"format\":99", StringComparison.Ordinal);
        var start = text.IndexOf(":\"", StringComparison.Ordinal) + 2;
        var zeroed = text[..start] + new string('0', Digest256.HexLength) + text[(start + Digest256.HexLength)..];
        return Encoding.UTF8.GetBytes(text[..start] + Digest256.Of(Encoding.UTF8.GetBytes(zeroed)) + text[(start + Digest256.HexLength)..]);
    }
}
