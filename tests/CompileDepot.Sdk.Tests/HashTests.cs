using System.Text.Json;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary><c>compiledepot hash</c> tells, without building, what a build will come to.</summary>
[TestClass]
public sealed class HashTests : ScenarioTest
{
    [TestMethod]
    [DataRow("solution", "Debug", "")]
    [DataRow("solution", "Release", "-graph")]
    [DataRow("project", "Debug", "")]
    public void Hash_IsTheOneThatABuildKeeps(string what, string configuration, string option)
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var (tree, languages) = (workspace.Tree, Samples.AllLanguages(workspace.Tree));
        // What is not the same in each way to build: the solution's folder; and a setting that only the response file gives.
        languages.CSharp.Set("Where", "$(SolutionDir)").Set("Said", "$(FromResponseFile)");
        tree.Write("Directory.Build.rsp", "# for everybody\n-p:FromResponseFile=\"a b\"\n");
        var entry = what == "project" ? languages.App.Path : "All.slnx";
        workspace.Restore();
        var told = Tool.Hash(tree.Root, workspace.DepotPath, entry, "--configuration", configuration);
        workspace.Cached(new BuildStep { Project = entry, Configuration = configuration, Nodes = 2, UsesServer = false }.With(option.Length > 0 ? [option] : []));
        Assert.HasCount(4, told);
        foreach (var project in told)
        {
            var name = Path.GetFileNameWithoutExtension(project.GetProperty("project").GetString()!);
            var kept = File.ReadAllText(tree.PathOf($"{name}/obj/{configuration}/net10.0/{name}.compiledepot.tree")).Trim();
            Assert.AreEqual(kept, project.GetProperty("hash").GetString(), $"{project}\n{workspace.DepotPath}");
            Assert.IsTrue(project.GetProperty("exact").GetBoolean());
        }
        // And built, it is still the same.
        CollectionAssert.AreEqual(Hashes(told), Hashes(Tool.Hash(tree.Root, workspace.DepotPath, entry, "--configuration", configuration)));
    }

    [TestMethod]
    public void Hash_IsTheSame_InEveryCheckoutOfACommit()
    {
        NeedsSdk();
        NeedsCommand("git", "--version");
        var workspace = Repository(out _);
        var other = Path.Combine(Folder, "another", "and", "much", "longer", "path", "to", "it");
        Tool.Git(workspace.Tree.Root, "remote", "add", "origin", "https://example.com/some/thing.git");
        Tool.Git(workspace.Tree.Root, "worktree", "add", "--detach", other, "HEAD");
        var outcome = DotNet.Run(new DotNetCall { Arguments = ["restore", "-v:q"], WorkingFolder = other });
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        var here = Hashes(Tool.Hash(workspace.Tree.Root, workspace.DepotPath));
        Assert.HasCount(3, here);
        CollectionAssert.AreEqual(here, Hashes(Tool.Hash(other, workspace.DepotPath)));
        // As a submodule's: what Source Link makes of it is another thing.
        Tool.Git(other, "config", "url.https://mirror.example.com/.insteadOf", "https://example.com/");
        CollectionAssert.AreNotEqual(here, Hashes(Tool.Hash(other, workspace.DepotPath)));
    }

    [TestMethod]
    public void HashSince_ListsWhatChangedAndTouchesNoRepository()
    {
        NeedsSdk();
        NeedsCommand("git", "--version");
        var workspace = Repository(out var projects);
        var root = workspace.Tree.Root;
        var module = Path.Combine(Folder, "module");
        Directory.CreateDirectory(module);
        Tool.Git(module, "init", "-q");
        File.WriteAllText(Path.Combine(module, "Shared.cs"), "public class Shared;\n");
        Tool.Git(module, "add", "-A");
        Tool.Git(module, "commit", "-qm", "shared");
        Tool.Git(root, "submodule", "--quiet", "add", module, "Middle/shared");
        Tool.Git(root, "add", "-A");
        Tool.Git(root, "commit", "-qm", "with a module");
        Assert.IsEmpty(Since("HEAD"));

        projects.Middle.Edit("Middle.cs", "middle", "centre");
        workspace.Tree.Delete("App/Program.cs");
        workspace.Tree.Write("App/Main.cs", "Console.WriteLine();\n");
        var before = State(root);
        var changed = Since("HEAD");
        Assert.AreEqual("App/App.csproj Changed, Middle/Middle.csproj Changed", string.Join(", ", changed.Select(p => $"{p.GetProperty("project")} {p.GetProperty("since").GetProperty("change")}")));
        var why = changed[1].GetProperty("since").GetProperty("why").EnumerateArray().Select(w => w.GetString()).ToList();
        CollectionAssert.AreEqual(new[] { "file Middle/Middle.cs changed" }, why);
        CollectionAssert.Contains(changed[0].GetProperty("since").GetProperty("why").EnumerateArray().Select(w => w.GetString()).ToList(), "file App/Program.cs is gone");
        Assert.AreEqual(before, State(root));
        Assert.IsTrue(RootRecord.ReadAll(new DepotLayout(workspace.DepotPath)).All(r => r.Root == root), "no depot is told of a tree that is gone");

        File.WriteAllText(Path.Combine(root, "Middle", "shared", "Shared.cs"), "public class Shared2;\n");
        Tool.Git(Path.Combine(root, "Middle", "shared"), "commit", "-qam", "other");
        // Source Link writes the module's commit into every project's file.
        var moved = Since("HEAD").Single(p => p.GetProperty("project").GetString() == projects.Middle.Path);
        CollectionAssert.Contains(moved.GetProperty("since").GetProperty("why").EnumerateArray().Select(w => w.GetString()).ToList(), "file Middle/shared/Shared.cs changed");

        var unknown = Tool.Run(root, workspace.DepotPath, "hash", "--since", "nowhere");
        Assert.AreEqual(1, unknown.ExitCode);
        StringAssert.Contains(unknown.Output, "error CD0113: 'nowhere' is no commit");

        IReadOnlyList<JsonElement> Since(string commit) => Tool.Hash(root, workspace.DepotPath, "--since", commit);
    }

    [TestMethod]
    public void Hash_SaysWhyNot_WhenAProjectHasNone()
    {
        NeedsSdk();
        var workspace = NewWorkspace(SdkWay.None);
        var (lib, middle, app) = Samples.Chain(workspace.Tree);
        // One with CompileDepot and packages, one with a target of its own, one without CompileDepot.
        var sdk = $"<Sdk Name=\"CompileDepot.Sdk\" Version=\"{Fixtures.TestRun.SdkVersion}\" />";
        lib.Element(sdk).Element("<Target Name=\"Stamp\" AfterTargets=\"Build\" />").Set("Now", "$([System.DateTime]::Now.Year)");
        middle.Element(sdk);
        var unrestored = Tool.Run(workspace.Tree.Root, workspace.DepotPath, "hash");
        Assert.AreEqual(1, unrestored.ExitCode, unrestored.Output);
        StringAssert.Contains(unrestored.Output, "the packages are not restored");
        StringAssert.Contains(unrestored.Output, "error CD0115: The hashes of 2 projects could not be told.");

        workspace.Restore();
        var projects = Tool.Hash(workspace.Tree.Root, workspace.DepotPath).ToDictionary(p => p.GetProperty("project").GetString()!);
        Assert.AreEqual("it has no CompileDepot.Sdk", projects[app.Path].GetProperty("reason").GetString());
        Assert.AreEqual(JsonValueKind.Null, projects[app.Path].GetProperty("hash").ValueKind);
        Assert.IsTrue(projects[lib.Path].GetProperty("exact").GetBoolean());
        Assert.AreEqual("Lib/Lib.csproj [System.DateTime]::Now", string.Join(';', projects[lib.Path].GetProperty("impure").EnumerateArray().Select(i => $"{i.GetProperty("file")} {i.GetProperty("function")}")));
        Assert.IsFalse(projects[middle.Path].GetProperty("exact").GetBoolean());
        Assert.AreEqual("what Lib/Lib.csproj gives is known only after it was built", projects[middle.Path].GetProperty("reason").GetString());

        var many = Tool.Hash(workspace.Tree.Root, workspace.DepotPath, "--all-configurations");
        CollectionAssert.AreEqual(new[] { "Debug", "Release" }, many.Select(p => p.GetProperty("configuration").GetString()).Distinct().ToArray());
        Assert.HasCount(6, many);

        workspace.Tree.Write("Lib/Lib.csproj", "<Project><Wrong /></Project>");
        var wrong = Tool.Run(workspace.Tree.Root, workspace.DepotPath, "hash");
        Assert.AreEqual(1, wrong.ExitCode);
        StringAssert.Contains(wrong.Output, $"error CD0112: {workspace.Tree.PathOf("Lib/Lib.csproj")}(1,10): MSB4067");
    }

    private Workspace Repository(out (TestProject Lib, TestProject Middle, TestProject App) projects)
    {
        var workspace = NewWorkspace();
        projects = Samples.Chain(workspace.Tree);
        workspace.Tree.Write(".gitignore", "bin/\nobj/\n");
        Tool.Git(workspace.Tree.Root, "init", "-q");
        Tool.Git(workspace.Tree.Root, "add", "-A");
        Tool.Git(workspace.Tree.Root, "commit", "-qm", "all");
        workspace.Restore();
        return workspace;
    }

    private static string[] Hashes(IEnumerable<JsonElement> projects) => [.. projects.Select(p => $"{p.GetProperty("project")} {p.GetProperty("hash")}")];

    // Every file of the repository with its time and size, and what git sees in the tree.
    private static string State(string root) => string.Join('\n', Directory.EnumerateFiles(Path.Combine(root, ".git"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => $"{f} {new FileInfo(f).Length} {File.GetLastWriteTimeUtc(f).Ticks}"));
}
