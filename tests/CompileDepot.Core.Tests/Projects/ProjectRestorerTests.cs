using System.Text;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Tests.Trust;

namespace CompileDepot.Core.Tests.Projects;

[TestClass]
public sealed class ProjectRestorerTests : IDisposable
{
    private readonly PoisonBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>MSBuild would find the compile whose outputs lie there up to date.</summary>
    [TestMethod]
    public void TryRestore_LeavesNoOutputOfACompile_WhenTheDepotFailsOnTheWay()
    {
        var first = _bench.AddEntry("first", null, ("{root}/obj/a.dll", "one"), ("{root}/obj/a.pdb", "symbols"));
        var second = _bench.AddEntry("second", null, ("{root}/obj/de/a.resources.dll", "two"));
        var project = _bench.AddProjectOf("p", [first, second], _bench.Content("{root}/obj/x", "x"));
        Assert.IsNull(_bench.Restore(project.Tree));
        SampleDepot.Replace(_bench.Layout.Blob(ContentDigest.Of("two"u8)), Encoding.UTF8.GetBytes("2wo"));
        File.Delete(_bench["obj/de/a.resources.dll"]);
        StringAssert.Contains(_bench.Restore(project.Tree), "the content is not what its address says");
        CollectionAssert.AreEqual(new[] { _bench["obj/x"] }, Directory.GetFiles(_bench["obj"], "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void TryRestore_LeavesNoOutputOfACompile_WhenAPlaceCannotBeWritten()
    {
        var compile = _bench.AddEntry("compile", null, ("{root}/obj/a.dll", "one"));
        var project = _bench.AddProject("p", compile, _bench.Content("{root}/bin/a.dll", "one") with { Kind = ProjectFileKind.Copy, From = "{root}/obj/a.dll" });
        _bench.Folder.Write("root/bin/a.dll/in the way", "");
        try
        {
            Assert.IsNotNull(_bench.Restore(project.Tree));
        }
        catch (IOException)
        {
            // The caller's to tell.
        }
        Assert.IsEmpty(Directory.GetFiles(_bench["obj"]));
    }
}
