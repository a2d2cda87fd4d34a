using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>The main job: a cold build fills, a clean and warm one restores, whatever the language and however the SDK was added.</summary>
[TestClass]
public sealed class LanguageTests : ScenarioTest
{
    [TestMethod]
    [DataRow(SdkWay.Repository)]
    [DataRow(SdkWay.Element)]
    [DataRow(SdkWay.Attribute)]
    public void Build_RestoresEverything_WhenDepotIsWarm(SdkWay way)
    {
        var workspace = NewWorkspace(way);
        Samples.AllLanguages(workspace.Tree);
        var step = new BuildStep { UsesServer = false };
        var cold = workspace.Build(compiled: 4, restored: 0, step);
        Assert.HasCount(4, cold.Log.Diagnostics);
        var warm = workspace.Build(compiled: 0, restored: 4, step);
        Assert.HasCount(4, warm.Log.Diagnostics);
        AssertWhole(4, warm);
        workspace.BuildAgain(compiled: 0, restored: 0, step);
    }

    [TestMethod]
    public void Build_ReplaysAllDiagnostics_WhenWarningsAreOfManyKinds()
    {
        var workspace = OneLibrary(out var library);
        library.Set("GenerateDocumentationFile", "true").Set("AnalysisLevel", "latest-all").Set("EnforceCodeStyleInBuild", "true").File("More.cs", """
            #warning A directive, with "quotes", a %25 and {braces}
            using System.Text;
            namespace Sample;
            public class more
            {
                [System.Obsolete("old; use 'Fresh'")] public void Old() { }
                public void Fresh() { Old(); string? s = null; _ = s.Length; }
            }

            """);
        var cold = workspace.Build(1, 0);
        Assert.IsGreaterThan(6, cold.Log.Diagnostics.Count);
        var warm = workspace.Build(0, 1);
        Assert.HasCount(cold.Log.Diagnostics.Count, warm.Log.Diagnostics);
    }

    [TestMethod]
    public void Build_RestoresEachFramework_WhenMultiTargeted()
    {
        var workspace = OneLibrary(out var library);
        library.Set("TargetFramework", null).Set("TargetFrameworks", "net10.0;netstandard2.0").Set("ImplicitUsings", null).Set("LangVersion", "latest");
        workspace.Build(compiled: 2, restored: 0);
        AssertWhole(2, workspace.Build(compiled: 0, restored: 2));
        library.File("Only.cs", "#if NETSTANDARD2_0\n#warning Only there\n#endif\n");
        workspace.Build(compiled: 2, restored: 0);
    }

    [TestMethod]
    public void Build_RestoresSatelliteAssemblies_WhenResourcesHaveCultures()
    {
        var workspace = OneLibrary(out var library);
        library.File("Text.resx", Samples.Resx("one")).File("Text.de.resx", Samples.Resx("eins"));
        // The satellite assembly is made by the same compile task, which the SDK does not tell the server's pipe there.
        var step = new BuildStep { UsesServer = false };
        workspace.Build(2, 0, step);
        workspace.Build(0, 2, step);
        library.File("Text.de.resx", Samples.Resx("zwei"));
        workspace.Build(compiled: 1, restored: 1, step);
        var actions = CompileDepot.Core.Builds.BuildRecordReader.ReadLast(workspace.DepotPath, workspace.Tree.Root)!.Actions;
        var satellite = actions.Single(a => a.Task == "Csc de/Lib.resources.dll");
        Assert.AreEqual("resource Lib/obj/Debug/net10.0/Lib.Text.de.resources changed", satellite.Why);
    }
}
