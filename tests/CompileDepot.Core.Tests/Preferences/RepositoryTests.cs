using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Preferences;

/// <summary>Source trees as people have them, from files to texts.</summary>
[TestClass]
public sealed class RepositoryTests
{
    /// <summary>One library, two applications that want it each in its own way, on two machines.</summary>
    [TestMethod]
    [DataRow("web", "", "string \"gpu\"", "integer 64", "apps/web/CompileDepot.toml:4")]
    [DataRow("tool", "", "string \"cpu\"", "integer 64", "CompileDepot.toml:4")]
    [DataRow("web", "backend = \"fpga\"\n", "string \"fpga\"", "integer 64", "apps/web/CompileDepot.local.toml:2")]
    [DataRow("web", "__clear__ = [\"backend\"]\ntuning.tile = 8\n", "unset", "integer 8", "")]
    public void Resolve_IsEachOnesOwn_WhenTwoApplicationsShareALibrary(string application, string local, string backend, string tile, string place)
    {
        using var folder = new TempFolder();
        folder.Write("r/CompileDepot.toml", "[extras]\nLib = \"*\"\n[preferences.Lib]\nbackend = \"cpu\"\n[preferences.Lib.tuning]\ntile = 64\n");
        folder.Write("r/apps/web/CompileDepot.toml", "[deps]\nLib = \"1\"\n[preferences.Lib]\nbackend = \"gpu\"\n");
        if (local.Length > 0)
            folder.Write("r/apps/web/CompileDepot.local.toml", "[preferences.Lib]\n" + local);
        var observed = Observe(folder, "r/apps/" + application);
        CollectionAssert.AreEqual(new[] { backend, tile }, observed.Select(o => o.Answer).ToArray());
        Assert.AreEqual(place, observed[0].Place);
    }

    [TestMethod]
    public void Text_IsTheFormerOne_WhenTheCheckoutMovesOrAPreferenceIsSwitchedBack()
    {
        using var folder = new TempFolder();
        var texts = new List<string>();
        foreach (var (root, backend) in new[] { ("r", "cpu"), ("r", "gpu"), ("r", "cpu"), ("elsewhere/r", "cpu") })
        {
            new PreferenceEditor(folder[root], local: false).Set("Lib", "backend", new Toml.TomlString(backend), force: true);
            texts.Add(PreferenceLines.Text(Observe(folder, root + "/apps/web")));
        }
        Assert.AreNotEqual(texts[0], texts[1]);
        Assert.AreEqual(texts[0], texts[2]);
        Assert.AreEqual(texts[0], texts[3]);
    }

    [TestMethod]
    public void Resolve_TakesTheEnvironment_BeforeTheDepotAndAfterTheRoot()
    {
        using var folder = new TempFolder();
        const string named = "[deps]\nLib = \"*\"\n[preferences.Lib]\n";
        folder.Write("depot/CompileDepot.toml", named + "backend = \"depot\"\ntuning.tile = 1\n");
        File.WriteAllText(EnvironmentFolders.Create([folder["depot"]], "gpu"), named + "backend = \"gpu\"\n");
        CollectionAssert.AreEqual(new[] { "string \"depot\"", "integer 1" }, Answers());
        EnvironmentFolders.Use([folder["depot"]], folder["r"], "gpu");
        CollectionAssert.AreEqual(new[] { "string \"gpu\"", "integer 1" }, Answers());
        folder.Write("r/CompileDepot.toml", named + "tuning.tile = 2\n");
        CollectionAssert.AreEqual(new[] { "string \"gpu\"", "integer 2" }, Answers());
        EnvironmentFolders.Use([folder["depot"]], folder["r"], null);
        CollectionAssert.AreEqual(new[] { "string \"depot\"", "integer 2" }, Answers());

        string[] Answers() => [.. Observe(folder, "r/apps/web").Select(o => o.Answer)];
    }

    private static IReadOnlyList<ObservedPreference> Observe(TempFolder folder, string project)
    {
        var root = project.Split("/apps/")[0];
        var stack = LayerStack.Load(new LayerStackRequest(folder[project], folder[root], [folder["depot"]]) { Project = "App" });
        var resolution = Layers.Resolve(stack, "Lib", "backend tuning.tile:integer", version: "1.4.0");
        Assert.IsEmpty(resolution.Problems, string.Join('\n', resolution.Problems));
        return ObservedPreference.Of(resolution);
    }
}
