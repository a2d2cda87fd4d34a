using CompileDepot.Core.Effects;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class VerifyCommandTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;
    private readonly Entry _entry;

    public VerifyCommandTests()
    {
        _entry = _sample.AddCompile("Lib", "1");
        _cli = new CliRunner(_sample.Root, $"{_sample.Beside("first")}{Path.PathSeparator}{_sample.Folder}");
    }

    private string Blob => _sample.Depot.Layout.Blob(_entry.Files.Single().Blob);

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_IsDone_WhenAllIsGood()
    {
        var json = _cli.Run("verify", "--json").Json();
        Assert.AreEqual("ok repaired passed depots", JsonShape.Names(json));
        Assert.IsTrue(json.GetProperty("ok").GetBoolean());
        Assert.AreEqual("folder blobs entries foreign bytes setAside problems", JsonShape.Names(json.GetProperty("depots")[1]));
        Assert.AreEqual(2, json.GetProperty("depots")[1].GetProperty("blobs").GetInt32());
        _cli.Run("verify").Check(ExitCode.Done, _sample.Folder);
    }

    [TestMethod]
    public void Run_ListsDamageAndChangesNothing_WhenThereIsSome()
    {
        SampleDepot.Flip(Blob);
        var before = _sample.Tree();
        _cli.Run("verify").Check(ExitCode.FoundWrong, $"\n{Blob}: the content is not what the address says\n", $"error CD0021: 1 problem in {_sample.Folder}.");
        var json = _cli.Run("verify", "--json").Json(ExitCode.FoundWrong);
        Assert.IsFalse(json.GetProperty("ok").GetBoolean());
        var problem = json.GetProperty("depots")[1].GetProperty("problems")[0];
        Assert.AreEqual("kind path what", JsonShape.Names(problem));
        Assert.AreEqual("DamagedBlob", problem.GetProperty("kind").GetString());
        CollectionAssert.AreEquivalent(before, _sample.Tree());
    }

    [TestMethod]
    public void Run_NamesTheProject_WhenABlobIsGone()
    {
        File.Delete(Blob);
        _cli.Run("verify").Check(ExitCode.FoundWrong, "{root}/obj/Lib.dll of {root}/src/Lib/Lib.csproj is missing", "error CD0021: ");
    }

    [TestMethod]
    public void Run_MendsAndSaysSo_WhenAskedTo()
    {
        SampleDepot.Flip(Blob);
        _cli.Run("verify", "--repair").Check(ExitCode.Done, $"{Blob}: set aside: no depot has it whole\n{_sample.Depot.Layout.Entry(_entry.Key)}: removed: no depot has all of its blobs\n");
        _cli.Run("verify").Check(ExitCode.Done);
        var json = _cli.Run("verify", "--repair", "--json").Json();
        Assert.AreEqual(0, json.GetProperty("repaired").GetArrayLength());
    }

    [TestMethod]
    public void Run_AddsUpWhatItFound()
    {
        var list = _sample.Beside("trusted.pem");
        File.WriteAllText(list, "# nobody\n");
        var (untrusted, unread) = ($"error CD0055: 1 entry of {_sample.Folder} without a signature of a trusted key.", $"error CD0056: 1 place in {_sample.Beside("first")} can't be read.");
        _cli.Run("verify", "--trusted-keys", list).Check(ExitCode.Untrusted, "the entry is not signed", untrusted);
        File.WriteAllText(_sample.Beside("first"), "a file");
        var all = _cli.Run("verify", "--trusted-keys", list).Check(ExitCode.Untrusted | ExitCode.Unverified, error: untrusted);
        StringAssert.Contains(all.Error, unread);
        SampleDepot.Flip(Blob);
        Assert.AreEqual(13, _cli.Run("verify", "--trusted-keys", list).Code);
        Assert.AreEqual(9, _cli.Run("verify").Code);
    }

    [TestMethod]
    public void Run_IsWrongUsage_WhenAListOfKeysIsNone()
    {
        _cli.Run("verify", "--trusted-keys", "none.pem").Check(ExitCode.WrongUsage, error: "error CD0053: --trusted-keys holds '");
        File.WriteAllText(_sample.Beside("bad.pem"), "hello\n");
        _cli.Run("verify", "--trusted-keys", _sample.Beside("bad.pem")).Check(ExitCode.WrongUsage, error: $"error CD0053: {_sample.Beside("bad.pem")}(1): ");
    }

    [TestMethod]
    public void Run_IsNotDone_WhileADepotIsCollected()
    {
        using var held = Core.Collecting.CollectorLock.Take(_sample.Depot.Layout);
        _cli.Run("verify", "--repair").Check(ExitCode.Unverified, error: "error CD0090: ");
    }

    [TestMethod]
    public void Run_WritesNoEscapeSequences_WhenNobodyWatchesOrNoColorIsSet()
    {
        Assert.DoesNotContain("\e", _cli.Run("verify").Output);
        var plain = new CliRunner(_sample.Root, _sample.Folder) { IsTerminal = true, Variables = { ["NO_COLOR"] = "1" } };
        Assert.DoesNotContain("\e", plain.Run("verify").Check(ExitCode.Done).Output);
    }
}
