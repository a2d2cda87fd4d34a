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
        Assert.AreEqual("ok depots", JsonShape.Names(json));
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
    public void Run_WritesNoEscapeSequences_WhenNobodyWatchesOrNoColorIsSet()
    {
        Assert.DoesNotContain("\e", _cli.Run("verify").Output);
        var plain = new CliRunner(_sample.Root, _sample.Folder) { IsTerminal = true, Variables = { ["NO_COLOR"] = "1" } };
        Assert.DoesNotContain("\e", plain.Run("verify").Check(ExitCode.Done).Output);
    }
}
