using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Preferences.Resolving;

[TestClass]
public sealed class LayerStackTests
{
    [TestMethod]
    public void Load_HasTheLayersInTheirOrder_WhenAllAreThere()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "r/a/p/", "r/a/", "r/", "user/", "system/", "system/environments/gpu/", "" })
            folder.Write(name + (name == "r/a/" ? "CompileDepot.local.toml" : "CompileDepot.toml"), "");
        var stack = LayerStack.Load(Request(folder) with { Environment = "gpu" });
        Assert.IsEmpty(stack.Problems);
        CollectionAssert.AreEqual(
            new[] { ("r/a/p", LayerKind.Project), ("r/a", LayerKind.Folder), ("r", LayerKind.Folder), ("system/environments/gpu", LayerKind.Environment), ("user", LayerKind.Depot), ("system", LayerKind.Depot) },
            stack.Layers.Select(l => (Path.GetRelativePath(folder.Path, l.Folder).Replace('\\', '/'), l.Kind)).ToArray());
    }

    [TestMethod]
    public void Load_HasTheProjectsFolderAlone_WhenThereIsNoFile()
    {
        using var folder = new TempFolder();
        var stack = LayerStack.Load(Request(folder));
        Assert.AreEqual((LayerKind.Project, 0, 0), (stack.Layers.Single().Kind, stack.Layers.Single().Files.Count(), stack.Problems.Count));
        Assert.HasCount(15, LayerStack.Candidates(Request(folder), EnvironmentChoice.None));
        Assert.Contains(folder["system/environments/gpu/CompileDepot.local.toml"], LayerStack.Candidates(Request(folder), EnvironmentChoice.None with { Name = "gpu" }));
    }

    [TestMethod]
    public void Load_TakesARootAndTheProject_WhenTheProjectLiesOutside()
    {
        using var folder = new TempFolder();
        folder.Write("r/CompileDepot.toml", "");
        folder.Write("CompileDepot.toml", "");
        var stack = LayerStack.Load(Request(folder) with { ProjectFolder = folder["other/p"] });
        CollectionAssert.AreEqual(new[] { folder["other/p"], folder["r"] }, stack.Layers.Select(l => l.Folder).ToArray());
    }

    [TestMethod]
    public void Load_CountsAFolderOnce_WhenTheDepotIsTheRoot()
    {
        using var folder = new TempFolder();
        folder.Write("r/CompileDepot.toml", "");
        var stack = LayerStack.Load(Request(folder) with { Depots = [folder["r"]] });
        CollectionAssert.AreEqual(new[] { LayerKind.Project, LayerKind.Folder }, stack.Layers.Select(l => l.Kind).ToArray());
    }

    [TestMethod]
    public void Load_SeesTheNewText_WhenAFileChanges()
    {
        using var folder = new TempFolder();
        foreach (var value in new[] { "a", "b", "c" })
        {
            folder.Write("r/CompileDepot.toml", $"[preferences.X]\nx = \"{value}\"");
            var table = LayerStack.Load(Request(folder)).Layers[1].Preferences("X");
            Assert.AreEqual($"\"{value}\"", PreferenceText.Typed(((PreferenceLeaf)table.Find(["x"])!).Value));
        }
        File.Delete(folder["r/CompileDepot.toml"]);
        Assert.HasCount(1, LayerStack.Load(Request(folder)).Layers);
    }

    [TestMethod]
    public void Load_TellsWhatIsWrong_WhenAFileIsBad()
    {
        using var folder = new TempFolder();
        var bad = folder.Write("r/a/CompileDepot.toml", "[deps]\nx = = 1\n");
        var misplaced = folder.Write("r/a/p/CompileDepot.toml", "environment = \"gpu\"\n");
        var stack = LayerStack.Load(Request(folder));
        CollectionAssert.AreEquivalent(
            new[] { (DiagnosticCodes.BadToml, true, bad, 2), (DiagnosticCodes.UnknownTable, false, misplaced, 1) },
            stack.Problems.Select(p => (p.Code, p.IsError, p.File, p.Position.Line)).ToArray());
        Assert.AreEqual("", stack.Environment.Name);
    }

    [TestMethod]
    [DataRow("setting", "local", "shared", "setting", false)]
    [DataRow("", "local", "shared", "local", true)]
    [DataRow("", "", "shared", "shared", false)]
    [DataRow("", "", "", "", false)]
    public void Load_TakesTheEnvironment_FromTheFirstThatNamesOne(string setting, string local, string shared, string expected, bool isLocal)
    {
        using var folder = new TempFolder();
        foreach (var (path, name) in new[] { ("r/CompileDepot.local.toml", local), ("r/CompileDepot.toml", shared) })
        {
            if (name.Length > 0)
                folder.Write(path, $"environment = \"{name}\"\n");
        }
        foreach (var name in new[] { "setting", "local", "shared" })
            EnvironmentFolders.Create([folder["user"]], name);
        var stack = LayerStack.Load(Request(folder) with { Environment = setting });
        Assert.AreEqual((expected, isLocal, expected.Length > 0), (stack.Environment.Name, stack.Environment.IsLocal, stack.Layers.Any(l => l.Kind == LayerKind.Environment)));
        Assert.IsEmpty(stack.Problems);
    }

    [TestMethod]
    public void Load_IsAnErrorWithTheNearestName_WhenNoDepotHasTheEnvironment()
    {
        using var folder = new TempFolder();
        EnvironmentFolders.Create([folder["system"]], "release");
        var file = folder.Write("r/CompileDepot.toml", "\nenvironment = \"relase\"\n");
        var problem = LayerStack.Load(Request(folder)).Problems.Single();
        Assert.AreEqual((DiagnosticCodes.UnknownEnvironment, true, file, 2), (problem.Code, problem.IsError, problem.File, problem.Position.Line));
        Assert.Contains("Did you mean 'release'?", problem.Message);
        Assert.AreEqual(EnvironmentChoice.Setting, LayerStack.Load(Request(folder) with { Environment = "../../r" }).Problems.Single().File);
    }

    [TestMethod]
    public void WithoutMachine_LeavesOutWhatOthersDoNotHave()
    {
        using var folder = new TempFolder();
        folder.Write("r/CompileDepot.local.toml", "environment = \"mine\"\n[deps]\nX = \"*\"\n");
        folder.Write("r/CompileDepot.toml", "");
        folder.Write("user/CompileDepot.toml", "");
        EnvironmentFolders.Create([folder["user"]], "mine");
        var stack = LayerStack.Load(Request(folder));
        Assert.HasCount(4, stack.Layers);
        var shared = stack.WithoutMachine();
        CollectionAssert.AreEqual(new[] { folder["r/a/p"], folder["r"] }, shared.Layers.Select(l => l.Folder).ToArray());
        Assert.IsTrue(shared.Layers.All(l => l.Local is null) && shared.Environment.Name.Length == 0);
        Assert.HasCount(3, LayerStack.Load(Request(folder) with { Environment = "mine" }).WithoutMachine().Layers);
    }

    [TestMethod]
    public void Depends_KnowsTheLockFile_WhenLookupIsManifest()
    {
        using var folder = new TempFolder();
        folder.Write("r/CompileDepot.toml", "[preferences.LibB]\nx = \"y\"");
        var layer = LayerStack.Load(Request(folder)).Layers[1];
        Assert.IsFalse(layer.Depends("LibB"));
        new EnvironmentLock("", [new LockedProject("a.csproj", [], new Dictionary<string, string> { ["LibB"] = "1.0.0" })]).Write(folder["r/CompileDepot.lock.toml"]);
        Assert.IsTrue(LayerStack.Load(Request(folder)).Layers[1].Depends("libb"));
    }

    private static LayerStackRequest Request(TempFolder folder) => new(folder["r/a/p"], folder["r"], [folder["user"], folder["system"]]) { Project = "P" };
}
