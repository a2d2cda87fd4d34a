using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Tests.Depots;

[TestClass]
public sealed class DepotReaderTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void FindEntry_FindsItBelow_WhenTheFirstDepotHasNone()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var reader = new DepotReader(new DepotStack([_sample.Beside("empty"), _sample.Folder]));
        Assert.AreEqual(_sample.Folder, reader.FindEntry(entry.Key)!.Value.Depot.Place);
        Assert.AreEqual(entry.Key, reader.FindEntry(entry.Key)!.Value.Entry.Key);
        Assert.IsNotNull(reader.ReadBlob(entry.Files.Single().Blob));
    }

    [TestMethod]
    public void Both_AnswerNullAndLeaveTheFiles_WhenTheyAreDamaged()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var digest = entry.Files.Single().Blob;
        SampleDepot.Flip(_sample.Depot.Layout.Entry(entry.Key));
        SampleDepot.Flip(_sample.Depot.Layout.Blob(digest));
        var before = _sample.Tree();
        var reader = new DepotReader(_sample.Stack);
        Assert.IsNull(reader.FindEntry(entry.Key));
        Assert.IsNull(reader.ReadBlob(digest));
        CollectionAssert.AreEquivalent(before, _sample.Tree());
    }

    [TestMethod]
    public void Both_AnswerNull_WhenNothingIsThereOrItIsAnothersEntry()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var other = new Core.Actions.ActionKey(Digest256.Of([1]));
        SampleDepot.Replace(_sample.Depot.Layout.Entry(other), File.ReadAllBytes(_sample.Depot.Layout.Entry(entry.Key)));
        var reader = new DepotReader(_sample.Stack);
        Assert.IsNull(reader.FindEntry(other));
        Assert.IsNull(reader.ReadBlob(new ContentDigest(other.Value)));
    }
}
