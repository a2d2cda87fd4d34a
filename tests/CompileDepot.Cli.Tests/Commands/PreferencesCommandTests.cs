using System.Text.Json;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class PreferencesCommandTests : IDisposable
{
    private const string Shared = """
        # What we all use.
        [deps]
        LibB = "*" # the library

        [preferences.LibB]
        backend = "cpu" # for now
        tuning = { tile = 64 }

        """;

    private readonly PreferenceTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [TestMethod]
    public void Set_WritesTheSharedFileAndNamesThePackage_WhenThereIsNone()
    {
        _tree.Cli.Run("preferences", "set", "Lib.B", "tuning.tile", "64").Check(
            ExitCode.Done, "CompileDepot.toml: Lib.B.tuning.tile is 64.\nCompileDepot.toml: [extras] names Lib.B now, so that what this folder says of it is heard.\n");
        var text = _tree.Read("CompileDepot.toml");
        _tree.Cli.Run("preferences", "set", "Lib.B", "tuning.tile", "64").Check(ExitCode.Done, "Nothing to do: in CompileDepot.toml Lib.B.tuning.tile is 64 already.\n");
        Assert.AreEqual(text, _tree.Read("CompileDepot.toml"));
        Assert.AreEqual("64\n", _tree.Cli.Run("preferences", "get", "Lib.B", "tuning.tile").Check(ExitCode.Done).Output);
    }

    [TestMethod]
    public void Set_RefusesToReplaceAnotherValue_WithoutForce()
    {
        _tree.Write("CompileDepot.toml", Shared);
        _tree.Cli.Run("preferences", "set", "LibB", "backend", "gpu").Check(
            ExitCode.FoundWrong, error: $"error CD0044: {_tree.PathOf("CompileDepot.toml")}(6): LibB.backend is \"cpu\" here; --force replaces it by \"gpu\".\n");
        Assert.AreEqual(Shared, _tree.Read("CompileDepot.toml"));
        _tree.Cli.Run("preferences", "set", "LibB", "backend", "gpu", "--force").Check(ExitCode.Done, "LibB.backend is \"gpu\".");
        Assert.AreEqual(Shared.Replace("\"cpu\"", "\"gpu\"", StringComparison.Ordinal), _tree.Read("CompileDepot.toml"), "all else stays, comments too");
    }

    [TestMethod]
    [DataRow("gpu", "\"gpu\"")]
    [DataRow("1", "1")]
    [DataRow("1.0", "1.0")]
    [DataRow("true", "true")]
    [DataRow("[1, 2]", "[1, 2]")]
    [DataRow("-1", "-1")]
    [DataRow("-O2", "\"-O2\"")]
    [DataRow("-- -O2", "\"-O2\"")]
    [DataRow("--fast", "\"--fast\"")]
    [DataRow("-- --force", "\"--force\"")]
    [DataRow("-- --froce", "\"--froce\"")]
    [DataRow("-.5", "\"-.5\"")]
    [DataRow("-1.2.3", "\"-1.2.3\"")]
    [DataRow("-1;2 --type integer[]", "[-1, 2]")]
    [DataRow("1 --type string", "\"1\"")]
    [DataRow("1 --type float", "1.0")]
    [DataRow("True --type boolean", "true")]
    [DataRow("a;b --type string[]", "[\"a\", \"b\"]")]
    public void Set_TakesAValueAsItLooks_UnlessATypeIsGiven(string arguments, string typed)
    {
        _tree.Cli.Run(["preferences", "set", "LibB", "x", .. arguments.StartsWith('[') ? [arguments] : arguments.Split(' ')]).Check(ExitCode.Done, $"LibB.x is {typed}.");
        StringAssert.Contains(_tree.Read("CompileDepot.toml"), $"x = {typed}\n");
    }

    [TestMethod]
    public void Set_WritesTheLocalFile_WhenAskedTo()
    {
        _tree.Write("CompileDepot.toml", Shared);
        var output = _tree.Cli.Run("preferences", "set", "LibB", "backend", "gpu", "--local").Check(ExitCode.Done, "CompileDepot.local.toml: LibB.backend is \"gpu\".\n").Output;
        Assert.DoesNotContain("extras", output, "the shared file names it");
        Assert.AreEqual(Shared, _tree.Read("CompileDepot.toml"));
        Assert.AreEqual("gpu\n", _tree.Cli.Run("preferences", "get", "LibB", "backend").Output, "the local file counts before the shared one");
        _tree.Cli.Run("preferences", "set", "LibB", "backend", "simd", "--force").Check(ExitCode.Done, "On this machine CompileDepot.local.toml:");
    }

    [TestMethod]
    public void Set_NamesNoPackage_WhenItIsTheProjectOfTheFolder()
    {
        _tree.Write("App/App.csproj", "<Project/>");
        _tree.CliIn("App").Run("preferences", "set", "App", "x", "1").Check(ExitCode.Done, "App/CompileDepot.toml: App.x is 1.\n");
        Assert.DoesNotContain("extras", _tree.Read("App/CompileDepot.toml"));
        _tree.Cli.Run("preferences", "get", "App", "x", "--folder", "App").Check(ExitCode.Done, "1\n");
        _tree.Cli.Run("preferences", "get", "App", "x", "--folder", "Ap").Check(ExitCode.FoundWrong, error: $"error CD0103: There is no folder {_tree.PathOf("Ap")}.");
    }

    [TestMethod]
    public void Set_TakesTheDeclaredType_WhenTheProjectIsInTheTree()
    {
        _tree.WriteProject("LibB", """<CompileTimePreference Include="version" /><CompileTimePreference Include="backend" Default="cpu" Values="cpu;gpu" /><CompileTimePreference Include="tile" Type="integer" />""");
        _tree.Cli.Run("preferences", "set", "LibB", "version", "1.2").Check(ExitCode.Done, "LibB.version is \"1.2\".");
        _tree.Cli.Run("preferences", "set", "LibB", "backend", "gpo").Check(ExitCode.FoundWrong, error: "error CD0036: The value \"gpo\" is none of those that are declared for backend: \"cpu\", \"gpu\"");
        _tree.Cli.Run("preferences", "set", "LibB", "tile", "many").Check(ExitCode.FoundWrong, error: "error CD0036: 'many' is no integer, which LibB declares tile to be.");
        _tree.Cli.Run("preferences", "set", "LibB", "tile", "many", "--type", "string").Check(ExitCode.Done, "LibB.tile is \"many\".");
    }

    [TestMethod]
    public void Unset_KeepsLaterLayersOut_AndDeleteLetsThemIn()
    {
        _tree.Write("CompileDepot.toml", Shared);
        _tree.Cli.Run("preferences", "unset", "LibB", "backend").Check(ExitCode.Done, "CompileDepot.toml: LibB.backend is cleared.\n");
        StringAssert.Contains(_tree.Read("CompileDepot.toml"), "__clear__ = [\"backend\"]");
        _tree.Cli.Run("preferences", "get", "LibB", "backend").Check(ExitCode.FoundWrong, error: "error CD0116: ").Check(ExitCode.FoundWrong, error: "CompileDepot.toml:7 keeps it from having one.");
        _tree.Cli.Run("preferences", "delete", "LibB", "backend").Check(ExitCode.Done, "CompileDepot.toml: LibB.backend is out of it.\n");
        var text = _tree.Read("CompileDepot.toml");
        Assert.DoesNotContain("backend", text);
        StringAssert.StartsWith(text, "# What we all use.\n[deps]\nLibB = \"*\" # the library\n");
        _tree.Cli.Run("preferences", "delete", "LibB", "tuning.til").Check(ExitCode.Done, "Nothing to do: the file says nothing of LibB.tuning.til.\nDid you mean 'tuning.tile'?\n");
    }

    [TestMethod]
    public void Get_FailsWithTheNearestName_WhenThereIsNoValue()
    {
        _tree.Write("CompileDepot.toml", Shared);
        _tree.Cli.Run("preferences", "get", "LibB", "bakend").Check(ExitCode.FoundWrong, error: $"error CD0116: The files of {_tree.Root} have no value for LibB.bakend. Did you mean 'backend'?\n");
        _tree.Cli.Run("preferences", "get", "LibB", "tuning").Check(ExitCode.FoundWrong, error: "it is a table with tuning.tile. Name one of them.");
        _tree.Cli.Run("preferences", "get", "LibB", "backend", "--local").Check(ExitCode.FoundWrong, error: "error CD0116: ");
        var json = _tree.Cli.Run("preferences", "get", "LIBB", "tuning.tile", "--json").Json();
        Assert.AreEqual("package name type value file line", JsonShape.Names(json));
        Assert.AreEqual(64, json.GetProperty("value").GetInt64());
    }

    [TestMethod]
    public void List_ShowsBothFilesAndWhatIsHidden()
    {
        _tree.Write("CompileDepot.toml", Shared);
        _tree.Write("CompileDepot.local.toml", "environment = \"lab\"\n[preferences.LibB]\nbackend = \"gpu\"\n");
        var text = _tree.Cli.Run("preferences", "list").Check(ExitCode.Done, "CompileDepot.toml names LibB *.\n").Output;
        StringAssert.Matches(text, new(@"LibB +backend +""gpu"" +CompileDepot\.local\.toml:3\s"));
        StringAssert.Matches(text, new(@"LibB +backend +""cpu"" +CompileDepot\.toml:6 +hidden by CompileDepot\.local\.toml:3\s"));
        StringAssert.Matches(text, new(@"LibB +tuning\.tile +64 +CompileDepot\.toml:7\s"));
        StringAssert.Contains(text, "CompileDepot.local.toml chooses the environment lab.\n");

        var json = _tree.Cli.Run("preferences", "list", "LibB", "--json").Json();
        Assert.AreEqual("folder files", JsonShape.Names(json));
        var file = json.GetProperty("files")[1];
        Assert.AreEqual("path local environment names preferences problems", JsonShape.Names(file));
        Assert.AreEqual("""{"package":"LibB","name":"backend","type":"string","value":"cpu","cleared":false,"line":6,"hiddenBy":"CompileDepot.local.toml:3"}""", JsonSerializer.Serialize(file.GetProperty("preferences")[0]));
        Assert.AreEqual("""{"table":"deps","name":"LibB","versions":["*"],"line":3}""", JsonSerializer.Serialize(file.GetProperty("names")[0]));

        _tree.Cli.Run("preferences", "list", "Other").Check(ExitCode.Done, $"The files of {_tree.Root} say nothing of Other.\n");
    }

    [TestMethod]
    public void List_FailsWithThePlace_WhenAFileIsNoToml()
    {
        _tree.Write("CompileDepot.toml", "[deps\n");
        foreach (var line in new[] { "list", "get LibB x", "set LibB x 1", "unset LibB x", "delete LibB x" })
            _tree.Cli.Run(["preferences", .. line.Split(' ')]).Check(ExitCode.FoundWrong, error: $"error CD0030: {_tree.PathOf("CompileDepot.toml")}(1,");
        Assert.AreEqual("[deps\n", _tree.Read("CompileDepot.toml"));
    }

    [TestMethod]
    public void Set_EditsANamedEnvironment_OfTheFirstDepotOnly()
    {
        _tree.Cli.Run("preferences", "set", "LibB", "x", "1", "--environment", "lab").Check(ExitCode.FoundWrong, error: "error CD0041: There is no environment 'lab'");
        _tree.Cli.Run("environments", "create", "lab", "--depot", _tree.Second).Check(ExitCode.Done);
        _tree.Cli.Run("preferences", "set", "LibB", "x", "1", "--environment", "lab").Check(ExitCode.FoundWrong, error: "is not ours to change: only the first depot is written.");
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("preferences", "set", "LibB", "x", "1", "--environment", "lab").Check(ExitCode.Done, "LibB.x is 1.");
        _tree.Cli.Run("preferences", "get", "LibB", "x", "--environment", "lab").Check(ExitCode.Done, "1\n");
        Assert.IsFalse(File.Exists(_tree.PathOf("CompileDepot.toml")));
    }

    [TestMethod]
    [DataRow("", "A command is missing: get, set, unset, delete, list, explain.", "'compiledepot preferences --help'")]
    [DataRow("sett", "There is no 'sett'.", "'compiledepot preferences --help'")]
    [DataRow("set LibB.backend gpu", "Package and name are two arguments, because both may have dots: set LibB backend gpu.", "'compiledepot preferences set --help'")]
    [DataRow("get LibB.backend", "Package and name are two arguments, because both may have dots: get LibB backend.", "'compiledepot preferences get --help'")]
    [DataRow("get", "'get'", "'compiledepot preferences get --help'")]
    [DataRow("set LibB x 1 --type int", "--type is 'int'; it can be string, integer, float, boolean, string[], integer[], float[], boolean[].", "set --help")]
    [DataRow("set LibB x many --type integer", "'many' is no integer.", "set --help")]
    [DataRow("list --folder a --environment b", "--folder and --environment exclude each other.", "list --help")]
    [DataRow("explain . x -p Name", "-p is 'Name'", "explain --help")]
    public void Run_IsWrongUsage_WhenTheCommandLineIsNotUnderstood(string line, string message, string hint)
    {
        var result = _tree.Cli.Run(["preferences", .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Check(ExitCode.WrongUsage, error: message);
        StringAssert.StartsWith(result.Error, "error CD0107: ");
        StringAssert.Contains(result.Error, hint);
    }

    [TestMethod]
    public void Set_RefusesANameThatCanBeNone() =>
        _tree.Cli.Run("preferences", "set", "LibB", "a..b", "1").Check(ExitCode.FoundWrong, error: "error CD0044: 'a..b' can't be the name of a preference");
}
