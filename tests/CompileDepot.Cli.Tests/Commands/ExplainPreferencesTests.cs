using System.Text.Json;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class ExplainPreferencesTests : IDisposable
{
    private const string Declarations = """<CompileTimePreference Include="backend" Default="cpu" Values="cpu;gpu;simd" Description="What computes." /><CompileTimePreference Include="tuning.tile" Type="integer" /><CompileTimePreference Include="seed" Type="integer" Default="7" />""";

    private readonly PreferenceTree _tree = new();

    public ExplainPreferencesTests()
    {
        _tree.WriteProject("LibB", Declarations);
        _tree.Write("CompileDepot.toml", "[deps]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"simd\"\n[preferences.LibB.tuning]\ntile = 64\n");
        _tree.Write("CompileDepot.local.toml", "[preferences.LibB]\nbackend = \"gpu\"\n");
        _tree.Write("LibB/CompileDepot.toml", "[preferences.LibB.tuning]\n__clear__ = [\"tile\"]\n");
    }

    public void Dispose() => _tree.Dispose();

    [TestMethod]
    public void Explain_ShowsEveryLayersSayAndTheWinner()
    {
        Directory.CreateDirectory(_tree.Second);
        File.WriteAllText(Path.Combine(_tree.Second, "CompileDepot.toml"), "[extras]\nLibB = \"2.0\"\n[preferences.LibB]\nbackend = \"cpu\"\nseed = 1\n");
        var text = _tree.Cli.Run("preferences", "explain", "LibB").Check(ExitCode.Done, "LibB/LibB.csproj: LibB 1.2.0, lookup Package, merge Recursive\n").Output;
        StringAssert.Contains(text, "\nbackend (string) is \"gpu\", by CompileDepot.local.toml:2\n");
        StringAssert.Matches(text, new(@"\n  CompileDepot\.local\.toml:2 +""gpu"" +wins\s"));
        StringAssert.Matches(text, new(@"\n  CompileDepot\.toml:4 +""simd"" +hidden by the local file\s"));
        StringAssert.Matches(text, new(@"\n  LibB +nothing\s"));
        StringAssert.Matches(text, new(@"\n  .*CompileDepot\.toml:4 +""cpu"" +not heard: it speaks of LibB 2\.0, and this is 1\.2\.0\s"));
        StringAssert.Contains(text, "\ntuning.tile (integer) is unset, and has no default\n");
        StringAssert.Matches(text, new(@"\n  LibB/CompileDepot\.toml:2 +clears it +keeps later layers from being heard\s"));
        StringAssert.Matches(text, new(@"\n  CompileDepot\.toml:6 +64 +loses to LibB/CompileDepot\.toml:2\s"));
        StringAssert.Contains(text, "\nseed (integer) is 7, the default\n");
    }

    [TestMethod]
    public void Explain_ShowsOnePreference_WhenItIsNamed()
    {
        var json = _tree.CliIn("LibB").Run("preferences", "explain", ".", "backend", "--json").Json().EnumerateArray().Single();
        Assert.AreEqual("project entry layersOf frameworks package version lookup merge environment preferences", JsonShape.Names(json));
        var preference = json.GetProperty("preferences").EnumerateArray().Single();
        Assert.AreEqual("name type value source place property default values description layers", JsonShape.Names(preference));
        Assert.AreEqual("gpu Layer CompileDepot.local.toml:2 Preference_backend", $"{preference.GetProperty("value")} {preference.GetProperty("source")} {preference.GetProperty("place")} {preference.GetProperty("property")}");
        var layer = preference.GetProperty("layers")[1];
        Assert.AreEqual("kind folder outcome value place hidden why", JsonShape.Names(layer));
        Assert.AreEqual("""{"value":"simd","place":"CompileDepot.toml:4"}""", JsonSerializer.Serialize(layer.GetProperty("hidden")));
        _tree.Cli.Run("preferences", "explain", "LibB", "bakend").Check(
            ExitCode.FoundWrong, error: $"error CD0116: {_tree.PathOf("LibB/LibB.csproj")} declares no preference 'bakend'; it declares backend, tuning.tile, seed. Did you mean 'backend'?\n");
    }

    [TestMethod]
    public void Explain_TakesTheLayersOfTheEntry_WhenItIsAskedInThatOne()
    {
        _tree.WriteProject("App", """<ProjectReference Include="../LibB/LibB.csproj" />""");
        _tree.Write("App/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"cpu\"\n");
        var text = _tree.Cli.Run("preferences", "explain", "LibB", "backend", "--in", "App").Check(ExitCode.Done, "LibB/LibB.csproj in builds of App/App.csproj: LibB 1.2.0, lookup Package, merge Recursive\n").Output;
        StringAssert.Contains(text, "\nbackend (string) is \"cpu\", by App/CompileDepot.toml:4\n");
        StringAssert.Matches(text, new(@"\n  CompileDepot\.local\.toml:2 +""gpu"" +loses to App/CompileDepot\.toml:4\s"));
        Assert.AreEqual("App/App.csproj", _tree.Cli.Run("preferences", "explain", "LibB", "--in", "App", "--json").Json()[0].GetProperty("entry").GetString());
        _tree.Cli.Run("preferences", "explain", "App", "--in", "LibB").Check(ExitCode.FoundWrong, error: $"error CD0110: {_tree.PathOf("LibB/LibB.csproj")} does not refer to {_tree.PathOf("App/App.csproj")}");
    }

    [TestMethod]
    public void Explain_TakesTheLayersOfWhatIsTested_WhenATestProjectHasNoFiles()
    {
        _tree.WriteProject("LibB.Tests", """<ProjectReference Include="../LibB/LibB.csproj" />""");
        _tree.Write("LibB.Tests/LibB.Tests.csproj", _tree.Read("LibB.Tests/LibB.Tests.csproj").Replace("<PropertyGroup>", "<PropertyGroup><IsTestProject>true</IsTestProject>", StringComparison.Ordinal));
        var text = _tree.Cli.Run("preferences", "explain", "LibB", "tuning.tile", "--in", "LibB.Tests").Check(ExitCode.Done, "\nlayers of LibB, which it tests\n").Output;
        StringAssert.Contains(text, "\ntuning.tile (integer) is unset, and has no default\n");
    }

    [TestMethod]
    public void Explain_DoubtsNoNamesOfOthers()
    {
        _tree.Write("CompileDepot.toml", "[deps]\nLibB = \"*\"\nLibC = \"*\"\n[preferences.LibC]\nx = 1\n");
        _tree.WriteProject("LibB", Declarations, "Other/1.0.0");
        _tree.Cli.Run("preferences", "explain", "LibB").Check(ExitCode.Done, "LibB 1.2.0");
    }

    [TestMethod]
    public void Explain_FailsAfterShowing_WhenAValueCanNotBeTaken()
    {
        _tree.Write("CompileDepot.local.toml", "[preferences.LibB]\nbackend = \"gpo\"\nbakend = 1\n");
        var result = _tree.Cli.Run("preferences", "explain", "LibB").Check(ExitCode.FoundWrong, "is \"cpu\", the default", $"error CD0036: {_tree.PathOf("CompileDepot.local.toml")}(2,1): ");
        StringAssert.Contains(result.Error, $"warning CD0037: {_tree.PathOf("CompileDepot.local.toml")}(3,1): ");
    }

    [TestMethod]
    public void Explain_IsAFaultOfTheProject_WhenItsSettingMeansNothing()
    {
        _tree.Write("LibB/LibB.csproj", _tree.Read("LibB/LibB.csproj").Replace("<PropertyGroup>", "<PropertyGroup><CompileDepotRoot>here</CompileDepotRoot>", StringComparison.Ordinal));
        _tree.Cli.Run("preferences", "explain", "LibB").Check(ExitCode.FoundWrong, error: $"error CD0003: {_tree.PathOf("LibB/LibB.csproj")}: CompileDepotRoot is 'here'");
    }

    [TestMethod]
    public void Explain_Fails_WhenThereIsNoProject()
    {
        _tree.Cli.Run("preferences", "explain").Check(ExitCode.FoundWrong, error: "error CD0110: ");
        _tree.Write("All.slnx", "<Solution />");
        _tree.Cli.Run("preferences", "explain").Check(ExitCode.FoundWrong, error: "All.slnx is a solution. Name one of its projects.");
        _tree.Write("LibB/LibB.csproj", "<Project>");
        _tree.Cli.Run("preferences", "explain", "LibB").Check(ExitCode.FoundWrong, error: $"error CD0112: {_tree.PathOf("LibB/LibB.csproj")}(");
    }
}
