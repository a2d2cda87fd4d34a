using System.Diagnostics;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class CollectCommandTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;

    public CollectCommandTests() => _cli = new CliRunner(_sample.Root, _sample.Folder);

    private DepotLayout Layout => _sample.Depot.Layout;

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_FreesWhatNoRootNeeds_AndSaysHowMuch()
    {
        var (former, now) = (_sample.AddCompile("Lib", "1"), _sample.AddCompile("Lib", "2"));
        AddTree("Lib");
        _sample.SetAges(8);
        var result = _cli.Run("collect").Check(ExitCode.Done, $"{_sample.Folder}: ");
        StringAssert.Contains(result.Output, "a checkout uses it");
        StringAssert.Contains(result.Output, "no root needs it, and it was not used for long");
        Assert.IsFalse(File.Exists(Layout.Entry(former.Key)));
        Assert.IsTrue(File.Exists(Layout.Entry(now.Key)));
        StringAssert.Contains(_cli.Run("collect").Check(ExitCode.Done).Output, ": 0 B freed");
        _cli.Run("verify").Check(ExitCode.Done);
    }

    [TestMethod]
    public void Run_ListsAndFreesNothing_WhenDry()
    {
        _sample.AddCompile("Lib", "1");
        _sample.AddCompile("Lib", "2");
        AddTree("Lib");
        _sample.SetAges(8);
        var before = _sample.Tree();
        var output = _cli.Run("collect", "--dry-run").Check(ExitCode.Done, "would be freed.").Output;
        StringAssert.Contains(output, "Would be freed:");
        StringAssert.Contains(output, "Would be kept:");
        StringAssert.Contains(output, $"used by src/Lib/Lib.csproj (net10.0, Debug, Csc) in {_sample.Root}");
        CollectionAssert.AreEquivalent(before, _sample.Tree());
    }

    [TestMethod]
    public void Run_WritesJson()
    {
        _sample.AddCompile("Lib", "1");
        _sample.AddCompile("Lib", "2");
        AddTree("Lib");
        _sample.SetAges(8);
        var dry = _cli.Run("collect", "--dry-run", "--json").Json();
        Assert.AreEqual("folder dryRun bytes left maxSize freed kept spared failed untold", JsonShape.Names(dry));
        Assert.AreEqual("kind path size title used why", JsonShape.Names(dry.GetProperty("freed")[0]));
        var done = _cli.Run("collect", "--json", "--older-than", "7d").Json();
        Assert.AreEqual(3, done.GetProperty("freed").GetArrayLength());
        Assert.AreEqual(dry.GetProperty("left").GetInt64(), done.GetProperty("left").GetInt64());
        Assert.AreEqual(2, done.GetProperty("kept").GetArrayLength(), "the entry, and the root that names it");
        Assert.AreEqual(0, _cli.Run("collect", "--json", "--older-than", "0d").Json().GetProperty("freed").GetArrayLength());
    }

    [TestMethod]
    public void Run_FailsAndSaysSo_WhenTheLimitCantBeReached()
    {
        _sample.AddCompile("Lib", "1");
        _cli.Run("collect", "--max-size", "10").Check(ExitCode.FoundWrong, "0 B freed", "error CD0092: ");
        AddTree("Lib");
        _sample.SetAges(8);
        _cli.Run("collect", "--max-size", "10", "--keep-roots").Check(ExitCode.FoundWrong, "0 B freed", "error CD0092: ");
        _cli.Run("collect", "--max-size", "0.7kB").Check(ExitCode.Done);
        Assert.IsEmpty(Directory.EnumerateFiles(Layout.Entries, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Run_IsACodedError_WhenAnotherCollectsOrTheDepotCantBeRead()
    {
        _sample.AddCompile("Lib", "1");
        using (CollectorLock.Take(Layout))
            _cli.Run("collect").Check(ExitCode.FoundWrong, error: "error CD0090: ");
        Directory.Delete(Layout.Entries, recursive: true);
        File.WriteAllText(Layout.Entries, "");
        _cli.Run("collect").Check(ExitCode.FoundWrong, error: $"error CD0091: {Layout.Entries}: ");
        _cli.Run("collect", "--dry-run", "--json").Check(ExitCode.FoundWrong, error: "error CD0091: ");
    }

    [TestMethod]
    public void Run_Warns_WhenARootRecordIsDamaged()
    {
        _sample.AddCompile("Lib", "1");
        var record = Directory.GetFiles(Layout.Roots).Single();
        SampleDepot.Replace(record, File.ReadAllBytes(record)[..^5]);
        _cli.Run("collect").Check(ExitCode.Done, "0 B freed", $"warning CD0094: {record}: ");
    }

    /// <summary>The tool itself, in processes of its own that are killed while they read or free.</summary>
    [TestMethod]
    public void Run_LeavesAWholeDepotAndNoLock_WhenItIsKilled()
    {
        for (var i = 0; i < 400; i++)
            _sample.AddCompile("Lib" + i, "1");
        _sample.SetAges(8);
        var waits = new Random(4711);
        for (var i = 0; i < 5; i++)
        {
            using var process = Start();
            process.WaitForExit(waits.Next(100, 700));
            process.Kill();
            process.WaitForExit();
            Assert.IsEmpty(new DepotVerifier(_sample.Stack).Verify().Single().Problems);
            CollectorLock.Take(Layout).Dispose();
        }
        using var last = Start();
        last.WaitForExit();
        Assert.AreEqual(ExitCode.Done, last.ExitCode);
        CollectionAssert.AreEquivalent(new[] { Layout.CacheTag, Layout.CollectorLock }, _sample.Tree().Keys.ToArray());
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "exec", "--runtimeconfig", Path.ChangeExtension(typeof(CollectCommandTests).Assembly.Location, ".runtimeconfig.json"), typeof(Cli).Assembly.Location, "collect", "--depot", _sample.Folder, "--older-than", "2d", "--max-size", "1kB" })
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        // Nobody reads what it says; a full pipe would stop it.
        process.BeginOutputReadLine();
        return process;
    }

    private void AddTree(string project)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_sample.Root, "src", project)).FullName;
        File.WriteAllText(Path.Combine(folder, project + ".csproj"), "<Project/>");
    }
}
