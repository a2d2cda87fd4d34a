using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Collections;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests.Collections;

/// <summary>What a person has to mend is an error with a code and a file, and no exception.</summary>
[TestClass]
public sealed class StrictTaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-strict-").FullName;
    private readonly TestEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void WriteContributions_Fails_WhenTheAssemblyIsNone()
    {
        File.WriteAllText(Path.Combine(_folder, "a.dll"), "cut short");
        var task = new WriteContributions { BuildEngine = _engine, ProjectFile = Path.Combine(_folder, "a.csproj"), Root = _folder, Assembly = "a.dll", File = Path.Combine(_folder, "obj/a.json") };
        Assert.IsFalse(task.Execute());
        Assert.AreEqual((DiagnosticCodes.UnreadableContributions, task.ProjectFile), Error());
    }

    [TestMethod]
    public void SealCollections_Fails_WhenThereAreNoMoreIds()
    {
        var ids = Path.Combine(_folder, "messages.ids");
        File.WriteAllText(ids, $"{int.MaxValue} last\n");
        var task = new SealCollections
        {
            BuildEngine = _engine,
            ProjectFile = Path.Combine(_folder, "a.csproj"),
            Root = _folder,
            GatheredFile = Path.Combine(_folder, "obj/gathered.txt"),
            MayWrite = true,
            Seals = [new TaskItem("messages")],
            Sequences = [new TaskItem("messages", new Dictionary<string, string> { ["Value"] = "new" })],
            StaticWrites = [new TaskItem(ids, new Dictionary<string, string> { ["Collection"] = "messages" })],
        };
        Assert.IsFalse(task.Execute());
        Assert.AreEqual((DiagnosticCodes.BadIds, ids), Error());
        Assert.AreEqual($"{int.MaxValue} last\n", File.ReadAllText(ids));
    }

    private (string, string) Error() => _engine.Events.OfType<BuildErrorEventArgs>().Select(e => (e.Code, e.File)).Single();
}
