using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class ExplainCommandTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly CliRunner _cli;
    private readonly Entry _former;
    private readonly Entry _entry;

    public ExplainCommandTests()
    {
        _cli = new CliRunner(_sample.Root, _sample.Folder);
        _former = _sample.AddCompile("Lib", "1");
        _entry = _sample.AddCompile("Lib", "2");
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Run_ListsEveryDifference_WhenCompiled()
    {
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Compiled, _entry, _former));
        var json = _cli.Run("explain", "Lib", "--json").Json().EnumerateArray().Single();
        Assert.AreEqual("action sentence remedy against differences noDifferences followsFrom entry", JsonShape.Names(json));
        Assert.AreEqual(
            """[{"kind":"source","sentence":"source A.cs changed","file":null,"line":null},{"kind":"option","sentence":"option /define was 1, is 2","file":null,"line":null}]""",
            JsonSerializer.Serialize(json.GetProperty("differences")));
        Assert.AreEqual("Last", json.GetProperty("against").GetProperty("kind").GetString());
        Assert.AreEqual("key relocatable boundTo boundBy depot made files", JsonShape.Names(json.GetProperty("entry")));
        Assert.AreEqual("root time milliseconds", JsonShape.Names(json.GetProperty("entry").GetProperty("made")));
        Assert.AreEqual("role path blob size", JsonShape.Names(json.GetProperty("entry").GetProperty("files")[0]));
        Assert.IsTrue(json.GetProperty("entry").GetProperty("relocatable").GetBoolean());

        var text = _cli.Run("explain", "src/Lib/Lib.csproj").Check(ExitCode.Done, "src/Lib/Lib.csproj (net10.0, Debug) Csc\n  compiled in 20 ms at ").Output;
        StringAssert.Contains(text, $"  key {_entry.KeyText}, formerly {_former.KeyText}\n  against the last build of this checkout:\n    source A.cs changed\n    option /define was 1, is 2\n");
        StringAssert.Contains(text, $"  entry in {_sample.Folder}, made in {_sample.Root} at ");
        StringAssert.EndsWith(text, "  relocatable: it serves any checkout and commit\n");
    }

    [TestMethod]
    public void Run_ShowsEveryVariantOfTheNewestBuild_WhenThereAreSeveral()
    {
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Compiled, _entry));
        var restored = _sample.Action("Lib", ActionOutcome.Restored, _entry, minutes: 3);
        _sample.AddBuild(restored, restored with { Framework = "net8.0" }, restored with { Configuration = "Release" });
        var text = _cli.Run("explain", "Lib").Check(ExitCode.Done, "(net10.0, Debug)").Output;
        StringAssert.Contains(text, "(net8.0, Debug)");
        StringAssert.Contains(text, "(net10.0, Release)");
        Assert.DoesNotContain("compiled in", text);
        Assert.DoesNotContain("differences", text);
    }

    [TestMethod]
    public void Run_SaysWhatBindsIt_WhenTheEntryIsRootBound()
    {
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Restored, _sample.AddCompile("Lib", "3", "Lib.dll: the full path of its PDB")));
        _cli.Run("explain", "Lib").Check(ExitCode.Done, "  bound to its root: Lib.dll: the full path of its PDB\n");
        Assert.AreEqual("Lib.dll: the full path of its PDB", _cli.Run("explain", "Lib", "--json").Json()[0].GetProperty("entry").GetProperty("boundBy").GetString());
    }

    [TestMethod]
    public void Run_SaysReasonAndRemedy_WhenNotStored()
    {
        foreach (var reason in Enum.GetValues<UncacheableReason>().Where(r => r != UncacheableReason.None))
        {
            using var sample = new SampleDepot();
            sample.AddBuild(sample.Action("Lib", ActionOutcome.NotStored, reason: new Reason(reason, "this")));
            var cli = new CliRunner(sample.Root, sample.Folder);
            var text = cli.Run("explain", "Lib").Check(ExitCode.Done, $"  not stored because {new Reason(reason, "this").Sentence}. {Remedies.For(reason)}\n").Output;
            StringAssert.Contains(text, "    no differences to show: no key was made\n  no entry for it in any depot\n");
            var json = cli.Run("explain", "Lib", "--json").Json()[0];
            Assert.AreEqual(reason.ToString(), json.GetProperty("action").GetProperty("reason").GetString());
            Assert.AreEqual(JsonValueKind.Null, json.GetProperty("entry").ValueKind);
        }
    }

    [TestMethod]
    public void Run_SaysWhereAPreferenceStands_WhileItIsTheOne()
    {
        using var tree = new PreferenceTree();
        tree.WriteProject("LibB", """<CompileTimePreference Include="backend" Default="cpu" />""");
        tree.Write("CompileDepot.local.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"gpu\"\n");
        // What a compile that is not stored leaves: sentences alone.
        var action = _sample.Action("LibB", ActionOutcome.NotStored) with { Root = tree.Root, Project = "{root}/LibB/LibB.csproj", Differences = ["preference LibB.backend: cpu → gpu", "source A.cs changed"] };
        _sample.AddBuild(action);
        string[] Sentences() => [.. _cli.Run("explain", tree.PathOf("LibB"), "--json").Json()[0].GetProperty("differences").EnumerateArray().Select(d => d.GetProperty("sentence").GetString()!)];
        CollectionAssert.AreEqual(new[] { "preference LibB.backend: cpu → gpu (CompileDepot.local.toml:4)", "source A.cs changed" }, Sentences());
        tree.Write("CompileDepot.local.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"simd\"\n");
        Assert.AreEqual("preference LibB.backend: cpu → gpu", Sentences()[0], "another value stands there now");
        tree.Write("LibB/LibB.csproj", "<Project>");
        Assert.AreEqual("preference LibB.backend: cpu → gpu", Sentences()[0], "an explanation needs no project that can be evaluated");
    }

    [TestMethod]
    public void Run_SaysWhereThePreferenceOfAVariantStands()
    {
        using var tree = new PreferenceTree();
        tree.WriteProject("LibB", """
            <CompileTimePreference Include="backend" />
            <_CompileDepotPreference Include="backend" Package="LibB" Type="string" Answer="&quot;gpu&quot;" Place="App/CompileDepot.toml:9" Condition="'$(CompileDepotVariant)' == '0a1b2c3d'" />
            """);
        var action = _sample.Action("LibB", ActionOutcome.NotStored) with { Root = tree.Root, Project = "{root}/LibB/LibB.csproj", Configuration = "Debug-0a1b2c3d", Differences = ["preference LibB.backend: cpu → gpu"] };
        _sample.AddBuild(action);
        _cli.Run("explain", tree.PathOf("LibB")).Check(ExitCode.Done, "    preference LibB.backend: cpu → gpu (App/CompileDepot.toml:9)\n");
    }

    [TestMethod]
    public void Run_ComparesTreeTexts_WhenTheProjectWasBuiltAsAWhole()
    {
        var former = _sample.AddProject("Lib", "1");
        var entry = _sample.AddProject("Lib", "2");
        var action = _sample.Action("Lib", ActionOutcome.Compiled) with { Task = ActionRecord.WholeProject, Key = entry.Tree.ToString(), PreviousKey = former.Tree.ToString() };
        _sample.AddBuild(action);
        var json = _cli.Run("explain", "Lib", "--json").Json().EnumerateArray().Single();
        Assert.AreEqual(
            """[{"kind":"file","sentence":"file A.cs changed","file":null,"line":null},{"kind":"property","sentence":"property DefineConstants was 1, is 2","file":null,"line":null}]""",
            JsonSerializer.Serialize(json.GetProperty("differences")));
        Assert.AreEqual("key relocatable boundTo boundBy depot made files", JsonShape.Names(json.GetProperty("entry")));
        Assert.AreEqual("role path blob size", JsonShape.Names(json.GetProperty("entry").GetProperty("files")[0]));
        var text = _cli.Run("explain", "Lib").Check(ExitCode.Done, "src/Lib/Lib.csproj (net10.0, Debug) as a whole\n  built in 20 ms at ").Output;
        StringAssert.Contains(text, $"  tree hash {entry.Tree}, formerly {former.Tree}\n  against the last build of this checkout:\n    file A.cs changed\n    property DefineConstants was 1, is 2\n");
        StringAssert.Contains(text, $"  entry in {_sample.Folder}, made in {_sample.Root} at ");
        StringAssert.EndsWith(text, ": 0 compiles, 1 more file\n  relocatable: it serves any checkout and commit\n");
    }

    [TestMethod]
    public void Run_NamesTheTargetAndTheRemedy_WhenTheProjectIsNotEligible()
    {
        var reason = new Reason(UncacheableReason.TargetUnknown, "Stamp ({root}/src/Lib/Lib.csproj:9)");
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.NotStored, reason: reason) with { Task = ActionRecord.WholeProject, Key = _sample.AddProject("Lib", "1").Tree.ToString(), Why = reason.Sentence });
        var text = _cli.Run("explain", "Lib").Check(ExitCode.Done, $"  built, not stored in 20 ms").Output;
        StringAssert.Contains(text, "  not stored whole because nobody has said that a depot can stand in for the target Stamp ({root}/src/Lib/Lib.csproj:9). If all that the target reads");
        Assert.DoesNotContain("no differences", text);
    }

    [TestMethod]
    public void Run_SaysTheReasonOnce_WhenItIsTheCauseToo()
    {
        var reason = new Reason(UncacheableReason.NotDeterministic);
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.NotStored, reason: reason) with { Why = reason.Sentence });
        var text = _cli.Run("explain", "Lib").Check(ExitCode.Done).Output;
        Assert.AreEqual(2, text.Split(reason.Sentence).Length, text);
    }

    [TestMethod]
    public void Run_NamesWhatIsRecorded_WhenTheProjectIsUnknown()
    {
        _sample.AddBuild(_sample.Action("Lib"), _sample.Action("App"));
        var result = _cli.Run("explain", "Lob", "--json").Check(ExitCode.FoundWrong, error: $"error CD0106: No build with a project 'Lob' is recorded for {_sample.Root} in {_sample.Depot.Layout.Builds}. Recorded there: App, Lib.\n");
        Assert.AreEqual("", result.Output);
        _cli.Run("explain", "Lib", "--depot", _sample.Beside("none")).Check(ExitCode.FoundWrong, error: "Nothing is recorded there");
    }

    [TestMethod]
    public void Run_ShowsTextAsItIs_WhenItLooksLikeMarkupOrMovesTheCursor()
    {
        // Names come from the disk; nobody promises that they are harmless.
        var action = _sample.Action("[red]Lib", ActionOutcome.Compiled) with { Why = "source [blue]\e[2J\a changed" };
        _sample.AddBuild(action);
        var cli = new CliRunner(_sample.Root, _sample.Folder) { IsTerminal = true, Variables = { ["NO_COLOR"] = "1" } };
        foreach (var result in new[] { cli.Run("explain", "[red]Lib", "--root", _sample.Root), cli.Run("explain", "[red]Lib.csproj") })
            StringAssert.Contains(result.Output + result.Error, "[red]Lib");
        foreach (var text in new[] { _cli.Run("stats", "--last").Output, cli.Run("stats", "--last").Output, _cli.Run("explain", "src/[red]Lib").Output })
        {
            StringAssert.Contains(text.Replace("\n", "", StringComparison.Ordinal), "[blue]");
            Assert.DoesNotContain("\e", text);
            Assert.DoesNotContain("\a", text);
        }
    }
}
