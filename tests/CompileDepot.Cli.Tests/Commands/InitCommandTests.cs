using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class InitCommandTests : IDisposable
{
    private static readonly string[] Names = [".gitignore", "Directory.Build.props", "Directory.Build.targets", "Directory.Solution.targets", "global.json"];

    private readonly string _root = Directory.CreateTempSubdirectory("compiledepot-cli-").FullName;
    private readonly CliRunner _cli;

    public InitCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, ".git"));
        _cli = new CliRunner(Directory.CreateDirectory(Path.Combine(_root, "src", "Lib")).FullName);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void Run_AddsToTheRootAroundTheCurrentFolder_WhenNoneIsNamed()
    {
        var result = _cli.Run("init").Check(ExitCode.Done, $"created {Path.Combine(_root, "global.json")}\n");
        StringAssert.EndsWith(result.Output, $"CompileDepot.Sdk {Cli.Version} is in {_root} now: build as ever.\n");
        CollectionAssert.AreEqual(Names, Files());
        StringAssert.Contains(File.ReadAllText(Path.Combine(_root, "global.json")), $"\"CompileDepot.Sdk\": \"{Cli.Version}\"");

        Assert.AreEqual($"Nothing to do: CompileDepot.Sdk {Cli.Version} is in {_root} already.\n", _cli.Run("init").Check(ExitCode.Done).Output);
        _cli.Run("init", "--version", "9.9.9-rc.1").Check(ExitCode.Done, $"changed {Path.Combine(_root, "global.json")}\n");

        _cli.Run("init", "--remove").Check(ExitCode.Done, $"deleted {Path.Combine(_root, "global.json")}\nCompileDepot.Sdk is out of {_root}.\n");
        Assert.IsEmpty(Files());
        Assert.AreEqual($"Nothing to do: CompileDepot.Sdk is not in {_root}.\n", _cli.Run("init", "--remove").Check(ExitCode.Done).Output);
    }

    [TestMethod]
    public void Run_ChangesNothing_WhenDry()
    {
        _cli.Run("init", "--dry-run").Check(ExitCode.Done, $"would create {Path.Combine(_root, "global.json")}\n");
        Assert.IsEmpty(Files());
        _cli.Run("init");
        _cli.Run("init", "--remove", "--dry-run").Check(ExitCode.Done, "Nothing was changed: this was a dry run.\n");
        CollectionAssert.AreEqual(Names, Files());
    }

    [TestMethod]
    public void Run_TouchesTheResponseFileOnlyWhenAskedForAGraph()
    {
        var file = Path.Combine(_root, ResponseFile.Name);
        File.WriteAllText(file, "# ours\n-nologo\n");
        _cli.Run("init").Check(ExitCode.Done);
        Assert.AreEqual("# ours\n-nologo\n", File.ReadAllText(file));
        _cli.Run("init", "--graph", "--dry-run").Check(ExitCode.Done, $"would change {file}\n");
        Assert.AreEqual("# ours\n-nologo\n", File.ReadAllText(file));
        _cli.Run("init", "--graph").Check(ExitCode.Done, $"changed {file}\n").Check(ExitCode.Done, "graph builds (-graph in Directory.Build.rsp)");
        StringAssert.EndsWith(File.ReadAllText(file), "\n-graph\n");
        _cli.Run("status", "--depot", "").Check(ExitCode.Done, "Builds are graph builds");
        _cli.Run("init", "--graph").Check(ExitCode.Done, "Nothing to do");
        _cli.Run("init").Check(ExitCode.Done, "Nothing to do");
        _cli.Run("init", "--remove").Check(ExitCode.Done, $"changed {file}\n");
        Assert.AreEqual("# ours\n-nologo\n", File.ReadAllText(file));
        File.Delete(file);
        _cli.Run("init", "--graph").Check(ExitCode.Done, $"created {file}\n");
        _cli.Run("init", "--remove").Check(ExitCode.Done, $"deleted {file}\n");
        Assert.IsEmpty(Files());
    }

    [TestMethod]
    [DataRow(".")]
    [DataRow("../Lib/")]
    public void Run_TakesTheFolder_WhenOneIsNamed(string folder)
    {
        _cli.Run("init", folder).Check(ExitCode.Done, $"is in {Path.Combine(_root, "src", "Lib")} now");
        Assert.IsEmpty(Files());
    }

    [TestMethod]
    public void Run_Warns_WhenANestedFileHidesTheTop()
    {
        File.WriteAllText(Path.Combine(_root, "src", "Directory.Build.props"), "<Project/>");
        var result = _cli.Run("init").Check(ExitCode.Done, "created", "warning CD0104: ");
        StringAssert.Contains(result.Error, "GetPathOfFileAbove");
    }

    [TestMethod]
    public void Run_FailsWithItsCode_WhenAFileIsMalformedOrTheFolderIsNotThere()
    {
        File.WriteAllText(Path.Combine(_root, "global.json"), "{ nonsense");
        _cli.Run("init").Check(ExitCode.FoundWrong, error: $"error CD0101: {Path.Combine(_root, "global.json")}(1,3): ");
        _cli.Run("init", "none").Check(ExitCode.FoundWrong, error: "error CD0103: ");
        CollectionAssert.AreEqual(new[] { "global.json" }, Files());
    }

    [TestMethod]
    public void Run_LetsGitPassOverWhatIsOfThisMachine_WhenTheFolderIsOfGit()
    {
        var file = Path.Combine(_root, IgnoreFileEditor.Name);
        File.WriteAllText(file, "bin/\nobj/\n");
        _cli.Run("init").Check(ExitCode.Done, $"changed {file}\n");
        var lines = File.ReadAllLines(file);
        CollectionAssert.IsSubsetOf(new[] { "bin/", "CompileDepot.local.toml", "CompileDepot.local.lock.toml" }, lines);
        _cli.Run("init").Check(ExitCode.Done, "Nothing to do");
        _cli.Run("init", "--remove").Check(ExitCode.Done, $"changed {file}\n");
        Assert.AreEqual("bin/\nobj/\n", File.ReadAllText(file));
    }

    private string[] Files() => [.. Directory.GetFiles(_root).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
}
