using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>
/// App → Middle → Lib: where nothing can be seen of an edit from above, those above are restored whole, with copies of what was edited; and where something can, be it in the least likely way, they
/// are built. Every build is compared with the plain one.
/// </summary>
[TestClass]
public sealed class EarlyCutoffTests : ScenarioTest
{
    [TestMethod]
    public void Build_RestoresThoseAboveWhole_WhenABodyIsEdited()
    {
        var workspace = NewWorkspace();
        var (lib, middle, app) = Samples.Chain(workspace.Tree);
        middle.Edit("Middle.cs", "=> Greeter", "{ get; } = Greeter").Edit("Middle.cs", "Text()", "Text").Edit("Middle.cs", "namespace Sample;", "#warning Look\nnamespace Sample;");
        app.Edit("Program.cs", "Text()", "Text");
        var repository = NewRepository(workspace);
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "Hello", "Good morning");
        AssertWhole(["App", "Middle"], workspace.Build(1, 2));
        // Now it is known beforehand.
        AssertWhole(["App", "Lib", "Middle"], workspace.Build(0, 3));
        AssertNothingIsDone(workspace);

        lib.Edit("Lib.cs", "int unused = 1;", "int unused = 1; // For no reason.");
        repository.CommitEmpty("two");
        AssertWhole(["App", "Middle"], workspace.BuildAgain(1, 2));
        lib.Edit("Lib.cs", "Good morning", "Good evening");
        AssertWhole([], workspace.BuildAgain(1, 0));
        AssertNothingIsDone(workspace);
        // Of an older state, and not in its place.
        middle.Edit("Middle.cs", "Look", "Look here");
        workspace.BuildAgain(1, 0);
        lib.Edit("Lib.cs", "evening", "night");
        middle.Edit("Middle.cs", "Look here", "Look");
        AssertWhole(["Middle"], workspace.BuildAgain(1, 1));
        AssertNothingIsDone(workspace);

