using CompileDepot.Cli.Doctor;

namespace CompileDepot.Cli.Tests.Doctor;

[TestClass]
public sealed class FileSystemProbeTests
{
    [TestMethod]
    public void Take_FindsOutByDoing_AndLeavesNothing()
    {
        var folder = Directory.CreateTempSubdirectory("compiledepot-probe-").FullName;
        try
        {
            var probe = FileSystemProbe.Take(folder);
            Assert.IsTrue(probe.ReplacesAtomically, "any file system that tests run on");
            Assert.IsGreaterThan(0, probe.TotalBytes);
            Assert.IsLessThanOrEqualTo(probe.TotalBytes, probe.FreeBytes);
            Assert.IsLessThan(TimeSpan.FromMinutes(1), probe.ClockAhead.Duration());
            Assert.AreEqual(OperatingSystem.IsLinux(), probe.Clones is not null);
            // Asked another way.
            File.WriteAllText(Path.Combine(folder, "name"), "");
            Assert.AreEqual(!File.Exists(Path.Combine(folder, "NAME")), probe.SeesCase);
            Assert.HasCount(1, Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public void Take_Throws_WhenTheFolderIsAFile()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Throws<IOException>(() => FileSystemProbe.Take(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
