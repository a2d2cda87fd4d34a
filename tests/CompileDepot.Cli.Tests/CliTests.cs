using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests;

[TestClass]
public sealed class CliTests
{
    private static readonly string[] Commands = ["init", "status", "stats", "report", "explain", "hash", "verify", "collect", "keys", .. Below("keys", "create list trust untrust"), "pack", "unpack", "merge", "preferences", .. Below("preferences", "get set unset delete list explain"), "environments", .. Below("environments", "list create show use remove lock"), "doctor", "help", "completion"];

    private static IEnumerable<string> Below(string command, string commands) => commands.Split(' ').Select(c => $"{command} {c}");

    private readonly CliRunner _cli = new(Path.GetTempPath(), depotPath: "");

    /// <summary>The reviewed help. To accept a change, copy the file that the message names over <c>Snapshots/help.txt</c>.</summary>
    [TestMethod]
    public void Help_IsAsReviewed_ForEveryCommand()
    {
        string[][] calls = [["--help"], .. Commands.Select(c => (string[])[.. c.Split(' '), "--help"])];
        var now = string.Concat(calls.Select(c => $"$ compiledepot {string.Join(' ', c)}\n{_cli.Run(c).Check(ExitCode.Done).Output}"));
        // Lines are padded where they are folded.
        now = string.Join('\n', now.Split('\n').Select(l => l.TrimEnd())).TrimEnd() + "\n";
        var reviewed = Path.Combine(AppContext.BaseDirectory, "Snapshots", "help.txt");
        if (now == (File.Exists(reviewed) ? File.ReadAllText(reviewed).ReplaceLineEndings("\n") : null))
            return;
        File.WriteAllText(reviewed + ".received", now);
        Assert.Fail($"The help is not the reviewed one: compare {reviewed}.received with tests/CompileDepot.Cli.Tests/Snapshots/help.txt.");
    }

    [TestMethod]
    [DataRow("", "A command is missing: init, status, stats, report, explain, hash, verify, collect, keys, pack, unpack, merge, preferences, environments, doctor, help, completion.")]
    [DataRow("stat", "There is no 'stat'. The commands are")]
    [DataRow("--bogus", "There is no '--bogus'.")]
    [DataRow("explain --bogus", "There is no option '--bogus'.")]
    [DataRow("init --dryrun", "There is no option '--dryrun'.")]
    [DataRow("hash --bogus", "There is no option '--bogus'.")]
    [DataRow("keys trust -x --into a.pem", "There is no option '-x'.")]
    [DataRow("preferences set Lib x --froce", "There is no option '--froce'; there is --force. A value that looks like it stands behind '--'.")]
    [DataRow("preferences set Lib --froce y", "There is no option '--froce'.")]
    [DataRow("collect extra", "'extra'")]
    [DataRow("status --bogus", "'--bogus'")]
    [DataRow("status extra", "'extra'")]
    [DataRow("stats --root", "'--root'")]
    [DataRow("stats --root a --all-roots", "--root and --all-roots exclude each other")]
    [DataRow("stats --json --prometheus", "--json and --prometheus exclude each other")]
    [DataRow("report --build 0", "--build is '0'")]
    [DataRow("report --build last", "'last'")]
    [DataRow("init --graph --remove", "--graph and --remove exclude each other")]
    [DataRow("hash -p Name", "-p is 'Name'")]
    [DataRow("hash -p A=1;B", "-p is 'B'. Write it NAME=VALUE, and a value with ; or , in double quotes")]
    [DataRow("hash -p ;", "-p is ';'")]
    [DataRow("hash -c Debug --all-configurations", "--configuration and --all-configurations exclude each other")]
    [DataRow("pack -o a.cdi -c Debug --all-configurations", "--configuration and --all-configurations exclude each other")]
    [DataRow("init --version a_b", "--version is 'a_b'")]
    [DataRow("collect --max-size much", "--max-size is 'much'")]
    [DataRow("collect --older-than 5", "--older-than is '5'")]
    [DataRow("keys", "A command is missing: create, list, trust, untrust.")]
    [DataRow("keys trust a.pem", "'--into'")]
    [DataRow("keys untrust abc --from x", "The fingerprint is 'abc'")]
    [DataRow("status @missing.rsp", "'@missing.rsp'")]
    public void Run_IsWrongUsage_WhenTheCommandLineIsNotUnderstood(string line, string message)
    {
        var result = _cli.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Check(ExitCode.WrongUsage, error: message);
        StringAssert.StartsWith(result.Error, "error CD0107: ");
        StringAssert.Contains(result.Error, "--help' tells what");
        Assert.AreEqual("", result.Output);
    }

