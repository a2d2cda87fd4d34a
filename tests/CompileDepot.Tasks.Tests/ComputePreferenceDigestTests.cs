using CompileDepot.Core.Actions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests;

[TestClass]
public sealed class ComputePreferenceDigestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Execute_KeepsFacts_WhileTheyAreTheSame()
    {
        Assert.IsTrue(Execute("fair"));
        CollectionAssert.AreEqual(new[] { "weather", "fair" }, IncrementalInputs.Read(File).Single().Fields);
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        System.IO.File.SetLastWriteTimeUtc(File, written);
        Assert.IsTrue(Execute("fair"));
        Assert.AreEqual(written, System.IO.File.GetLastWriteTimeUtc(File));
    }

    /// <summary>Somebody holds it: then it can't be read or written, and on Unix it can be deleted.</summary>
    [TestMethod]
    public void Execute_LeavesNoFactsOfAnEarlierBuild_WhenTheFileCannotBeWritten()
    {
        Assert.IsTrue(Execute("fair"));
        using var held = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.None);
        var isKept = OperatingSystem.IsWindows();
        Assert.AreEqual((!isKept, isKept), (Execute("foul"), System.IO.File.Exists(File)));
        Assert.AreEqual(isKept ? "CD0049" : null, _engine.Events.OfType<BuildErrorEventArgs>().SingleOrDefault()?.Code);
    }

    private string File => Path.Combine(_folder.Path, "obj", "p.inputs");

    private bool Execute(string weather) => new ComputePreferenceDigest
    {
        BuildEngine = _engine,
        ProjectFile = Path.Combine(_folder.Path, "p.csproj"),
        Settings = $"CompileDepotPath={Path.Combine(_folder.Path, "depot")}",
        Facts = [new TaskItem("weather", new Dictionary<string, string> { ["Value"] = weather })],
        InputsFile = "obj/p.inputs",
    }.Execute();
}
