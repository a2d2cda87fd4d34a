using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class HelpCommandTests
{
    private readonly CliRunner _cli = new(Path.GetTempPath(), depotPath: "");

    [TestMethod]
    [DataRow("CD0107")]
    [DataRow("cd107")]
    [DataRow("107")]
    public void Help_PrintsThePageAsText_WhenItIsACode(string text)
    {
        var page = _cli.Run("help", text).Check(ExitCode.Done).Output;
        StringAssert.StartsWith(page, "CD0107: ");
        foreach (var heading in new[] { "What", "Why", "What to do" })
            StringAssert.Contains(page, $"\n{heading}\n");
        Assert.DoesNotContain("](", page, "a link of Markdown");
        Assert.DoesNotContain("\n#", page, "a heading of Markdown");
        Assert.DoesNotContain("\u001b", page);
        Assert.IsLessThanOrEqualTo(100, page.Split('\n').Max(l => l.Length), "it is folded");
    }

    [TestMethod]
    public void Help_ListsEveryCodeWithItsTitle_WhenNothingIsNamed()
    {
        var codes = typeof(DiagnosticCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal).ToList();
        var json = _cli.Run("help", "--json").Json().EnumerateArray().ToList();
        CollectionAssert.AreEqual(codes, json.Select(c => c.GetProperty("code").GetString()).ToList());
        Assert.IsTrue(json.TrueForAll(c => c.GetProperty("title").GetString()!.Length > 5));
        var text = _cli.Run("help").Check(ExitCode.Done).Output;
        foreach (var code in codes)
            StringAssert.Contains(text, code);
    }

    [TestMethod]
    public void Help_GivesThePage_WhenAskedForJson()
    {
        var json = _cli.Run("help", "CD0113", "--json").Json();
        Assert.AreEqual("code title page", JsonShape.Names(json));
        Assert.AreEqual("the commit can't be had", json.GetProperty("title").GetString());
        StringAssert.StartsWith(json.GetProperty("page").GetString(), "# CD0113: the commit can't be had\n");
    }

    [TestMethod]
    public void Help_ListsEverySetting_WhenAskedForThem()
    {
        var names = SettingsCatalog.All.Select(s => s.Name).ToList();
        CollectionAssert.AreEqual(names, _cli.Run("help", "settings", "--json").Json().EnumerateArray().Select(s => s.GetProperty("name").GetString()).ToList());
        var text = _cli.Run("help", "settings").Check(ExitCode.Done).Output;
        foreach (var name in names)
            StringAssert.Contains(text, $"\n{name} ");
        Assert.DoesNotContain("](", text, "a link of Markdown");
    }

    [TestMethod]
    [DataRow("CompileDepotMode")]
    [DataRow("compiledepotmode")]
    public void Help_PrintsASetting_WhenItIsNamed(string name)
    {
        var page = _cli.Run("help", name).Check(ExitCode.Done).Output;
        StringAssert.StartsWith(page, "CompileDepotMode\n\nValues: `ReadWrite`, ");
        StringAssert.Contains(page, "\nDefault: `ReadWrite`.\n");
        StringAssert.Contains(page, "- `Required`: what is not there is an error\n");
        Assert.AreEqual("name values default meaning", JsonShape.Names(_cli.Run("help", name, "--json").Json()));
    }

    [TestMethod]
    [DataRow("hash")]
    [DataRow("preferences set")]
    public void Help_SaysWhatTheOptionSays_WhenItIsACommand(string command)
    {
        var words = command.Split(' ');
        Assert.AreEqual(_cli.Run([.. words, "--help"]).Check(ExitCode.Done).Output, _cli.Run(["help", .. words]).Check(ExitCode.Done).Output);
    }

    [TestMethod]
    [DataRow("CD0109", "There is no code, no setting and no command 'CD0109'. Codes near it: CD0108, CD0110.")]
    [DataRow("CompileDepotMod", "There is no code, no setting and no command 'CompileDepotMod'. Did you mean 'CompileDepotMode'?")]
    [DataRow("hsah", "There is no code, no setting and no command 'hsah'. Did you mean 'hash'?")]
    [DataRow("preferences sett", "There is no code, no setting and no command 'preferences sett'. Did you mean 'preferences set'?")]
    public void Help_NamesTheNearest_WhenThereIsNoSuchTopic(string topic, string message) =>
        _cli.Run(["help", .. topic.Split(' ')]).Check(ExitCode.FoundWrong, error: "error CD0125: " + message);

    [TestMethod]
    public void Errors_LeadToTheirPageOnce_WhenAPersonWatches()
    {
        var watched = new CliRunner(Path.GetTempPath(), depotPath: "") { IsErrorTerminal = true };
        StringAssert.EndsWith(watched.Run("explain", "Lib").Error, "\n'compiledepot help CD0106' says why, and what to do.\n");
        Assert.DoesNotContain("compiledepot help", _cli.Run("explain", "Lib").Error);
        // That has a hint of its own.
        Assert.DoesNotContain("compiledepot help", watched.Run("stats", "--bogus").Error);
        Assert.DoesNotContain("compiledepot help", watched.Run("status").Error);
    }
}