    [TestMethod]
    [DataRow("status")]
    [DataRow("stats")]
    [DataRow("report")]
    [DataRow("explain Lib")]
    [DataRow("verify")]
    [DataRow("collect")]
    public void Run_IsWrongUsageAndNamesTheSetting_WhenADepotIsRelative(string command)
    {
        var args = command.Split(' ');
        _cli.Run([.. args, "--depot", "here"]).Check(ExitCode.WrongUsage, error: "error CD0002: --depot holds 'here', which is not an absolute path");
        new CliRunner("/", "here:").Run(args).Check(ExitCode.WrongUsage, error: "error CD0002: COMPILEDEPOT_PATH holds 'here', which is not an absolute path");
    }

    [TestMethod]
    [DataRow("status", ExitCode.Done)]
    [DataRow("stats", ExitCode.FoundWrong)]
    [DataRow("report", ExitCode.FoundWrong)]
    [DataRow("explain Lib", ExitCode.FoundWrong)]
    [DataRow("verify", ExitCode.Done)]
    [DataRow("collect", ExitCode.Done)]
    public void Run_SaysThatCachingIsOff_WhenThePathIsEmpty(string command, int code)
    {
        foreach (var result in new[] { _cli.Run(command.Split(' ')), new CliRunner("/").Run([.. command.Split(' '), "--depot", ""]) })
        {
            Assert.AreEqual(code, result.Code);
            StringAssert.Contains(result.Output + result.Error, "caching is off, since COMPILEDEPOT_PATH (or --depot) is empty");
        }
    }

    [TestMethod]
    public void Run_TakesDepotsAndRootFromTheVariables_AsBuildsDo()
    {
        using var sample = new SampleDepot();
        sample.AddBuild(sample.Action("Lib"));
        var cli = new CliRunner(Path.GetTempPath(), depotPath: "") { Variables = { ["CompileDepotPath"] = sample.Folder, ["CompileDepotRoot"] = sample.Root } };
        cli.Run("stats").Check(ExitCode.Done, $"1 build of {sample.Root}");
        cli.Run("explain", "Lib").Check(ExitCode.Done, "src/Lib/Lib.csproj");
        cli.Run("stats", "--root", "/elsewhere").Check(ExitCode.FoundWrong, error: "of /elsewhere");
        cli.Run("stats", "--depot", "").Check(ExitCode.FoundWrong, error: "caching is off");
        new CliRunner("/") { Variables = { ["CompileDepotPath"] = "here" } }.Run("status").Check(ExitCode.WrongUsage, error: "error CD0002: CompileDepotPath holds 'here'");
    }

    [TestMethod]
    public void Run_IsACodedError_WhenTheCurrentFolderIsGone() =>
        _cli.Run(() => throw new DirectoryNotFoundException("Could not find the current folder."), "status").Check(ExitCode.FoundWrong, error: "error CD0103: Could not find the current folder.\n");

    [TestMethod]
    public void Run_AsksForAReport_WhenTheFaultIsItsOwn()
    {
        var result = _cli.Run(() => throw new NotSupportedException("surprise"), "status");
        Assert.AreEqual(ExitCode.FoundWrong, result.Code);
        StringAssert.StartsWith(result.Error, "error CD0022: a fault of CompileDepot itself; please report it. System.NotSupportedException: surprise");
    }

    [TestMethod]
    public void Version_IsThatOfTheSdkWithoutCommit_WhenAsked()
    {
        var version = _cli.Run("--version").Check(ExitCode.Done).Output.Trim();
        StringAssert.Matches(version, new System.Text.RegularExpressions.Regex(@"^\d+\.\d+\.\d+[^+]*$"));
    }
}
