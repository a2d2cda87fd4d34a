using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What MSBuild takes for up to date, and a build from clean would write anew, must never be stored for what the project is now.</summary>
[TestClass]
public sealed class UntouchedOutputTests : ScenarioTest
{
    /// <summary>MSBuild does not compile again for these: no input of the compiler is newer.</summary>
    [TestMethod]
    [DataRow("-p:Optimize=true")]
    [DataRow("-p:NoWarn=CS0219")]
    [DataRow("-p:Version=2.0.0")]
    public void BuildAgain_WritesWhatDependsOnThem_WhenPropertiesAreOthers(string property)
    {
        var workspace = OneLibrary(out var library);
        library.File("Text.resx", Samples.Resx("one"));
        var other = new BuildStep().With(property);
        workspace.Build(1, 0);
        workspace.BuildAgain(1, 0, other);
        AssertWhole(1, workspace.Build(0, 1, other));
        AssertWhole(1, workspace.BuildAgain(0, 1));
        AssertWhole(0, workspace.BuildAgain(0, 0));
    }

    /// <summary>What a person moves into a place keeps its time.</summary>
    [TestMethod]
    public void Build_TakesTheNewContent_WhenFilesWithAnOlderTimeCame()
    {
        var workspace = OneLibrary(out var library);
        library.File("settings.json", "{ }\n").File("Text.resx", Samples.Resx("one")).Item("<Content Include=\"settings.json\" CopyToOutputDirectory=\"PreserveNewest\" />");
        workspace.Build(1, 0);
        library.File("Text.resx", Samples.Resx("two"));
        File.SetLastWriteTimeUtc(workspace.Tree.PathOf("Lib/Text.resx"), DateTime.UtcNow.AddDays(-3));
        workspace.BuildAgain(1, 0);
        AssertWhole(1, workspace.Build(0, 1));
        library.File("settings.json", "{ \"a\": 1 }\n");
        File.SetLastWriteTimeUtc(workspace.Tree.PathOf("Lib/settings.json"), DateTime.UtcNow.AddDays(-3));
        workspace.Cached(new BuildStep { IsClean = false });
        AssertWhole(0, workspace.Build(0, 1));
        AssertWhole(1, workspace.Build(0, 1));
    }

    /// <summary>The SDK's hash of attributes is of their numbered parameters alone.</summary>
    [TestMethod]
    public void BuildAgain_WritesTheAttribute_WhenOneOfItsNamesHasAnotherValue()
    {
        var workspace = OneLibrary(out var library);
        const string Attribute = "<AssemblyAttribute Include=\"System.Reflection.AssemblyMetadata\"><_Parameter1>a</_Parameter1><_Parameter2>{0}</_Parameter2></AssemblyAttribute>";
        const string Named = "<AssemblyAttribute Include=\"Sample.Limit\"><Most>{0}</Most></AssemblyAttribute>";
        library.File("Limit.cs", "namespace Sample;\n\n[AttributeUsage(AttributeTargets.Assembly)]\npublic sealed class LimitAttribute : Attribute\n{\n    public string Most { get; set; } = \"\";\n}\n");
        library.Item(Attribute.Replace("{0}", "b", StringComparison.Ordinal)).Item(Named.Replace("{0}", "4", StringComparison.Ordinal));
        workspace.Build(1, 0);
        library.WithoutItem(Named.Replace("{0}", "4", StringComparison.Ordinal)).Item(Named.Replace("{0}", "8", StringComparison.Ordinal));
        workspace.BuildAgain(1, 0);
        AssertWhole(1, workspace.Build(0, 1));
    }

    /// <summary>The ordinary day of a person: nothing of it keeps a program from being stored whole.</summary>
    [TestMethod]
    public void BuildAgain_StoresAllWhole_WhenAPersonWorks()
    {
        var workspace = NewWorkspace();
        var (lib, _, app) = Samples.Chain(workspace.Tree);
        app.File("settings.json", "{ }\n").Item("<Content Include=\"settings.json\" CopyToOutputDirectory=\"PreserveNewest\" />").File("App.config", "<configuration>\n</configuration>\n");
        lib.File("Text.resx", Samples.Resx("one"));
        // A failure at first: resources are made before compilers run.
        lib.Edit("Lib.cs", "Hello", "Hello\"");
        workspace.Build(null, null);
        lib.Edit("Lib.cs", "Hello\"", "Hello");
        workspace.BuildAgain(null, null);
        workspace.BuildAgain(null, null);
        AssertWhole(3, workspace.Build(0, 3));
        app.File("settings.json", "{ \"a\": 1 }\n");
        workspace.BuildAgain(0, 0);
        app.Set("Product", "Other");
        workspace.BuildAgain(1, 0);
        app.File("App.config", "<configuration>\n  <appSettings />\n</configuration>\n");
        workspace.BuildAgain(null, 0);
        // Those above list the satellite, too, and MSBuild does not look.
        lib.File("Text.de.resx", Samples.Resx("zwei"));
        workspace.Cached(new BuildStep { IsClean = false });
        AssertWhole(1, workspace.Build(0, null));
        AssertWhole(3, workspace.Build(0, null));
    }

    /// <summary>A target of a person's own may read all items.</summary>
    [TestMethod]
    public void Build_RunsTheTarget_WhenAnItemWentThatItLists()
    {
        var workspace = OneLibrary(out var library);
        library.File("a.txt", "a\n").File("b.txt", "b\n").Item("<RestorableTarget Include=\"List\" />").Element("""
              <Target Name="List" BeforeTargets="CoreCompile" Inputs="@(None)" Outputs="obj/list.txt">
                <WriteLinesToFile File="obj/list.txt" Lines="@(None)" Overwrite="true" />
                <ItemGroup>
                  <FileWrites Include="obj/list.txt" />
                </ItemGroup>
              </Target>
            """);
        workspace.Build(1, 0);
        workspace.Tree.Delete("Lib/b.txt");
        workspace.Cached(new BuildStep { IsClean = false });
        AssertWhole(0, workspace.Build(0, 1));
        AssertWhole(1, workspace.Build(0, 1));
    }

