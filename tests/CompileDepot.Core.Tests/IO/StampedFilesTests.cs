using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.IO;

[TestClass]
public sealed class StampedFilesTests
{
    [TestMethod]
    public void Read_ReadsOnce_WhenTheFileIsSettledAndStaysTheSame()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", "one");
        var reads = 0;
        var files = new StampedFiles<string>(p => $"{File.ReadAllText(p)} {++reads}");
        Settle(path);
        Assert.AreEqual("one 1", files.Read(path));
        Assert.AreEqual("one 1", files.Read(path));
        folder.Write("a", "two");
        Assert.AreEqual("two 2", files.Read(path));
        File.Delete(path);
        Assert.IsNull(files.Read(path));
        Assert.AreEqual(2, reads);
    }

    /// <summary>A file that was just written may be written again without a new stamp: what was read of it is not kept.</summary>
    [TestMethod]
    public void Read_ReadsAgain_WhenTheFileIsNewerThanTheClock()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", "one");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddHours(1));
        var reads = 0;
        var files = new StampedFiles<string>(p => $"{++reads}");
        Assert.AreEqual("1", files.Read(path));
        Assert.AreEqual("2", files.Read(path));
    }

    private static void Settle(string path)
    {
        while (FileStamp.TryRead(path, out var stamp) && !stamp.IsSettledAt(FileStamp.Now))
            Thread.Sleep(5);
    }
}
