namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class LockEnvironmentTests : IDisposable
{
    private const string Lock = "CompileDepot.lock.toml";
    private const string LocalLock = "CompileDepot.local.lock.toml";

    private readonly PreferenceTree _tree = new();

    public LockEnvironmentTests()
    {
        _tree.WriteProject("LibB", """<CompileTimePreference Include="backend" Default="cpu" /><CompileTimePreference Include="seed" Type="integer" />""");
        _tree.WriteProject("App", """<ProjectReference Include="../LibB/LibB.csproj" />""", "LibB/1.2.0", "Json/13.0.1");
        _tree.Write("All.slnx", """<Solution><Project Path="App/App.csproj" /><Project Path="LibB/LibB.csproj" /></Solution>""");
        _tree.Write("CompileDepot.toml", "[deps]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"gpu\"\n");
    }

    public void Dispose() => _tree.Dispose();

    [TestMethod]
    public void Lock_RecordsPreferencesAndVersionsOfEachProject()
    {
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done, $"App/App.csproj: is new\nLibB/LibB.csproj: is new\nwrote {_tree.PathOf(Lock)}\n");
        var text = _tree.Read(Lock);
        StringAssert.Contains(text, """
            [projects."App/App.csproj"]
            [projects."App/App.csproj".preferences."LibB"]
            "backend" = "gpu"
            [projects."App/App.csproj".unset]
            "LibB" = ["seed"]
            [projects."App/App.csproj".versions]
            "Json" = "13.0.1"
            "LibB" = "1.2.0"

            [projects."LibB/LibB.csproj"]
            [projects."LibB/LibB.csproj".preferences."LibB"]
            "backend" = "gpu"
            [projects."LibB/LibB.csproj".unset]
            "LibB" = ["seed"]

            """.ReplaceLineEndings("\n"));
        Assert.IsFalse(File.Exists(_tree.PathOf(LocalLock)), "this machine has nothing of its own");
        var written = File.GetLastWriteTimeUtc(_tree.PathOf(Lock));
        Assert.AreEqual($"{_tree.PathOf(Lock)} is up to date: 2 projects.\n", _tree.Cli.Run("environments", "lock").Check(ExitCode.Done).Output);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(_tree.PathOf(Lock)));
    }

    [TestMethod]
    public void Check_FailsWhereItWouldChange_AndWritesNothing()
    {
        _tree.Cli.Run("environments", "lock", "--check").Check(ExitCode.FoundWrong, "LibB/LibB.csproj: is new", $"error CD0045: {_tree.PathOf(Lock)} is missing.");
        Assert.IsFalse(File.Exists(_tree.PathOf(Lock)));
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done);
        _tree.Cli.Run("environments", "lock", "--check").Check(ExitCode.Done, "is up to date: 2 projects.");
        var text = _tree.Read(Lock);

        _tree.Write("CompileDepot.toml", _tree.Read("CompileDepot.toml").Replace("gpu", "simd", StringComparison.Ordinal));
        _tree.WriteProject("App", """<ProjectReference Include="../LibB/LibB.csproj" />""", "LibB/1.2.0", "Json/13.0.2");
        var result = _tree.Cli.Run("environments", "lock", "All.slnx", "--check").Check(ExitCode.FoundWrong, error: $"error CD0045: {_tree.PathOf(Lock)} would change.");
        Assert.AreEqual("App/App.csproj: preference LibB.backend: gpu → simd (CompileDepot.toml:4)\nApp/App.csproj: version Json: 13.0.1 → 13.0.2\nLibB/LibB.csproj: preference LibB.backend: gpu → simd (CompileDepot.toml:4)\n", result.Output);
        Assert.AreEqual(text, _tree.Read(Lock));
        var json = _tree.Cli.Run("environments", "lock", "--check", "--json").Check(ExitCode.FoundWrong, error: "CD0045").Output;
        Assert.AreEqual("root file projects outOfDate differences written", JsonShape.Names(System.Text.Json.JsonDocument.Parse(json).RootElement));
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done, $"wrote {_tree.PathOf(Lock)}");
        _tree.Cli.Run("environments", "lock", "--check").Check(ExitCode.Done);
    }

    [TestMethod]
    public void Lock_KeepsWhatIsOfThisMachineInAFileOfItsOwn()
    {
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done);
        var text = _tree.Read(Lock);
        _tree.Write("CompileDepot.local.toml", "[preferences.LibB]\nbackend = \"simd\"\n");
        _tree.Cli.Run("environments", "lock", "--check").Check(ExitCode.Done, "is up to date");
        Assert.IsFalse(File.Exists(_tree.PathOf(LocalLock)));
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done, $"wrote {_tree.PathOf(LocalLock)}");
        Assert.AreEqual(text, _tree.Read(Lock), "the same on every machine");
        StringAssert.Contains(_tree.Read(LocalLock), "\"backend\" = \"simd\"");
        File.Delete(_tree.PathOf("CompileDepot.local.toml"));
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done, $"removed {_tree.PathOf(LocalLock)}");
        Assert.IsFalse(File.Exists(_tree.PathOf(LocalLock)));
    }

    [TestMethod]
    public void Lock_RecordsWhatEachEntryDecidesForProjectsBelowIt()
    {
        _tree.Write("App/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"simd\"\n");
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done);
        StringAssert.Contains(_tree.Read(Lock), "[projects.\"App/App.csproj\".preferences.\"LibB\"]\n\"backend\" = \"simd\"\n");
        StringAssert.Contains(_tree.Read(Lock), "[projects.\"LibB/LibB.csproj\".preferences.\"LibB\"]\n\"backend\" = \"gpu\"\n");
    }

    [TestMethod]
    public void Lock_LeavesOtherProjectsAlone_WhenItIsOfOne()
    {
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done);
        var text = _tree.Read(Lock);
        _tree.Cli.Run("environments", "lock", "LibB").Check(ExitCode.Done, "is up to date: 2 projects.");
        Assert.AreEqual(text, _tree.Read(Lock));
        Directory.Delete(_tree.PathOf("App"), recursive: true);
        _tree.Cli.Run("environments", "lock", "LibB").Check(ExitCode.Done, "App/App.csproj: is gone\n");
        Assert.DoesNotContain("App.csproj", _tree.Read(Lock));
    }

    [TestMethod]
    public void Lock_RecordsEachFramework_WhenThereAreSeveral()
    {
        _tree.Write("Multi/Multi.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFrameworks>net9.0;net10.0</TargetFrameworks></PropertyGroup>
              <ItemGroup Condition="'$(TargetFramework)' == 'net10.0'"><CompileTimePreference Include="fast" Type="boolean" /></ItemGroup>
            </Project>
            """);
        _tree.Write("Multi/obj/project.assets.json", """{ "version": 3, "libraries": {} }""");
        _tree.Cli.Run("environments", "lock", "Multi").Check(ExitCode.Done, "Multi/Multi.csproj (net10.0): is new\nMulti/Multi.csproj (net9.0): is new\n");
        var text = _tree.Read(Lock);
        StringAssert.Contains(text, "[projects.\"Multi/Multi.csproj (net10.0)\".unset]\n\"Multi\" = [\"fast\"]\n");
        Assert.DoesNotContain("net9.0)\".unset", text);
        var frameworks = _tree.Cli.Run("preferences", "explain", "Multi", "--json").Json().EnumerateArray().Select(a => string.Join(' ', a.GetProperty("frameworks").EnumerateArray())).ToArray();
        CollectionAssert.AreEqual(new[] { "net10.0", "net9.0" }, frameworks);
    }

    [TestMethod]
    public void Lock_Fails_WhenPackagesAreNotRestored()
    {
        File.Delete(_tree.PathOf("App/obj/project.assets.json"));
        _tree.Cli.Run("environments", "lock").Check(
            ExitCode.FoundWrong, error: $"error CD0117: The packages of {_tree.PathOf("App/App.csproj")} are not restored: {_tree.PathOf("App/obj/project.assets.json")} is missing. Run dotnet restore, then this again.\n");
        Assert.IsFalse(File.Exists(_tree.PathOf(Lock)));
    }

    [TestMethod]
    public void Lock_WritesNothing_WhenAValueCanNotBeTaken()
    {
        _tree.Write("CompileDepot.toml", "[deps]\nLibB = \"*\"\n[preferences.LibB]\nbackend = 1\n");
        _tree.Cli.Run("environments", "lock").Check(ExitCode.FoundWrong, error: "error CD0036: ");
        Assert.IsFalse(File.Exists(_tree.PathOf(Lock)));
    }

    [TestMethod]
    public void Lock_MakesAFileThatIsNoLockFileAnew_AndCheckRefusesIt()
    {
        _tree.Write(Lock, "version = 99\n");
        _tree.Cli.Run("environments", "lock", "--check").Check(ExitCode.FoundWrong, error: "error CD0046: ");
        Assert.AreEqual("version = 99\n", _tree.Read(Lock));
        _tree.Cli.Run("environments", "lock").Check(ExitCode.Done, $"wrote {_tree.PathOf(Lock)}");
        _tree.Cli.Run("environments", "lock", "--check").Check(ExitCode.Done);
    }
}
