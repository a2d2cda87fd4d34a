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
            StringAssert.StartsWith(path, Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "compiledepot"));
            File.WriteAllText(Path.Combine(path, "a"), "");
        }
        Assert.IsFalse(Directory.Exists(path));
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
