using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>What MSBuild takes for up to date, and a build from clean would write anew, must never be stored for what the project is now.</summary>
[TestClass]
public sealed class UntouchedOutputTests : ScenarioTest
{
    /// <summary>MSBuild does not compile again for these: no input of the compiler is newer.</summary>
    [TestMethod]
    [DataRow("-p:Optimize=true")]
    [DataRow("-p:CheckForOverflowUnderflow=true")]
    [DataRow("-p:NoWarn=CS0219")]
    public void Build_CompilesAfterAll_WhenAnIncrementalBuildHadOtherProperties(string property)
    {
        var workspace = OneLibrary(out _);
        var other = new BuildStep().With(property);
        workspace.Build(1, 0);
        workspace.Cached(other with { IsClean = false });
        AssertWhole(0, workspace.Build(1, 0, other));
        AssertWhole(1, workspace.Build(0, 1, other));
        AssertWhole(1, workspace.Build(0, 1));
    }

    [TestMethod]
    public void Build_WritesItsVersionAnew_WhenAnIncrementalBuildHadAnother()
    {
        var workspace = OneLibrary(out _);
        var other = new BuildStep().With("-p:Version=2.0.0");
        workspace.Build(1, 0);
        workspace.Cached(other with { IsClean = false });
        workspace.Build(null, null, other);
        AssertWhole(1, workspace.Build(0, 1, other));
    }

    /// <summary>What a person moves into a place keeps its time.</summary>
    [TestMethod]
    [DataRow("settings.json", "{ }\n", "{ \"a\": 1 }\n")]
    [DataRow("Text.resx", "one", "two")]
    public void Build_TakesTheNewContent_WhenAFileWithAnOlderTimeCame(string name, string before, string after)
    {
        string Text(string content) => name.EndsWith(".resx", StringComparison.Ordinal) ? Samples.Resx(content) : content;
        var workspace = OneLibrary(out var library);
        library.File(name, Text(before)).Item("<Content Include=\"settings.json\" CopyToOutputDirectory=\"PreserveNewest\" />");
        if (name != "settings.json")
            library.File("settings.json", "{ }\n");
        workspace.Build(1, 0);
        library.File(name, Text(after));
        File.SetLastWriteTimeUtc(workspace.Tree.PathOf("Lib/" + name), DateTime.UtcNow.AddDays(-3));
        workspace.Cached(new BuildStep { IsClean = false });
        workspace.Build(null, null);
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
    public void Build_RunsTheStep_WhenItsInputChangedAndItsTargetWasUpToDate()
    {
        NeedsCommand("sh", "-c", "exit 0");
        var workspace = OneLibrary(out var library);
        workspace.Tree.Write("shared/words.txt", "one\n");
        library.File("gen.sh", "cat ../shared/words.txt > obj/words.txt; echo deps > obj/side.d\n").Item("<RestorableTarget Include=\"Words\" />").Item("<None Include=\"gen.sh\" />").Element("""
              <Target Name="Words" BeforeTargets="CoreCompile" Inputs="gen.sh" Outputs="obj/words.txt">
                <CachedExec Command="sh gen.sh obj/side.d" Inputs="../shared/words.txt" Outputs="obj/words.txt" Condition="'$(CompileDepotMode)' != ''" />
                <Exec Command="sh gen.sh obj/side.d" Condition="'$(CompileDepotMode)' == ''" />
                <ItemGroup>
                  <FileWrites Include="obj/words.txt" />
                  <EmbeddedResource Include="obj/words.txt" />
                </ItemGroup>
              </Target>
            """);
        workspace.Build(1, 0);
        workspace.BuildAgain(0, 0);
        workspace.Tree.Write("shared/words.txt", "two\n");
        var changed = workspace.Build(null, null);
        AssertWhole(0, changed);
        Assert.IsTrue(Fixtures.TestRun.IsPlain || changed.Log.DepotMessages.Any(m => m.StartsWith("CompileDepot: step ", StringComparison.Ordinal) && m.Contains(": ran", StringComparison.Ordinal)), changed.BinlogPath);
    }
}
