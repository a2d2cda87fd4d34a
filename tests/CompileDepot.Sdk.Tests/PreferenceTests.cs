using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Compile-time preferences in real builds: what each project gets, and what is compiled for it.</summary>
[TestClass]
public sealed class PreferenceTests : ScenarioTest
{
    private const string Backend = "<CompileTimePreference Include=\"backend\" Default=\"cpu\" Values=\"cpu;gpu;simd\" Description=\"Where it computes.\" />";

    private static readonly BuildStep Step = new();

    /// <summary>A property at evaluation and constants in three languages; only who looks is compiled, once for each value.</summary>
    [TestMethod]
    public void Build_CompilesWhoLooksOncePerValue_WhenAPreferenceComesAndGoes()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        var cs = tree.Add(Samples.CSharp("CsLib").Item(Backend).Item("<CompileTimePreference Include=\"tuning.tile\" Type=\"integer\" />").Element("<PropertyGroup Condition=\"'$(Preference_backend)' == 'gpu'\"><DefineConstants>$(DefineConstants);GPU</DefineConstants></PropertyGroup>"))
            .File("Lib.cs", """
                namespace CsLib;

                public static class Lib
                {
                #if GPU
                    private const string Seen = "GPU";
                #else
                    private const string Seen = "none";
                #endif
                    public static string Text() => CompileTimePreferences.backend + "/" + Seen + "/" + ((object?)CompileTimePreferences.tuning_tile ?? "no tile");
                }

                """);
        var vb = tree.Add(Samples.VisualBasic("VbLib").Item(Backend)).File("Lib.vb", """
            Public Module Told
                Public Function Text() As String
                    Return CompileTimePreferences.backend
                End Function
            End Module

            """);
        var fs = tree.Add(Samples.FSharp("FsLib").Item("<Compile Include=\"Lib.fs\" />").Item(Backend)).File("Lib.fs", """
            module FsLib.Lib

            let text () : string = CompileTimePreferences.backend

            """);
        tree.Add(Samples.CSharp("App").Set("OutputType", "Exe").References(cs, vb, fs)).File("Program.cs", "Console.WriteLine(CsLib.Lib.Text() + \" \" + VbLib.Told.Text() + \" \" + FsLib.Lib.text());\n");

        Cached(workspace, compiled: 4, restored: 0);
        Assert.AreEqual("cpu/none/no tile cpu cpu", Run(tree, "App"));

        tree.Write("CompileDepot.toml", "[extras]\nCsLib = \"*\"\n\n[preferences.CsLib]\nbackend = \"gpu\"\ntuning = { tile = 64 }\n");
        var changed = Cached(workspace, compiled: 1, restored: 3);
        Assert.AreEqual("gpu/GPU/64 cpu cpu", Run(tree, "App"));
        // Generators see it as an option of the compiler.
        Assert.Contains("build_property.Preference_backend = gpu\n", File.ReadAllText(tree.PathOf("CsLib/obj/Debug/net10.0/CsLib.GeneratedMSBuildEditorConfig.editorconfig")));
        Assert.Contains("preference CsLib.", string.Join('\n', changed.Log.DepotMessages), changed.BinlogPath);

        // A key that nobody reads: a warning with its place, and nothing is compiled.
        tree.Write("CompileDepot.toml", "[extras]\nCsLib = \"*\"\n\n[preferences.CsLib]\nbackend = \"gpu\"\ntuning = { tile = 64 }\nbackand = \"cpu\"\n");
        var unread = Cached(workspace, compiled: 0, restored: 4);
        Assert.IsTrue(unread.Has("CD0037"), unread.Output);
        Assert.Contains("CompileDepot.toml(7,1)", unread.Output);
        Assert.Contains("backend", unread.Log.Diagnostics.Single(d => d.Text.Contains("CD0037", StringComparison.Ordinal)).Text);

        // What differs by type differs.
        tree.Write("CompileDepot.toml", "[extras]\nCsLib = \"*\"\n\n[preferences.CsLib]\ntuning = { tile = \"64\" }\n");
        var wrong = workspace.Cached(Step);
        Assert.AreEqual(1, wrong.ExitCode, wrong.Output);
        Assert.IsTrue(wrong.Has("CD0036"), wrong.Output);

