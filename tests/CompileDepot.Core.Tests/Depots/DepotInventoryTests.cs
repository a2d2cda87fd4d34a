using CompileDepot.Core.Depots;

namespace CompileDepot.Core.Tests.Depots;

[TestClass]
public sealed class DepotInventoryTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Take_CountsFilesAndLeavesThem_WhenDepotIsInUse()
    {
        _sample.AddCompile("Lib", "1");
        var entry = _sample.AddCompile("App", "1");
        _sample.Depot.SetAside(entry.Files.Single().Blob);
        var before = _sample.Tree();

        var inventory = Take();
        // Both have one key text.
        Assert.AreEqual((_sample.Folder, true, true, 2, 1, 1), (inventory.Folder, inventory.Exists, inventory.Writable, inventory.Blobs, inventory.Entries, inventory.SetAside));
        Assert.AreEqual(before.Where(f => !f.Key.EndsWith("CACHEDIR.TAG", StringComparison.Ordinal)).Sum(f => f.Value.Length / 2), inventory.Bytes);
        Assert.IsEmpty(inventory.Faults);
        CollectionAssert.AreEquivalent(before, _sample.Tree());
    }

    [TestMethod]
    public void Take_IsWritableAndEmpty_WhenDepotCanBeMade()
    {
        Assert.IsTrue(Take() is { Exists: false, Writable: true, Blobs: 0, Entries: 0, Bytes: 0, Faults.Count: 0 });
        Assert.IsFalse(Directory.Exists(_sample.Folder), "looking makes nothing");
    }

    [TestMethod]
    public void Take_TellsFault_WhenDepotIsAFile()
    {
        File.WriteAllText(_sample.Folder, "");
        Assert.IsTrue(Take() is { Exists: false, Writable: false, Faults.Count: 1 });
    }

    [TestMethod]
    public void Take_IsNotWritable_WhenDepotWouldBeBelowAFile()
    {
        File.WriteAllText(_sample.Beside("file"), "");
        Assert.IsTrue(DepotInventory.Take(new DepotLayout(_sample.Beside("file/depot"))) is { Exists: false, Writable: false });
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Take_IsNotWritable_WhenFileSystemTakesNoFiles() =>
        Assert.IsFalse(DepotInventory.Take(new DepotLayout("/proc/self")).Writable);

    private DepotInventory Take() => DepotInventory.Take(_sample.Depot.Layout);
}