    /// <summary>The SDK copies what a referenced assembly needs from where it lies, and no item names it.</summary>
    [TestMethod]
    public void Build_CopiesWhatLiesBesideAReference_WhenItCame()
    {
        var workspace = NewWorkspace();
        var inner = workspace.Tree.Add(Samples.CSharp("Inner")).File("Inner.cs", "namespace Sample;\n\npublic class Inner;\n");
        workspace.Tree.Add(Samples.CSharp("Outer").References(inner)).File("Outer.cs", "namespace Sample;\n\npublic class Outer : Inner;\n");
        workspace.Cached(new BuildStep());
        byte[] Built(string name) => File.ReadAllBytes(workspace.Tree.PathOf($"Outer/bin/Debug/net10.0/{name}.dll"));
        var (first, second) = (Built("Outer"), Built("Inner"));
        var other = NewWorkspace(name: "x");
        other.Tree.Write("lib/Outer.dll", first);
        var app = other.Tree.Add(Samples.CSharp("App").Set("OutputType", "Exe").Item("<Reference Include=\"Outer\"><HintPath>../lib/Outer.dll</HintPath></Reference>")).File("Program.cs", "Console.WriteLine();\n");
        other.Build(1, 0);
        AssertWhole(1, other.Build(0, 1));
        other.Tree.Write("lib/Inner.dll", second);
        AssertWhole(0, other.Build(null, null));
        Assert.IsTrue(Fixtures.TestRun.IsPlain || File.Exists(other.Tree.PathOf("App/bin/Debug/net10.0/Inner.dll")));
        other.Tree.Delete("lib/Inner.dll");
        other.Build(null, null);
        app.File("Program.cs", "Console.WriteLine(1);\n");
        other.Build(1, 0);
        // What it needs is in the list of dependencies of those above, too, though nothing that MSBuild looks at is newer there.
        other.Tree.Add(Samples.CSharp("Top").Set("OutputType", "Exe").References(app)).File("Program.cs", "Console.WriteLine(2);\n");
        other.Build(null, null);
        other.Tree.Write("lib/Inner.dll", second);
        other.Cached(new BuildStep { IsClean = false });
        other.Build(null, null);
    }

    /// <summary>Folders beside the project: the SDK's list for cleaning does not name what is copied there from others.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Build_RestoresTheCopiesOfDependencies_WhenOutputLiesBesideTheProject(bool isShared)
    {
        var workspace = NewWorkspace();
        var (lib, middle, app) = Samples.Chain(workspace.Tree);
        foreach (var project in new[] { lib, middle, app })
            project.Set("OutputPath", isShared ? "../bin/all/" : $"../bin/{project.Name}/");
        lib.Item("<PackageReference Include=\"System.Memory\" Version=\"4.5.5\" />");
        app.Item("<Content Include=\"../shared.json\" Link=\"../beside/shared.json\" CopyToOutputDirectory=\"PreserveNewest\" />");
        workspace.Tree.Write("shared.json", "{ }\n");
        workspace.Build(3, 0);
        AssertWhole(3, workspace.Build(0, 3));
        AssertWhole(3, workspace.Build(0, 3, new BuildStep { UsesServer = false }.With("-graph")));
        if (Fixtures.TestRun.IsPlain || isShared)
            return;
        File.Delete(workspace.Tree.PathOf("bin/App/Lib.dll"));
        workspace.BuildAgain(0, null);
    }

    /// <summary>A step in a target that MSBuild found up to date: what it read, only the build before knows.</summary>
    [TestMethod]
    [DataRow("CoreCompile")]
    [DataRow("BeforeBuild")]
    public void Build_RunsTheStep_WhenItsInputChangedAndItsTargetWasUpToDate(string before)
    {
        NeedsCommand("sh", "-c", "exit 0");
        var workspace = OneLibrary(out var library);
        workspace.Tree.Write("shared/words.txt", "one\n");
        library.File("gen.sh", "cat ../shared/words.txt > obj/words.txt; echo deps > obj/side.d\n").Item("<RestorableTarget Include=\"Words\" />").Item("<None Include=\"gen.sh\" />").Element("""
              <Target Name="Words" BeforeTargets="BEFORE" Inputs="gen.sh" Outputs="obj/words.txt">
                <CachedExec Command="sh gen.sh obj/side.d" Inputs="../shared/words.txt" Outputs="obj/words.txt" Condition="'$(CompileDepotMode)' != ''" />
                <Exec Command="sh gen.sh obj/side.d" Condition="'$(CompileDepotMode)' == ''" />
                <ItemGroup>
                  <FileWrites Include="obj/words.txt" />
                  <EmbeddedResource Include="obj/words.txt" />
                </ItemGroup>
              </Target>
            """.Replace("BEFORE", before, StringComparison.Ordinal));
        workspace.Build(1, 0);
        workspace.BuildAgain(0, 0);
        workspace.Tree.Write("shared/words.txt", "two\n");
        var changed = workspace.Build(null, null);
        AssertWhole(0, changed);
        Assert.IsTrue(Fixtures.TestRun.IsPlain || changed.Log.DepotMessages.Any(m => m.StartsWith("CompileDepot: step ", StringComparison.Ordinal) && m.Contains(": ran", StringComparison.Ordinal)), changed.BinlogPath);
    }
}
