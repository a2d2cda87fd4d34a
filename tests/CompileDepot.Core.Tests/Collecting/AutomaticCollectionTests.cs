using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Collecting;

[TestClass]
public sealed class AutomaticCollectionTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    private DepotLayout Layout => _sample.Depot.Layout;

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Claim_IsTrueOnceADay_WhenADepotIsOlderThanThat()
    {
        _sample.AddCompile("Lib", "1");
        var now = DateTimeOffset.UtcNow;
        Assert.IsFalse(AutomaticCollection.Claim(Layout, now), "the depot is new");
        Assert.IsFalse(AutomaticCollection.Claim(Layout, now.AddHours(23)));
        Assert.IsTrue(AutomaticCollection.Claim(Layout, now.AddHours(25)));
        Assert.IsFalse(AutomaticCollection.Claim(Layout, now.AddHours(25)));
        Assert.IsFalse(AutomaticCollection.Claim(Layout, now.AddHours(48)));
        Assert.IsTrue(AutomaticCollection.Claim(Layout, now.AddHours(50)));
        // A clock that ran ahead.
        Assert.IsTrue(AutomaticCollection.Claim(Layout, now));
    }

    [TestMethod]
    public void Claim_IsFalseAndMakesNothing_WhenThereIsNoDepot()
    {
        var layout = new DepotLayout(_sample.Beside("nowhere"));
        Assert.IsFalse(AutomaticCollection.Claim(layout, DateTimeOffset.UtcNow));
        Assert.IsFalse(Directory.Exists(layout.Folder));
    }

    [TestMethod]
    public void Run_FreesTheLeastRecentlyUsedAndLeavesANote_WhenTheDepotIsOverTheLimit()
    {
        var entry = _sample.AddCompile("Lib", "1");
        _sample.SetAges(3);
        var bytes = DepotInventory.Take(Layout).Bytes;
        Assert.IsNull(AutomaticCollection.Run(_sample.Stack, Options(bytes)));
        Assert.IsNull(CollectionNote.TryRead(Layout));

        var note = AutomaticCollection.Run(_sample.Stack, Options(bytes - 1));

        Assert.IsFalse(File.Exists(Layout.Entry(entry.Key)));
        Assert.AreEqual(note, CollectionNote.TryRead(Layout));
        Assert.AreEqual("", note!.Fault);
        Assert.AreEqual(bytes, note.Freed + note.Left);
    }

    [TestMethod]
    public void Run_LeavesAllToTheOther_WhenACollectionIsUnderWay()
    {
        var entry = _sample.AddCompile("Lib", "1");
        _sample.SetAges(3);
        using (CollectorLock.Take(Layout))
            Assert.IsNull(AutomaticCollection.Run(_sample.Stack, Options(1)));
        Assert.IsTrue(File.Exists(Layout.Entry(entry.Key)));
    }

    [TestMethod]
    public void Run_NotesWhyNothingWasFreed_WhenTheDepotCantBeTold()
    {
        _sample.AddCompile("Lib", "1");
        _sample.SetAges(3);
        // The blobs are needed by nobody that can be seen.
        Directory.Delete(Layout.Entries, recursive: true);
        File.WriteAllText(Layout.Entries, "");
        var note = AutomaticCollection.Run(_sample.Stack, Options(1));
        StringAssert.Contains(note!.Fault, Layout.Entries);
        Assert.AreEqual(0, note.Freed);
        Assert.AreEqual(note, CollectionNote.TryRead(Layout));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"format\":2}")]
    [DataRow("{\"format\":1,\"time\":\"2026-03-01T12:00:00Z\",\"freed\":\"1\",\"left\":0,\"fault\":\"\"}")]
    public void TryRead_IsNull_WhenTheNoteIsNotOurs(string text)
    {
        Directory.CreateDirectory(Layout.Versioned);
        File.WriteAllText(Layout.CollectionNote, text);
        Assert.IsNull(CollectionNote.TryRead(Layout));
    }

    private static CollectOptions Options(long size) => new(DateTimeOffset.UtcNow) { MaxSize = size };
}