        tree.Delete("CompileDepot.toml");
        Cached(workspace, compiled: 0, restored: 4);
        Assert.AreEqual("cpu/none/no tile cpu cpu", Run(tree, "App"));
    }

    /// <summary>Two applications in one repository, and the library alone: each gets what it asked for, in one build; a third library, which does not look, is built once.</summary>
    [TestMethod]
    [DataRow("", false)]
    [DataRow("-graph", true)]
    public void Build_GivesEachApplicationItsOwn_WhenTheyDisagree(string argument, bool solution)
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        // Restored as a whole, or project by project.
        if (!solution)
            File.WriteAllText(tree.PathOf("Directory.Solution.targets"), "<Project />\n");
        var plain = tree.Add(Samples.CSharp("Plain")).File("Plain.cs", "namespace Plain;\n\npublic static class Plainly\n{\n    public static string Text() => \"plain\";\n}\n");
        var lib = tree.Add(Samples.CSharp("LibB").Item(Backend).References(plain)).File("Lib.cs", "namespace LibB;\n\npublic static class Lib\n{\n    public static string Text() => CompileTimePreferences.backend + Plain.Plainly.Text();\n}\n");
        var middle = tree.Add(Samples.CSharp("LibA").References(lib)).File("A.cs", "namespace LibA;\n\npublic static class A\n{\n    public static string Text() => LibB.Lib.Text();\n}\n");
        foreach (var name in new[] { "One", "Two", "Three" })
            tree.Add(Samples.CSharp(name).Set("OutputType", "Exe").References(middle)).File("Program.cs", "Console.WriteLine(LibA.A.Text() + LibB.Lib.Text());\n");
        tree.Add(Samples.CSharp("One.Tests").Set("IsTestProject", "true").Set("OutputType", "Exe").References(tree.Projects.Single(p => p.Name == "One"))).File("Program.cs", "Console.WriteLine(LibA.A.Text());\n");
        tree.Write("One/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"gpu\"\n");
        tree.Write("Two/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"simd\"\n");
        var step = argument.Length == 0 ? Step with { Nodes = 2 } : Step.With(argument);

        var first = workspace.Cached(step);
        Assert.AreEqual(0, first.ExitCode, first.Output);
        // Plain, four applications, and LibB and LibA for one, two, and themselves.
        Assert.HasCount(5 + 6, first.Log.Compilations, first.BinlogPath);
        AssertEach();

        var again = workspace.Cached(step);
        Assert.AreEqual(0, again.ExitCode, again.Output);
        Assert.IsEmpty(again.Log.Compilations, again.BinlogPath);
        AssertEach();

        // They agree: what was made for one serves the other.
        tree.Write("Two/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"gpu\"\n");
        var agreed = workspace.Cached(step);
        Assert.AreEqual(0, agreed.ExitCode, agreed.Output);
        Assert.IsLessThanOrEqualTo(1, agreed.Log.Compilations.Count, agreed.BinlogPath);
        Assert.AreEqual("gpuplaingpuplain", Run(tree, "Two"));

        // Only the application hears what stands in its folder: the restore tells.
        tree.Write("Two/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackand = \"gpu\"\n");
        var restore = DotNet.Run(new DotNetCall { Arguments = ["restore", tree.SolutionFile, "-nologo"], WorkingFolder = tree.Root, Environment = new Dictionary<string, string?> { ["COMPILEDEPOT_PATH"] = workspace.DepotPath } });
        Assert.AreEqual(0, restore.ExitCode, restore.Output);
        Assert.Contains("Two/CompileDepot.toml(4,1): warning CD0037", restore.Output);
        tree.Write("Two/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"none\"\n");
        restore = DotNet.Run(new DotNetCall { Arguments = ["restore", tree.SolutionFile, "-nologo"], WorkingFolder = tree.Root, Environment = new Dictionary<string, string?> { ["COMPILEDEPOT_PATH"] = workspace.DepotPath } });
        Assert.AreEqual(1, restore.ExitCode, restore.Output);
        Assert.Contains("Two/CompileDepot.toml(4,1): error CD0036", restore.Output);

        void AssertEach()
        {
            Assert.AreEqual("gpuplaingpuplain", Run(tree, "One"));
            Assert.AreEqual("simdplainsimdplain", Run(tree, "Two"));
            Assert.AreEqual("cpuplaincpuplain", Run(tree, "Three"));
            Assert.AreEqual("gpuplain", Run(tree, "One.Tests"));
        }
    }

    /// <summary>One depot, two checkouts with local files of their own: a value that either of them has built is restored in the other.</summary>
    [TestMethod]
    public void Build_RestoresWhatAnotherMachineBuilt_WhenItsLocalFileSaysTheSame()
    {
        NeedsSdk();
        var here = Library("here", null);
        var there = Library("there-at-another-path", here.DepotPath);
        here.Tree.Write("CompileDepot.local.toml", "[extras]\nLib = \"*\"\n[preferences.Lib]\nbackend = \"gpu\"\n");
        Cached(here, compiled: 1, restored: 0);
        Cached(there, compiled: 1, restored: 0);
        there.Tree.Write("CompileDepot.local.toml", "[extras]\nLib = \"*\"\n[preferences.Lib]\nbackend = \"gpu\"\n");
        Cached(there, compiled: 0, restored: 1);
        here.Tree.Delete("CompileDepot.local.toml");
        Cached(here, compiled: 0, restored: 1);

        // A named environment of the depot, chosen by the environment variable.
        var environment = Path.Combine(here.DepotPath, "environments", "fast");
        Directory.CreateDirectory(environment);
        File.WriteAllText(Path.Combine(environment, "CompileDepot.toml"), "[deps]\nLib = \"*\"\n[preferences.Lib]\nbackend = \"gpu\"\n");
        here.Tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <CompileDepotEnvironment>fast</CompileDepotEnvironment>\n  </PropertyGroup>\n</Project>\n");
        Cached(here, compiled: 0, restored: 1);
        here.Tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <CompileDepotEnvironment>fats</CompileDepotEnvironment>\n  </PropertyGroup>\n</Project>\n");
        var misspelt = here.Cached(Step);
        Assert.IsTrue(misspelt.Has("CD0041"), misspelt.Output);
        Assert.Contains("fast", misspelt.Output);
        // Of files that are not there; what is built in their absence is in the depot.
        var graph = here.Cached(Step.With("-graph"));
        Assert.IsTrue(graph.Has("CD0041"), graph.Output);
    }

    /// <summary>Without a restore, evaluation has seen the former files: an error, and not the wrong build.</summary>
    [TestMethod]
    public void Build_Fails_WhenFilesChangedAndNothingWasRestored()
    {
        NeedsSdk();
        var workspace = Library("w", null);
        Cached(workspace, compiled: 1, restored: 0);
        File.WriteAllText(workspace.Tree.PathOf("CompileDepot.toml"), "[extras]\nLib = \"*\"\n[preferences.Lib]\nbackend = \"gpu\"\n");
        // Not clean: to clean is to delete what the tree does not know.
        var stale = workspace.Cached(Step with { IsClean = false });
        Assert.AreEqual(1, stale.ExitCode, stale.Output);
        Assert.IsTrue(stale.Has("CD0048"), stale.Output);
        var graph = workspace.Cached(Step.With("-graph") with { IsClean = false });
        Assert.IsTrue(graph.Has("CD0048"), graph.Output);
        File.Delete(workspace.Tree.PathOf("CompileDepot.toml"));
        Cached(workspace, compiled: 0, restored: 1);

        // Nor has the restore seen what only another configuration declares.
        workspace.Tree.Projects[0].Item("<CompileTimePreference Include=\"only\" Condition=\"'$(Configuration)' == 'Release'\" />");
        var release = workspace.Cached(Step with { Configuration = "Release" });
        Assert.IsTrue(release.Has("CD0047"), release.Output);

        // A plain MSBuild, without a depot, notices too.
        workspace.Tree.Write("CompileDepot.toml", "[extras]\nLib = \"*\"\n[preferences.Lib]\nbackend = \"gpu\"\n");
        var off = workspace.Cached(Step with { IsClean = false, Arguments = ["-p:CompileDepotEnabled=false"] });
        Assert.AreEqual(0, off.ExitCode, off.Output);
        Assert.HasCount(1, off.Log.Compilations, off.BinlogPath);
    }

    /// <summary>A closed environment wants to be told what is used.</summary>
    [TestMethod]
    public void Build_Fails_WhenAClosedEnvironmentUsesWhatNobodyDeclared()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var (lib, _, app) = Samples.Chain(workspace.Tree);
        app.File("Program.cs", "Console.WriteLine(Sample.Middle.Text() + Sample.Greeter.Greet(\"app\"));\n");
        var closed = Step.With("-p:CompileDepotClosed=true");
        var refused = workspace.Cached(closed);
        Assert.AreEqual(1, refused.ExitCode, refused.Output);
        Assert.IsTrue(refused.Has("CD0052"), refused.Output);
        app.References(lib);
        var told = workspace.Cached(closed);
        Assert.AreEqual(0, told.ExitCode, told.Output);

        lib.Item(Backend);
        workspace.Tree.Write("CompileDepot.toml", "[extras]\nLib = \"*\"\n[preferences.Lib]\nbakend = \"gpu\"\n");
        var unread = workspace.Cached(closed);
        Assert.AreEqual(1, unread.ExitCode, unread.Output);
        Assert.IsTrue(unread.Has("CD0037"), unread.Output);
    }

    private Workspace Library(string name, string? depot)
    {
        var workspace = NewWorkspace(name: name, depot: depot);
        workspace.Tree.Add(Samples.CSharp("Lib").Item(Backend)).File("Lib.cs", "namespace Lib;\n\npublic static class Told\n{\n    public static string Backend => CompileTimePreferences.backend;\n}\n");
        return workspace;
    }

    private static BuildOutcome Cached(Workspace workspace, int compiled, int restored)
    {
        var outcome = workspace.Cached(Step);
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        Comparison.AssertCounts(workspace, Step, outcome, compiled, restored);
        return outcome;
    }

    private static string Run(TestTree tree, string project)
    {
        var outcome = DotNet.Run(new DotNetCall { Arguments = [tree.PathOf($"{project}/bin/Debug/net10.0/{project}.dll")], WorkingFolder = tree.Root });
        Assert.AreEqual(0, outcome.ExitCode, outcome.Output);
        return outcome.Output.Trim();
    }
}
