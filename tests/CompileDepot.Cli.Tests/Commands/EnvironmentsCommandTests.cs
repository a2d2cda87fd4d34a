namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class EnvironmentsCommandTests : IDisposable
{
    private readonly PreferenceTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [TestMethod]
    public void List_TellsWhichIsInUseAndWhichAreHidden()
    {
        _tree.Cli.Run("environments", "list").Check(ExitCode.Done, $"No depot has an environment. 'compiledepot environments create' makes one.\nNone is in use in {_tree.Root}.\n");
        foreach (var (name, depot) in new[] { ("lab", _tree.First), ("lab", _tree.Second), ("ci", _tree.Second) })
            _tree.Cli.Run("environments", "create", name, "--depot", depot).Check(ExitCode.Done, $"created {Folder(depot, name)}");
        _tree.Cli.Run("environments", "use", "lab").Check(ExitCode.Done, $"{_tree.Root} uses the environment lab, chosen by CompileDepot.local.toml:1.\n");
        var text = _tree.Cli.Run("environments", "list").Check(ExitCode.Done, "In use: lab, chosen by CompileDepot.local.toml:1.\n").Output;
        StringAssert.Matches(text, new($@"lab +in use +{Folder(_tree.First, "lab")}\s"));
        StringAssert.Matches(text, new($@"lab +hidden +{Folder(_tree.Second, "lab")}\s"));
        StringAssert.Matches(text, new($@"ci +{Folder(_tree.Second, "ci")}\s"));

        var json = _tree.Cli.Run("environments", "list", "--json").Json();
        Assert.AreEqual("root inUse environments", JsonShape.Names(json));
        Assert.AreEqual("name folder chosenBy", JsonShape.Names(json.GetProperty("inUse")));
        CollectionAssert.AreEqual(
            new[] { "ci False False", "lab False True", "lab True False" },
            json.GetProperty("environments").EnumerateArray().Select(e => $"{e.GetProperty("name")} {e.GetProperty("hidden")} {e.GetProperty("inUse")}").ToArray());
        Assert.AreEqual("name folder hidden inUse", JsonShape.Names(json.GetProperty("environments")[0]));
    }

    [TestMethod]
    public void Use_WritesTheLocalFileOfTheRoot_AndNoneTakesItOut()
    {
        _tree.Write("CompileDepot.toml", "environment = \"ci\"\n");
        _tree.Write("CompileDepot.local.toml", "# mine\n[preferences.LibB]\nx = 1\n");
        _tree.Write("src/App/A.cs", "");
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.Done);
        _tree.CliIn("src/App").Run("environments", "use", "lab").Check(ExitCode.Done, $"{_tree.Root} uses the environment lab");
        var text = _tree.Read("CompileDepot.local.toml");
        StringAssert.Contains(text, "environment = \"lab\"\n");
        StringAssert.Contains(text, "# mine\n[preferences.LibB]\nx = 1\n");
        _tree.Cli.Run("environments", "use", "--none").Check(ExitCode.Done, $"{_tree.Root} uses the environment ci, chosen by CompileDepot.toml:1.\n");
        Assert.AreEqual("# mine\n[preferences.LibB]\nx = 1\n", _tree.Read("CompileDepot.local.toml"));
        _tree.Cli.Run("environments", "list").Check(ExitCode.FoundWrong, "lab", "error CD0041: No depot has the environment 'ci', which CompileDepot.toml:1 chooses.");
        _tree.Cli.Run("environments", "use", "lob").Check(ExitCode.FoundWrong, error: "error CD0041: There is no environment 'lob'; there are: lab. Did you mean 'lab'?");
    }

    [TestMethod]
    public void Use_SaysThatTheVariableWins_WhenItIsSet()
    {
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("environments", "create", "ci").Check(ExitCode.Done);
        _tree.Cli.Variables["CompileDepotEnvironment"] = "ci";
        _tree.Cli.Run("environments", "use", "lab").Check(ExitCode.Done, $"{_tree.Root} uses the environment ci, chosen by CompileDepotEnvironment.\nThe environment variable CompileDepotEnvironment wins");
        _tree.Cli.Run("environments", "show").Check(ExitCode.Done, Path.Combine(_tree.First, "environments", "ci"));
    }

    [TestMethod]
    public void Show_PrintsWhatItSays()
    {
        _tree.Cli.Run("environments", "show").Check(ExitCode.FoundWrong, error: $"error CD0041: No environment is in use in {_tree.Root}.");
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("preferences", "set", "LibB", "backend", "gpu", "--environment", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("environments", "use", "lab").Check(ExitCode.Done);
        foreach (var arguments in new[] { new[] { "lab" }, [], [Folder(_tree.First, "lab")] })
            _tree.Cli.Run(["environments", "show", .. arguments]).Check(ExitCode.Done, "\"gpu\"");
        Assert.AreEqual("folder files", JsonShape.Names(_tree.Cli.Run("environments", "show", "lab", "--json").Json()));
        _tree.Cli.Run("environments", "show", "none").Check(ExitCode.FoundWrong, error: "error CD0041: ");
    }

    [TestMethod]
    public void Remove_TakesItFromTheFirstDepotOnly()
    {
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("environments", "create", "lab", "--depot", _tree.Second).Check(ExitCode.Done);
        _tree.Cli.Run("environments", "use", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("environments", "remove", "lab").Check(ExitCode.Done, $"removed lab from {Folder(_tree.First, "lab")}\nFrom now on lab is the one in {Folder(_tree.Second, "lab")}.\n");
        _tree.Cli.Run("environments", "remove", "lab").Check(ExitCode.FoundWrong, error: "is not ours to change: only the first depot is written.");
        _tree.Cli.Run("environments", "remove", "lab", "--depot", _tree.Second).Check(ExitCode.Done, "CompileDepot.local.toml:1 still chooses it; builds will fail");
        Assert.IsFalse(Directory.Exists(Folder(_tree.Second, "lab")));
    }

    [TestMethod]
    public void Create_Refuses_WhenTheNameIsTakenOrNone()
    {
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.Done);
        _tree.Cli.Run("environments", "create", "lab").Check(ExitCode.FoundWrong, error: "error CD0042: There is an environment 'lab' already");
        _tree.Cli.Run("environments", "create", "../lab").Check(ExitCode.FoundWrong, error: "error CD0042: '../lab' can't be the name");
        _tree.Cli.Run("environments", "create", "lab", "--depot", "").Check(ExitCode.FoundWrong, error: "error CD0041: There is no depot to hold environments");
    }

    [TestMethod]
    [DataRow("use", "Name an environment, or give --none.")]
    [DataRow("use lab --none", "Name an environment, or give --none.")]
    [DataRow("create", "'create'")]
    [DataRow("lock -p Name", "-p is 'Name'")]
    public void Run_IsWrongUsage_WhenTheCommandLineIsNotUnderstood(string line, string message) =>
        _tree.Cli.Run(["environments", .. line.Split(' ')]).Check(ExitCode.WrongUsage, error: message).Check(ExitCode.WrongUsage, error: $"'compiledepot environments {line.Split(' ')[0]} --help' tells what it takes.");

    private static string Folder(string depot, string name) => Path.Combine(depot, "environments", name);
}
