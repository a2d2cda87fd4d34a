using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class StatusCommandTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;

    public StatusCommandTests() => _cli = new CliRunner(_sample.Root, $"{_sample.Folder}{Path.PathSeparator}{_sample.Beside("second")}");

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_ShowsStackAndRepository_WhenDepotIsInUse()
    {
        var entry = _sample.AddCompile("Lib", "1");
        _sample.Depot.SetAside(entry.Files.Single().Blob);
        var json = _cli.Run("status", "--json").Json();
        Assert.AreEqual("off depots repository", JsonShape.Names(json));
        Assert.IsFalse(json.GetProperty("off").GetBoolean());
        var depots = json.GetProperty("depots").EnumerateArray().ToList();
        Assert.HasCount(2, depots);
        Assert.AreEqual("folder first exists writable blobs entries projects bytes damaged faults collected", JsonShape.Names(depots[0]));
        Assert.AreEqual(_sample.Folder, depots[0].GetProperty("folder").GetString());
        Assert.AreEqual("True True True 1 1 1", string.Join(' ', new[] { "first", "exists", "writable", "blobs", "entries", "damaged" }.Select(n => depots[0].GetProperty(n).ToString())));
        Assert.AreEqual("False False", string.Join(' ', new[] { "first", "exists" }.Select(n => depots[1].GetProperty(n).ToString())));
        Assert.AreEqual("root sdk version missing fault graph", JsonShape.Names(json.GetProperty("repository")));

        var text = _cli.Run("status").Check(ExitCode.Done, "Damaged files are those that builds found and set aside").Output;
        StringAssert.Contains(text, $"{_sample.Folder}");
        StringAssert.Contains(text, "written and read");
        StringAssert.Contains(text, "read; not there");
    }

    [TestMethod]
    public void Run_IsOff_WhenThePathIsEmpty()
    {
        var json = _cli.Run("status", "--json", "--depot", "").Json();
        Assert.IsTrue(json.GetProperty("off").GetBoolean());
        Assert.AreEqual(0, json.GetProperty("depots").GetArrayLength());
    }

    [TestMethod]
    public void Run_TellsHowMuchOfTheSdkThereIs_WhenFilesComeAndGo()
    {
        Assert.AreEqual("None", Sdk());
        _cli.Run("status").Check(ExitCode.Done, "'compiledepot init' adds it");
        _cli.Run("init", "--version", "1.2.3");
        Assert.AreEqual("Added", Sdk());
        _cli.Run("status").Check(ExitCode.Done, $"{_sample.Root}: has CompileDepot.Sdk 1.2.3.");
        File.Delete(Path.Combine(_sample.Root, "Directory.Solution.targets"));
        Assert.AreEqual("Added", Sdk(), "the import for solutions only prints a summary");
        File.Delete(Path.Combine(_sample.Root, "Directory.Build.targets"));
        Assert.AreEqual("Partly", Sdk());
        _cli.Run("status").Check(ExitCode.Done, "it is missing in Directory.Build.targets, Directory.Solution.targets.");
        File.WriteAllText(Path.Combine(_sample.Root, "global.json"), "{");
        Assert.AreEqual("Unknown", Sdk());
    }

    [TestMethod]
    public void Run_FindsSomethingWrong_WhenADepotIsAFile()
    {
        File.WriteAllText(_sample.Beside("second"), "");
        var result = _cli.Run("status").Check(ExitCode.FoundWrong, "does not work", $"error CD0020: {_sample.Beside("second")}: this is a file");
        Assert.AreEqual(1, result.Error.Split("error CD").Length - 1);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Run_FindsSomethingWrong_WhenTheFirstDepotTakesNoFiles()
    {
        _cli.Run("status", "--depot", "/proc/self/depot").Check(ExitCode.FoundWrong, "can't be made", "error CD0020: /proc/self/depot: nothing can be written here");
        _cli.Run("status", "--depot", _sample.Folder + ":/proc/self/depot").Check(ExitCode.Done, "read; not there");
    }

    [TestMethod]
    public void Run_NamesTheFileThatAsksForGraphBuilds()
    {
        _cli.Run("init", "--version", "1.2.3");
        File.WriteAllText(Path.Combine(_sample.Root, "MSBuild.rsp"), "-graph");
        _cli.Run("status").Check(ExitCode.Done, "Builds are no graph builds");
        File.WriteAllText(Path.Combine(_sample.Root, "Directory.Build.rsp"), "-graph:false\n@\"%MSBuildThisFileDirectory%more.rsp\"\n");
        File.WriteAllText(Path.Combine(_sample.Root, "more.rsp"), "-graph");
        _cli.Run("status").Check(ExitCode.Done, $"Builds are graph builds (-graph in {Path.Combine(_sample.Root, "more.rsp")}).");
    }

    private string? Sdk() => _cli.Run("status", "--json").Json().GetProperty("repository").GetProperty("sdk").GetString();
}
