using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.IO;

[TestClass]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Write_LeavesTheFirst_WhenNotOverwriting()
    {
        Assert.IsTrue(AtomicFile.Write(_folder["a/b"], "one"u8, overwrite: false));
        Assert.IsFalse(AtomicFile.Write(_folder["a/b"], "two"u8, overwrite: false));
        Assert.AreEqual("one", File.ReadAllText(_folder["a/b"]));
        Assert.IsTrue(AtomicFile.Write(_folder["a/b"], "three"u8));
        Assert.AreEqual("three", File.ReadAllText(_folder["a/b"]));
        Assert.HasCount(1, Directory.GetFiles(_folder["a"]));
    }

    [TestMethod]
    public void Write_LeavesNothingBehind_WhenThePlaceIsAFolder()
    {
        Directory.CreateDirectory(_folder["a/b"]);
        Assert.ThrowsExactly<IOException>(() => AtomicFile.Write(_folder["a/b"], "x"u8));
        Assert.IsEmpty(Directory.GetFiles(_folder["a"]));
    }

    [TestMethod]
    public void Write_Throws_WhenBelowAFile()
    {
        _folder.Write("a", "x");
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder["a/b"], "x"u8));
    }

    [TestMethod]
    public async Task Write_ShowsWholeFilesOnly_WhenManyWriteAndRead()
    {
        var path = _folder["f"];
        var texts = Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 50_000 + i)).ToArray();
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(texts[0]));
        var writers = texts.Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(t));
        })).ToArray();
        while (!writers.All(w => w.IsCompleted))
            CollectionAssert.Contains(texts, await File.ReadAllTextAsync(path));
        await Task.WhenAll(writers);
        Assert.HasCount(1, Directory.GetFiles(_folder.Path));
    }
}
