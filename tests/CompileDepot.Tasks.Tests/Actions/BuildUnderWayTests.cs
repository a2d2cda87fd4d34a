using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Tests.Actions;

[TestClass]
public sealed class BuildUnderWayTests
{
    [TestMethod]
    public void Note_IsInTheRecord_WhetherItWasSaidBeforeThereWasOneOrAfter()
    {
        using var folder = new TemporaryFolder();
        var depot = Path.Combine(folder.Path, "depot");
        var settings = new DepotSettings(DepotMode.ReadWrite, [depot], folder.Path);
        using (var recorder = new BuildRecorder(new DepotLayout(depot)))
        using (var build = new BuildUnderWay())
        {
            build.Note("CD0021: early");
            build.Uses(settings, recorder);
            build.Uses(settings, recorder);
            build.Note("CD0098: late");
            recorder.Add(new ActionRecord(
                DateTimeOffset.UtcNow, folder.Path, "{root}/A.csproj", "", "", "Csc", ActionOutcome.Compiled, new Reason(UncacheableReason.None), "", "", "", TimeSpan.Zero, TimeSpan.Zero, 0, 0));
        }
        var notes = BuildRecordReader.ReadLast(depot, folder.Path)!.Notes;
        Assert.AreEqual("CD0021: early|CD0098: late", string.Join('|', notes.Select(n => n.Text)));
    }
}
