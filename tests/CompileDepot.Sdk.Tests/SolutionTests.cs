using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What solutions and machines are like: whole projects are restored in all of them.</summary>
[TestClass]
public sealed class SolutionTests : ScenarioTest
{
    /// <summary>Of what a reference refers to the SDK takes the nearest framework, which may be another than the reference takes.</summary>
    [TestMethod]
    [DataRow("-graph:false")]
    [DataRow("-graph")]
    public void Build_SeesTheFrameworkThatItTakes_OfWhatAReferenceRefersTo(string option)
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        const string Data = "<Content Include=\"data/**\" CopyToOutputDirectory=\"PreserveNewest\" Condition=\"'$(TargetFramework)' == 'net10.0'\" />";
        var core = tree.Add(new TestProject("Core").Set("TargetFramework", null).Set("TargetFrameworks", "net10.0;netstandard2.0").Set("LangVersion", "latest").Item(Data));
        core.File("Core.cs", "namespace Sample;\n\npublic class Core\n{\n}\n").File("data/one.json", "{ }\n");
        var old = tree.Add(new TestProject("Old").Set("TargetFramework", "netstandard2.0").References(core)).File("Old.cs", "namespace Sample\n{\n    public class Old\n    {\n    }\n}\n");
        tree.Add(Samples.CSharp("App").Set("OutputType", "Exe").References(old)).File("Program.cs", "Console.WriteLine(typeof(Sample.Old));\n");
        var step = new BuildStep().With(option);
        workspace.Build(4, 0, step);
        core.File("data/two.json", "{ }\n");
        Assert.IsTrue(workspace.Build(0, 4, step).Files.ContainsKey("App/bin/Debug/net10.0/data/two.json"));
        var again = workspace.Build(0, 4, step);
        Assert.IsTrue(Fixtures.TestRun.IsPlain || again.Log.RestoredWhole.Count() == 4, string.Join('\n', again.Log.DepotMessages));
        tree.Delete("Core/data/two.json");
        workspace.Build(0, 4, step);
    }

    /// <summary>Two frameworks of one project: one each for the frameworks of who refers to it, and both for one that asks for them by name.</summary>
    [TestMethod]
    public void Build_SeesEachFramework_WhenADependencyIsUsedInTwo()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        TestProject Two(string name) => tree.Add(new TestProject(name).Set("TargetFramework", null).Set("TargetFrameworks", "net10.0;netstandard2.0").Set("LangVersion", "latest"));
        var core = Two("Core").File("Core.cs", """
            namespace Sample;

            public static class Core
            {
            #if NETSTANDARD
                public static string Name() => "old";
            #else
                public static string Name() => "new";
            #endif
            }

            """);
        Two("Middle").References(core).File("Middle.cs", "namespace Sample;\n\npublic static class Middle\n{\n    public static string Name() => Core.Name();\n}\n");
        tree.Add(Samples.CSharp("Both"))
            .Item("<ProjectReference Include=\"../Core/Core.csproj\" />")
            .Item("<ProjectReference Include=\"../Core/../Core/Core.csproj\" SetTargetFramework=\"TargetFramework=netstandard2.0\" SkipGetTargetFrameworkProperties=\"true\" ReferenceOutputAssembly=\"false\" OutputItemType=\"OldCore\" />")
            .Item("<RestorableTarget Include=\"CopyOld\" />")
            .Element("""
              <Target Name="CopyOld" AfterTargets="ResolveProjectReferences">
                <ItemGroup><EmbeddedResource Include="@(OldCore)" LogicalName="old" /></ItemGroup>
              </Target>
            """)
            .File("Both.cs", "namespace Sample;\n\npublic static class Both\n{\n    public static string Name() => Core.Name();\n}\n");
        var step = new BuildStep { Nodes = 2 };
        tree.Mark("first");
        workspace.Build(5, 0, step);
        AssertWhole(5, workspace.Build(0, 5, step));

        // A body for one framework. The source is in both PDBs; of who refers to it, the one that holds its bytes compiles, and the one for which there is no reference assembly.
        core.Edit("Core.cs", "\"old\"", "\"older\"");
        workspace.BuildAgain(4, null, step);
        workspace.Build(0, 5, step);
        tree.Return("first");
        AssertWhole(5, workspace.Build(0, 5, step));
        AssertPlainHasNothingToDo(workspace);
    }

    /// <summary>Warnings that no compiler gives: of references that do not go together, and of packages, which NuGet keeps in its own file.</summary>
    [TestMethod]
    public void Build_RepeatsWarnings_WhenReferencesOrPackagesWarn()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        var feed = new PackageFeed(Path.Combine(Folder, "feed")).Add("Odd", "1.0.1");
        tree.Write("NuGet.config", tree.Read("NuGet.config").Replace("</packageSources>", $"  <add key=\"odd\" value=\"{feed.Folder}\" />\n  </packageSources>", StringComparison.Ordinal));
        tree.Write("key.snk", Binaries.StrongNameKey());
        TestProject Signed(string name) => tree.Add(new TestProject(name).Set("SignAssembly", "true").Set("AssemblyOriginatorKeyFile", "../key.snk").Set("DisableTransitiveProjectReferences", "true"));
        List<TestProject> references = [];
        foreach (var version in (string[])["1", "2"])
        {
            var dep = Signed($"Dep{version}").Set("AssemblyName", "Dep").Set("AssemblyVersion", $"{version}.0.0.0").File("Dep.cs", "namespace Dep;\n\npublic class It\n{\n}\n");
            var user = Signed($"User{version}").References(dep).File("User.cs", $"public class User{version} : Dep.It\n{{\n}}\n");
            references.Add(version == "1" ? dep : user);
        }
        // One version by itself, and the later one by what refers to it.
        Signed("App").References([.. references]).Item("<PackageReference Include=\"Odd\" Version=\"1.0.0\" ExcludeAssets=\"all\" />")
            .File("App.cs", "public class App\n{\n    public static object It() => new Dep.It();\n}\n");
        var step = new BuildStep();
        var cold = workspace.Build(5, 0, step);
        Assert.IsTrue(cold.Has("MSB3277"), cold.Output);
        Assert.IsTrue(cold.Has("NU1603"), cold.Output);
        AssertWhole(5, workspace.Build(0, 5, step));
        // An up-to-date build says them, too: the targets that warn have no outputs to be up to date.
        AssertWhole(0, workspace.BuildAgain(0, 0, step));
        var raised = workspace.Build(0, null, step.With("-warnaserror:MSB3277"));
        Assert.AreEqual(1, raised.ExitCode);
    }

    /// <summary>Four nodes and a compiler server that stay between builds, as on a developer's machine: what a process remembers is not taken for what is.</summary>
    [TestMethod]
    public void Build_SeesEveryEdit_WhenNodesAndServerStay()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        var languages = Samples.AllLanguages(tree);
        using var nodes = new KeptNodes();
        var step = nodes.Keep(new BuildStep { Nodes = 4 });
        tree.Mark("first");
        workspace.Build(4, 0, step);
        var kept = nodes.Ids();
        AssertWhole(4, workspace.Build(0, 4, step));
        if (Directory.Exists("/proc"))
        {
            Assert.IsNotEmpty(kept);
            Assert.IsNotEmpty(kept.Intersect(nodes.Ids()));
        }
        languages.CSharp.Edit("Greeter.cs", "Hello", "Good morning");
        languages.VisualBasic.Set("AssemblyTitle", "another");
        tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <Company Condition=\"'$(MSBuildProjectExtension)' != '.fsproj'\">Another</Company>\n  </PropertyGroup>\n</Project>\n");
        // Another company is not for F#: its reference assembly keeps its version id then, and MSBuild's incremental builds keep the assembly.
        workspace.BuildAgain(3, 1, step);
        AssertWhole(0, workspace.BuildAgain(0, 0, step));
        tree.Return("first");
        AssertWhole(4, workspace.BuildAgain(0, 4, step));
        languages.FSharp.Edit("Adder.fs", "a + b", "b + a");
        workspace.BuildAgain(null, null, step);
    }

    /// <summary>The program that runs is the one that was restored, and running builds nothing anew.</summary>
    [TestMethod]
    public void Run_StartsTheRestoredProgram_WhenDepotIsWarm()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Tree.Mark("first");
        var run = new BuildStep { Command = "run", Project = "App/App.csproj" };
        Assert.Contains("Hello, middle!", workspace.Build(3, 0, run).Output);
        lib.Edit("Lib.cs", "Hello", "Bye");
        Assert.Contains("Bye, middle!", workspace.BuildAgain(1, 0, run).Output);
        workspace.Tree.Return("first");
        var warm = workspace.Build(0, 3, run);
        Assert.Contains("Hello, middle!", warm.Output);
        AssertWhole(3, warm);
        AssertWhole(0, workspace.BuildAgain(0, 0, run));
    }
}
