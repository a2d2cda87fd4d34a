using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class StatsCommandTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;

    public StatsCommandTests()
    {
        _cli = new CliRunner(_sample.Root, _sample.Folder);
        var wildcard = new Reason(UncacheableReason.WildcardVersion, "{root}/Info.cs");
        _sample.AddBuild(
            _sample.Action("Lib", ActionOutcome.Compiled),
            _sample.Action("App", ActionOutcome.NotStored, reason: wildcard),
            _sample.Action("Web", ActionOutcome.NotStored, reason: wildcard) with { Damage = 2 });
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Restored, minutes: 5), _sample.Action("App", ActionOutcome.NotStored, minutes: 5, reason: new Reason(UncacheableReason.CompileFailed)));
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Restored, minutes: 2) with { Root = _sample.Beside("other") });
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_SumsAllBuildsOfTheRoot_WhenNotAskedForTheLast()
    {
        var json = _cli.Run("stats", "--json").Json();
        Assert.AreEqual("depot root builds start hits misses notStored projectsRestored reasons secondsSaved bytesRestored damage notes writable actions", JsonShape.Names(json));
        Assert.AreEqual("2 1 4 3 1.5 1000 2 5", Numbers(json));
        Assert.AreEqual("""{"WildcardVersion":2,"CompileFailed":1}""", System.Text.Json.JsonSerializer.Serialize(json.GetProperty("reasons")));
        Assert.AreEqual(SampleDepot.Noon, json.GetProperty("start").GetDateTimeOffset());
        Assert.AreEqual(_sample.Root, json.GetProperty("root").GetString());

        var text = _cli.Run("stats").Check(ExitCode.Done, $"2 builds of {_sample.Root}, since ").Output;
        StringAssert.Contains(text, "1 restored, 4 compiled (3 not stored), 1.5 s of compiling saved, 1.0 kB restored");
        StringAssert.Contains(text, "2 damaged files found");
        StringAssert.Contains(text, "AssemblyVersion with a star takes its number from the clock, in {root}/Info.cs");
        Assert.DoesNotContain("src/Lib/Lib.csproj", text);
    }

    [TestMethod]
    public void Run_ShowsEachProject_WhenAskedForTheLast()
    {
        var json = _cli.Run("stats", "--last", "--json").Json();
        Assert.AreEqual("1 1 1 1 1.5 1000 0 2", Numbers(json));
        var actions = json.GetProperty("actions").EnumerateArray().ToList();
        Assert.AreEqual("time root project framework configuration task outcome key previousKey why milliseconds saved bytes damage", JsonShape.Names(actions[0]));
        Assert.AreEqual("time root project framework configuration task outcome reason subject key previousKey why milliseconds saved bytes damage", JsonShape.Names(actions[1]));
        Assert.AreEqual("Restored", actions[0].GetProperty("outcome").GetString());
        Assert.AreEqual("CompileFailed", actions[1].GetProperty("reason").GetString());

        var text = _cli.Run("stats", "--last").Check(ExitCode.Done, "The last build of").Output;
        StringAssert.Contains(text, "src/Lib/Lib.csproj");
        StringAssert.Contains(text, "the compile failed");
    }

    [TestMethod]
    public void Run_TellsOfWholeProjects_WhenBuildsHaveThem()
    {
        var target = new Reason(UncacheableReason.TargetUnknown, "Stamp ({root}/App.csproj:9)");
        _sample.AddBuild(
            _sample.Action("Lib", ActionOutcome.Restored, minutes: 9) with { Task = ActionRecord.WholeProject },
            _sample.Action("Lib", ActionOutcome.Restored, minutes: 9),
            _sample.Action("App", ActionOutcome.NotStored, minutes: 9, reason: target) with { Task = ActionRecord.WholeProject });
        var json = _cli.Run("stats", "--last", "--json").Json();
        Assert.AreEqual("1 1 0 0 1.5 2000 0 3", Numbers(json), "a project is no compile");
        Assert.AreEqual(1, json.GetProperty("projectsRestored").GetInt32());
        var text = _cli.Run("stats", "--last").Check(ExitCode.Done, "1 project restored as a whole").Output;
        StringAssert.Contains(text, "not stored as a whole because");
        StringAssert.Contains(text, target.Sentence);
        StringAssert.Contains(text, "RestorableTarget");
        StringAssert.Contains(text, "as a whole  built, not stored");
        Assert.DoesNotContain("1 project restored", _cli.Run("stats", "--root", "../other/").Output);
    }

    [TestMethod]
    public void Run_TakesAnotherRootOrAll_WhenAsked()
    {
        Assert.AreEqual("1 1 0 0 1.5 1000 0 1", Numbers(_cli.Run("stats", "--json", "--root", "../other/").Json()));
        var all = _cli.Run("stats", "--json", "--all-roots").Json();
        Assert.AreEqual("3 2 4 3 3 2000 2 6", Numbers(all));
        Assert.AreEqual(System.Text.Json.JsonValueKind.Null, all.GetProperty("root").ValueKind);
        Assert.AreEqual("1 1 1 1 1.5 1000 0 2", Numbers(_cli.Run("stats", "--json", "--all-roots", "--last").Json()));
        _cli.Run("stats", "--all-roots").Check(ExitCode.Done, "3 builds of every tree");
    }

    [TestMethod]
    public void Run_KeepsBuildsOfTreesApart_WhenTheyOverlapInTime()
    {
        // While this tree was built twice, another one was built all the time.
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Restored, minutes: 6) with { Root = _sample.Beside("long"), Elapsed = TimeSpan.FromMinutes(8) });
        var last = _cli.Run("stats", "--all-roots", "--last", "--json").Json();
        Assert.AreEqual(1, last.GetProperty("actions").GetArrayLength());
        Assert.AreEqual(4, _cli.Run("stats", "--all-roots", "--json").Json().GetProperty("builds").GetInt32());
    }

    [TestMethod]
    public void Run_TellsWhatTheLastBuildSaid_WhichATerminalDoesNotShow()
    {
        const string Note = "CD0096: https://depot.example/ refused";
        Assert.DoesNotContain("CD0", _cli.Run("stats", "--last").Check(ExitCode.Done).Output);
        _sample.AddBuild(Note, _sample.Action("Lib", minutes: 9));
        _cli.Run("stats", "--last").Check(ExitCode.Done, Note + "\n");
        Assert.AreEqual(Note, _cli.Run("stats", "--last", "--json").Json().GetProperty("notes")[0].GetProperty("text").GetString());
        Assert.DoesNotContain(Note, _cli.Run("stats").Check(ExitCode.Done).Output, "of many builds the sum is enough");
    }

    [TestMethod]
    public void Run_SaysThatNothingIsRecorded_WhenTheDepotCanNotBeWritten()
    {
        // A file in the place of the folder: nobody can write there, root neither.
        var builds = _sample.Depot.Layout.Builds;
        Directory.Delete(builds, recursive: true);
        File.WriteAllText(builds, "");
        _cli.Run("stats", "--last").Check(ExitCode.FoundWrong, error: $"CD0020: nothing can be written in {_sample.Folder}: builds store nothing there, and are not recorded.");
    }

    [TestMethod]
    public void Run_SaysWhereItLooked_WhenNothingIsRecorded()
    {
        var result = _cli.Run("stats", "--json", "--root", "/nowhere").Check(ExitCode.FoundWrong, error: "error CD0108: No build of /nowhere is recorded in " + _sample.Depot.Layout.Builds);
        Assert.AreEqual("", result.Output);
        _cli.Run("stats", "--all-roots", "--depot", _sample.Beside("none")).Check(ExitCode.FoundWrong, error: $"error CD0108: No build at all is recorded in {_sample.Beside("none")}");
    }

    private static string Numbers(System.Text.Json.JsonElement json) =>
        string.Join(' ', new[] { "builds", "hits", "misses", "notStored", "secondsSaved", "bytesRestored", "damage" }.Select(n => json.GetProperty(n).GetRawText()))
        + $" {json.GetProperty("actions").GetArrayLength()}";
}
