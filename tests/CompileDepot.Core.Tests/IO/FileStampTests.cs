using System.Runtime.Versioning;
using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.IO;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class FileStampTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void TryRead_IsFalse_WhenThereIsNoRegularFile()
    {
        var file = _folder.Write("a", "x");
        foreach (var path in new[] { _folder["none"], _folder.Path, file + "/b", "/dev/null", "", file + "\0.cs", _folder.Path + "/none\0" })
            Assert.IsFalse(FileStamp.TryRead(path, out _), path);
    }

    [TestMethod]
    public void TryRead_TellsSizeAndMode_WhenFollowingALink()
    {
        var file = _folder.Write("a", "xyz");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_folder["link"], file);
        Assert.IsTrue(FileStamp.TryRead(_folder["link"], out var stamp));
        Assert.IsTrue(FileStamp.TryRead(file, out var same));
        Assert.AreEqual(same, stamp);
        Assert.AreEqual((3L, (ushort)0x140), (stamp.Size, stamp.Mode));
    }

    [TestMethod]
    public void TryRead_Differs_WhenTheModificationTimeIsSetBack()
    {
        var file = _folder.Write("a", "one");
        Assert.IsTrue(FileStamp.TryRead(file, out var before));
        WaitForTheClock(file);
        var time = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, "two");
        File.SetLastWriteTimeUtc(file, time);
        Assert.IsTrue(FileStamp.TryRead(file, out var after));
        Assert.AreEqual(before.ModifiedNanoseconds / 100, after.ModifiedNanoseconds / 100);
        Assert.AreNotEqual(before.ChangedNanoseconds, after.ChangedNanoseconds);
    }

    [TestMethod]
    public void TryRead_Differs_WhenReplacedByRename()
    {
        var file = _folder.Write("a", "one");
        Assert.IsTrue(FileStamp.TryRead(file, out var before));
        var other = _folder.Write("b", "two");
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(file));
        File.Move(other, file, overwrite: true);
        Assert.IsTrue(FileStamp.TryRead(file, out var after));
        Assert.AreNotEqual(before.Inode, after.Inode);
    }

    [TestMethod]
    [DataRow(1_000_000_001L, 1_000_000_001L, 1_050_000_002L, true)]
    [DataRow(1_000_000_001L, 1_000_000_001L, 1_050_000_001L, false)]
    [DataRow(1_000_000_000L, 5L, 4_000_000_000L, false)]
    [DataRow(1_000_000_000L, 5L, 4_000_000_001L, true)]
    [DataRow(5L, 2_000_000_001L, 1_999_999_999L, false)]
    [DataRow(9_000_000_001L, 5L, 2_000_000_000L, false)]
    public void IsSettledAt_WaitsForTheClocksGranularity_WhenFresh(long modified, long changed, long at, bool settled) =>
        Assert.AreEqual(settled, new FileStamp(1, modified, changed, 1, 0).IsSettledAt(at));

    // Until the file system's clock has moved on: no amount of time is asked for.
    private void WaitForTheClock(string than)
    {
        var first = File.GetLastWriteTimeUtc(than);
        for (var probe = _folder["probe"]; ; Thread.Yield())
        {
            File.WriteAllText(probe, "");
            if (File.GetLastWriteTimeUtc(probe) > first)
                return;
        }
    }
}