        // Who needs no more than what is seen is not asked for more; what is seen counts.
        lib.Edit("Lib.cs", "Greet(string name)", "Greet(string name, int times = 1)");
        AssertWhole([], workspace.Build(null, 0));
    }

    [TestMethod]
    public void Build_RestoresThoseAboveWhole_WhereTheyAreInADepotThatIsOnlyRead()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "Hello", "Good morning");
        var step = new BuildStep().WithEnvironment("COMPILEDEPOT_PATH", Path.Combine(Folder, "first") + Path.PathSeparator + workspace.DepotPath);
        AssertWhole(["App", "Middle"], workspace.Build(1, 2, step));
        AssertNothingIsDone(workspace, step);
    }

    /// <summary>The file of dependencies names versions of files, which a source may set.</summary>
    [TestMethod]
    public void Build_BuildsThoseAbove_WhenASourceSetsAnotherFileVersion()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        lib.Set("GenerateAssemblyFileVersionAttribute", "false").File("Version.cs", "[assembly: System.Reflection.AssemblyFileVersion(\"1.2.3.4\")]\n");
        workspace.Build(3, 0);
        lib.Edit("Version.cs", "1.2.3.4", "1.2.3.5");
        AssertWhole([], workspace.Build(null, null));
        lib.Edit("Lib.cs", "Hello", "Good morning");
        workspace.BuildAgain(1, 0);
    }

    /// <summary>What the assembly needs is copied along, and a method body may need something new.</summary>
    [TestMethod]
    public void Build_CopiesWhatABodyBeganToNeed()
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        lib.File("libs/Helper.dll", GeneratorKit.Helper()).Item("<Reference Include=\"Helper\"><HintPath>libs/Helper.dll</HintPath></Reference>");
        workspace.Build(3, 0);
        workspace.Tree.Mark("first");
        lib.Edit("Lib.cs", "\"Hello, \"", "global::Helper.Text()");
        var after = workspace.Build(1, 2);
        AssertWhole([], after);
        Assert.IsTrue(after.Files.ContainsKey("App/bin/Debug/net10.0/Helper.dll"));
        workspace.Tree.Return("first");
        Assert.IsFalse(workspace.Build(0, 3).Files.ContainsKey("App/bin/Debug/net10.0/Helper.dll"));
        lib.Edit("Lib.cs", "Hello", "Good morning");
        AssertWhole(["App", "Middle"], workspace.Build(1, 2));
    }

    /// <summary>A target of somebody's own may read anything of what dependencies made.</summary>
    [TestMethod]
    [DataRow("Lib")]
    [DataRow("App")]
    public void Build_BuildsThoseAbove_WhereATargetIsSomebodysOwn(string owner)
    {
        var workspace = NewWorkspace();
        var (lib, middle, app) = Samples.Chain(workspace.Tree);
        (owner == "Lib" ? lib : app).Item("<RestorableTarget Include=\"Sum\" />").Element("""
              <Target Name="Sum" AfterTargets="ResolveAssemblyReferences" BeforeTargets="CoreCompile" Inputs="@(ReferencePath);@(Compile)" Outputs="$(IntermediateOutputPath)sum.txt">
                <GetFileHash Files="$(MSBuildThisFileDirectory)../Lib/Lib.cs"><Output TaskParameter="Items" ItemName="OfLib" /></GetFileHash>
                <WriteLinesToFile File="$(IntermediateOutputPath)sum.txt" Lines="%(OfLib.FileHash)" Overwrite="true" />
                <ItemGroup><FileWrites Include="$(IntermediateOutputPath)sum.txt" /></ItemGroup>
              </Target>
            """);
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "Hello", "Good morning");
        AssertWhole(owner == "Lib" ? [] : ["Middle"], workspace.Build(1, 2));
    }

    /// <summary>A project that generates code is read whole, not by what can be seen of it; content and a source that is copied come along.</summary>
    [TestMethod]
    public void Build_TakesWhatIsCopiedAndWhatGenerates()
    {
        var workspace = NewWorkspace();
        var (lib, _, app) = Samples.Chain(workspace.Tree);
        var maker = workspace.Tree.Add(GeneratorKit.Project("Maker").Item(GeneratorKit.RoslynReference)).File("Maker.cs", GeneratorKit.Source.Replace("Helper.Text()", "\"x\"", StringComparison.Ordinal));
        app.Item("<ProjectReference Include=\"../Maker/Maker.csproj\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />");
        lib.Item("<Compile Update=\"Lib.cs\" CopyToOutputDirectory=\"PreserveNewest\" />");
        workspace.Build(4, 0);
        lib.Edit("Lib.cs", "Hello", "Good morning");
        AssertWhole(["App", "Maker", "Middle"], workspace.Build(1, 3));
        lib.Edit("Lib.cs", "morning", "evening");
        AssertWhole([], workspace.BuildAgain(1, 0));
        maker.Edit("Maker.cs", "TEXT", "OTHER");
        workspace.Build(2, 2);
        maker.Edit("Maker.cs", "OTHER", "TEXT");
        AssertWhole(["App", "Lib", "Maker", "Middle"], workspace.Build(0, 4));
    }

    [TestMethod]
    public void Build_RestoresThoseAboveWhole_InAllLanguagesAndFrameworks()
    {
        var workspace = NewWorkspace();
        var languages = Samples.AllLanguages(workspace.Tree);
        languages.CSharp.Set("TargetFramework", null).Set("TargetFrameworks", "net10.0;netstandard2.0").Set("LangVersion", "latest");
        workspace.Build(5, 0);
        languages.CSharp.Edit("Greeter.cs", "Hello", "Good morning");
        AssertWhole(["App", "FsLib", "VbLib"], workspace.Build(2, 3));
        languages.VisualBasic.Edit("Doubler.vb", "value * 2", "2 * value");
        AssertWhole([], workspace.BuildAgain(1, 0));
        languages.FSharp.Edit("Adder.fs", "a + b", "b + a");
        workspace.BuildAgain(null, null);
    }

    [TestMethod]
    [DataRow("-graph")]
    [DataRow("--no-dependencies")]
    public void Build_RestoresThoseAbove_HoweverTheyAreBuilt(string option)
    {
        var workspace = NewWorkspace();
        var (lib, _, _) = Samples.Chain(workspace.Tree);
        workspace.Build(3, 0);
        lib.Edit("Lib.cs", "Hello", "Good morning");
        if (option == "-graph")
        {
            AssertWhole(["App", "Middle"], workspace.Build(1, 2, new BuildStep().With(option)));
            lib.Edit("Lib.cs", "morning", "evening");
            workspace.BuildAgain(1, 0, new BuildStep().With(option));
            AssertNothingIsDone(workspace);
            return;
        }
        workspace.BuildAgain(1, 0, new BuildStep { Project = "Lib/Lib.csproj", MayKeep = ["Middle/", "App/"] });
        foreach (var project in (string[])["Middle/Middle.csproj", "App/App.csproj"])
            Assert.IsEmpty(workspace.Cached(new BuildStep { Project = project, IsClean = false }.With(option)).Log.Compilations);
        AssertNothingIsDone(workspace);
    }

    private static void AssertNothingIsDone(Workspace workspace, BuildStep? step = null)
    {
        var again = workspace.BuildAgain(0, 0, step);
        Assert.IsFalse(again.Log.DepotMessages.Any(m => m.Contains(": building ", StringComparison.Ordinal)), string.Join('\n', again.Log.DepotMessages));
    }

    private static void AssertWhole(IEnumerable<string> names, BuildOutcome outcome)
    {
        if (!Fixtures.TestRun.IsPlain)
            Assert.AreEqual(string.Join(' ', names), string.Join(' ', outcome.Log.RestoredWhole.Select(n => n.Split(' ')[0]).Order(StringComparer.Ordinal)), string.Join('\n', outcome.Log.DepotMessages));
    }
}
