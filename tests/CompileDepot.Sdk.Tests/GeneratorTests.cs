using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>DESIGN section 12, traps 3, 4 and 9: what generators are, and what they read.</summary>
[TestClass]
public sealed class GeneratorTests : ScenarioTest
{
    private static readonly BuildStep Step = new() { UsesServer = false };

    [TestMethod]
    public void Build_CompilesAgain_WhenCompilerVisiblePropertyChanges()
    {
        var workspace = WithGenerator(out var library);
        library.Set("Flavour", "sweet");
        AssertEditIsSeen(workspace, () => library.Set("Flavour", "sour"), step: Step);
        // The SDK reads the property by the name in the item: no file says $(Flavour).
        library.Set("Flavour", null);
        workspace.Build(1, 0, Step.WithEnvironment("Flavour", "hot"));
        workspace.Build(1, 0, Step.WithEnvironment("Flavour", "cold"));
        AssertWhole(1, workspace.Build(0, 1, Step.WithEnvironment("Flavour", "hot")));
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenGeneratorOfSameVersionHasOtherContent()
    {
        var workspace = WithGenerator(out var library);
        AssertEditIsSeen(workspace, () => library.File("tools/Maker.dll", GeneratorKit.Generator(second: true)), step: Step);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenHelperOfGeneratorChanges()
    {
        var workspace = WithGenerator(out var library);
        AssertEditIsSeen(workspace, () => library.File("tools/Helper.dll", GeneratorKit.Helper(second: true)), step: Step);
    }

    /// <summary>The helper is not an Analyzer item: csc finds it only beside the generator, or not at all.</summary>
    [TestMethod]
    public void Build_GivesPlainResult_WhenHelperIsNotNamedAndChanges()
    {
        var workspace = WithGenerator(out var library);
        library.WithoutItem("<Analyzer Include=\"tools/Maker.dll;tools/Helper.dll\" />").Item("<Analyzer Include=\"tools/Maker.dll\" />");
        workspace.Build(1, 0, Step);
        library.File("tools/Helper.dll", GeneratorKit.Helper(second: true));
        workspace.Build(null, null, Step);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenBinaryAdditionalFileChanges()
    {
        var workspace = WithGenerator(out var library);
        library.Item("<AdditionalFiles Include=\"data.bin\" />").File("data.bin", (byte[])[0, 255, 254, 0, 1, 128, 13, 10]);
        AssertEditIsSeen(workspace, () => library.File("data.bin", (byte[])[0, 255, 254, 0, 2, 128, 13, 10]), step: Step);
    }

    [TestMethod]
    public void Build_CompilesAgain_WhenAdditionalFileIsEmptiedOrRenamed()
    {
        var workspace = WithGenerator(out var library);
        library.Item("<AdditionalFiles Include=\"*.dat\" />").File("one.dat", "text");
        workspace.Build(1, 0, Step);
        library.File("one.dat", "");
        workspace.Build(1, 0, Step);
        workspace.Tree.Rename("Lib/one.dat", "Lib/two.dat");
        workspace.Build(1, 0, Step);
        workspace.Build(0, 1, Step);
    }

    [TestMethod]
    public void Build_RestoresGeneratedSources_WhenTheyAreEmitted()
    {
        var workspace = WithGenerator(out var library);
        library.Set("EmitCompilerGeneratedFiles", "true");
        var cold = workspace.Build(1, 0, Step);
        Assert.IsTrue(cold.Files.Keys.Any(path => path.EndsWith("Made.g.cs", StringComparison.Ordinal)));
        workspace.Build(0, 1, Step);
        library.Set("Flavour", "sour");
        workspace.BuildAgain(1, 0, Step);
        library.Set("Flavour", null);
        workspace.BuildAgain(0, 1, Step);
        library.Set("CompilerGeneratedFilesOutputPath", "$(BaseIntermediateOutputPath)made");
        workspace.Build(1, 0, Step);
        workspace.Build(0, 1, Step);
    }

    [TestMethod]
    public void Build_CompilesConsumers_WhenGeneratorProjectOfTheSolutionChanges()
    {
        var workspace = OneLibrary(out var library);
        var helper = workspace.Tree.Add(GeneratorKit.Project("Helper")).File("Helper.cs", GeneratorKit.HelperSource);
        var maker = workspace.Tree.Add(GeneratorKit.Project("Maker").References(helper).Item(GeneratorKit.RoslynReference)
            .Set("GetTargetPathDependsOn", "$(GetTargetPathDependsOn);AddHelper")
            .Element("""
              <Target Name="AddHelper">
                <ItemGroup><TargetPathWithTargetPlatformMoniker Include="../Helper/bin/$(Configuration)/netstandard2.0/Helper.dll" IncludeRuntimeDependency="false" /></ItemGroup>
              </Target>
            """)).File("Maker.cs", GeneratorKit.Source);
        library.Item($"<ProjectReference Include=\"../{maker.Path}\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />")
            .File("Use.cs", "namespace Sample;\n\npublic static class Use\n{\n    public static string It() => Made.Text;\n}\n");
        workspace.Tree.Mark("first");
        workspace.Build(3, 0, Step);
        workspace.Build(0, 3, Step);
        maker.Edit("Maker.cs", "TEXT", "Text of the second day");
        workspace.BuildAgain(2, 0, Step);
        helper.Edit("Helper.cs", "HELP", "Help of the third day");
        // netstandard2.0 projects make no reference assemblies: Maker sees the helper itself.
        workspace.BuildAgain(compiled: 3, restored: 0, Step);
        workspace.Tree.Return("first");
        workspace.BuildAgain(0, 3, Step);
        workspace.Build(0, 3, Step);
    }

    private Workspace WithGenerator(out TestProject library)
    {
        var workspace = OneLibrary(out library);
        GeneratorKit.AddTo(library);
        return workspace;
    }
}
