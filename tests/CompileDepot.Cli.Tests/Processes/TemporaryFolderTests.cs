using CompileDepot.Cli.Processes;

namespace CompileDepot.Cli.Tests.Processes;

[TestClass]
public sealed class TemporaryFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("compiledepot-parent-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [TestMethod]
    public void New_IsOfTheUser_AndGoneWhenDisposed()
    {
        string path;
        using (var folder = new TemporaryFolder("test"))
        {
            path = folder.FullPath;
            StringAssert.StartsWith(path, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
            File.WriteAllText(Path.Combine(path, "a"), "");
        }
        Assert.IsFalse(Directory.Exists(path));
    }

    [TestMethod]
    public void New_IsReadByItsUserAlone()
    {
        // There what lies below the user's folder is the user's.
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder("test", Path.Combine(_parent, "tmp"));
        Assert.AreEqual("UserExecute, UserWrite, UserRead", File.GetUnixFileMode(folder.FullPath).ToString());
        Assert.AreEqual("UserExecute, UserWrite, UserRead", File.GetUnixFileMode(Path.Combine(_parent, "tmp")).ToString());
    }

    [TestMethod]
    public void Parent_HasNoBlank_OnMacOS()
    {
        Assert.AreEqual("/Users/me/Library/Caches/compiledepot/tmp", TemporaryFolder.ParentBelow(true, "/Users/me", "/Users/me/Library/Application Support").Replace('\\', '/'));
        Assert.AreEqual("/home/me/.local/share/compiledepot/tmp", TemporaryFolder.ParentBelow(false, "/home/me", "/home/me/.local/share").Replace('\\', '/'));
    }

    // Linux deletes such files; that Windows may do so takes this.
    [TestMethod]
    public void Unprotect_LetsFilesBeWritten()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_parent, "a", ".git")).FullName, "object");
        File.WriteAllText(file, "");
        File.SetAttributes(file, FileAttributes.ReadOnly);
        TemporaryFolder.Unprotect(_parent);
        Assert.IsFalse(new FileInfo(file).IsReadOnly);
    }

    [TestMethod]
    public void New_RemovesWhatKilledProcessesLeft_AndNothingElse()
    {
        var (old, young) = (Path.Combine(_parent, "test-old"), Path.Combine(_parent, "test-young"));
        Directory.CreateDirectory(old);
        Directory.CreateDirectory(young);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));
        using var folder = new TemporaryFolder("test", _parent);
        Assert.AreEqual(_parent, Path.GetDirectoryName(folder.FullPath));
        Assert.IsFalse(Directory.Exists(old));
        Assert.IsTrue(Directory.Exists(young));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("file")]
    public void New_IsAmongTemporaryFiles_WhenTheUserHasNoPlace(string name)
    {
        File.WriteAllText(Path.Combine(_parent, "file"), "");
        using var folder = new TemporaryFolder("test", name.Length == 0 ? "" : Path.Combine(_parent, name, "below"));
        StringAssert.StartsWith(folder.FullPath, Path.GetTempPath());
    }
}
