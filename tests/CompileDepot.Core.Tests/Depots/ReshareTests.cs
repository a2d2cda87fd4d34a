using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Depots;

[TestClass]
public sealed class ReshareTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Reshare_CopiesWithBlobsAndKeyText_WhenALowerDepotHasIt(bool isImage)
    {
        var entry = _sample.AddCompile("Lib", "1");
        var project = _sample.AddProject("Lib", "1");
        var stack = Stack("own", isImage ? _sample.Pack("lower.cdi") : _sample.Folder);
        var (found, from) = stack.FindEntries([entry.Key]).First();
        stack.Reshare(from, found);
        var whole = stack.FindProjects(project.Tree).Single();
        stack.Reshare(whole.Depot, whole.Entry, whole.Id, [entry.Key]);
        var alone = new DepotStack([_sample.Beside("own")]);
        CollectionAssert.AreEqual(_sample.Depot.ReadEntry(entry.Key), alone.First.ReadEntry(entry.Key));
        Assert.IsEmpty(new DepotVerifier(alone).Verify().Single().Problems);
        Assert.AreEqual(whole.Id, alone.FindProjects(project.Tree).Single().Id);
        Assert.IsNotNull(alone.ReadBlob(new ContentDigest(entry.KeyText.Value)));
    }

    [TestMethod]
    public void Reshare_CopiesNothing_WhenABlobIsDamagedOrTheFirstCantBeWrittenOrNobodyAsked()
    {
        var entry = _sample.AddCompile("Lib", "1");
        var stack = new DepotStack([_sample.Beside("own"), _sample.Folder]);
        stack.Reshare(stack.Depots[1], entry);
        Assert.IsFalse(Directory.Exists(_sample.Beside("own")));

        File.WriteAllText(_sample.Beside("file"), "");
        stack = Stack("file", _sample.Folder);
        stack.Reshare(stack.Depots[1], entry);
        Assert.AreEqual("", File.ReadAllText(_sample.Beside("file")));

        SampleDepot.Flip(_sample.Depot.Layout.Blob(entry.Files.Single().Blob));
        stack = Stack("own", _sample.Folder);
        stack.Reshare(stack.Depots[1], entry);
        Assert.IsNull(stack.First.ReadEntry(entry.Key));
        Assert.IsEmpty(stack.Faults);
    }

    [TestMethod]
    public void Parse_KnowsReshare_AndImagesThatComeFirst()
    {
        Assert.IsTrue(Settings("true").Reshares);
        Assert.IsFalse(Settings("").Reshares);
        Assert.IsFalse((Settings("true") with { Mode = DepotMode.ReadOnly }).Reshares);
        Assert.AreEqual("CD0004", Assert.ThrowsExactly<SettingsException>(() => Settings("yes")).Code);

        var image = _sample.Beside("a.cdi");
        Assert.AreEqual("CD0085", Assert.ThrowsExactly<SettingsException>(() => DepotPath.Parse(image)).Code);
        CollectionAssert.AreEqual(new[] { _sample.Folder, image }, DepotPath.Parse($"{_sample.Folder}{Path.PathSeparator}{image}").ToList());
        // By what it holds; and a folder is a folder, whatever it is called.
        File.Copy(_sample.Pack("b.cdi"), _sample.Beside("b"));
        StringAssert.Contains(Assert.ThrowsExactly<SettingsException>(() => DepotPath.Parse(_sample.Beside("b"))).Message, $"={Path.PathSeparator}{_sample.Beside("b")}");
        Directory.CreateDirectory(image);
        Assert.HasCount(1, DepotPath.Parse(image));
        Assert.IsInstanceOfType<Depot>(new DepotStack([_sample.Folder, image]).Depots[1]);
    }

    private static DepotSettings Settings(string reshare) => DepotSettings.Parse(new DepotProperties { Reshare = reshare, Path = Path.GetTempPath() }, Path.GetTempPath());

    private DepotStack Stack(string first, string lower) => new([_sample.Beside(first), lower]) { Reshares = true };
}
