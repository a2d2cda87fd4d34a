using System.Diagnostics;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Collection that builds start by themselves.</summary>
[TestClass]
public sealed class CollectTests : ScenarioTest
{
    [TestMethod]
    public void Build_HasTheDepotCollectedBehindItsBack_WhenThatIsOverItsLimit()
    {
        var workspace = OneLibrary(out var library);
        var limited = new BuildStep().With("-p:CompileDepotMaxSize=1");
        workspace.Build(1, 0, limited);
        var layout = new DepotLayout(workspace.DepotPath);
        var old = workspace.Depot.Entries.Single();
        Assert.IsTrue(File.Exists(layout.CollectorLock), "the first build takes note of the depot");
        // On its first day nothing is done.
        workspace.Build(0, 1, limited);
        Age(workspace);
        library.File("Lib.cs", Samples.LibrarySource + "// another\n");
        workspace.Build(1, 0, limited);

        var note = Wait(layout);

        Assert.AreEqual("", note.Fault);
        Assert.IsFalse(File.Exists(old), "what was not used for three days is gone");
        // What the build has just stored stays whatever the limit is.
        Assert.IsGreaterThan(1, note.Left);
        workspace.Build(0, 1, limited);
    }

    private static void Age(Workspace workspace)
    {
        foreach (var path in Directory.GetFiles(workspace.DepotPath, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-3));
    }

    // The process is nobody's child any more; it writes its note last.
    private static CollectionNote Wait(DepotLayout layout)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromMinutes(2))
        {
            if (CollectionNote.TryRead(layout) is { } note)
                return note;
            Thread.Sleep(100);
        }
        throw new AssertFailedException("no collection took place");
    }
}
