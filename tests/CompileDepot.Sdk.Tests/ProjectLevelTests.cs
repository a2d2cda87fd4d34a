using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Whole projects are restored: one solution through long scripts of edits, each step compared with the clean plain build.</summary>
[TestClass]
public sealed class ProjectLevelTests : ScenarioTest
{
    /// <summary>Edits of every kind come and go, upon what the former build left.</summary>
    [TestMethod]
    public void BuildAgain_EqualsCleanPlainBuild_WhenEditsOfAllKindsComeAndGo()
    {
        var workspace = NewWorkspace();
        var tree = workspace.Tree;
        var shop = new Shop(tree);
        var incremental = new BuildStep { UsesServer = false };
        tree.Mark("first");
        workspace.Build(Shop.Compiles, 0, incremental);
        AssertWhole(Shop.Builds, workspace.Build(0, Shop.Compiles, incremental));
        var nothing = workspace.BuildAgain(0, 0, incremental);
        AssertWhole(0, nothing);
        Assert.IsEmpty(nothing.Log.ProjectsThatCompiled);
        AssertPlainHasNothingToDo(workspace);

        // Bodies, a new file, contents.
        shop.Core.Edit("Core.cs", "Hello", "Good morning");
        shop.Lib.File("New.cs", "namespace Sample;\n\npublic class New\n{\n}\n").File("Text.de.resx", Samples.Resx("zwei")).File("content.json", "{ \"b\": 2 }\n").File("data.txt", "other\n");
        shop.App.File("runtimeconfig.template.json", "{ \"configProperties\": { \"One\": 2 } }\n");
        workspace.BuildAgain(null, null, incremental);
        tree.Mark("second");

        // An interface, a renamed and a deleted file, configuration files, an import, a file that goes to another place.
        shop.Core.Edit("Core.cs", "Greet(string name)", "Greet(string name, int times = 1)");
        tree.Rename("Lib/New.cs", "Lib/Newer.cs");
        tree.Delete("App/settings.json");
        shop.App.WithoutItem("<Content Include=\"settings.json\" CopyToOutputDirectory=\"PreserveNewest\" />").File("App.config", "<configuration>\n  <appSettings />\n</configuration>\n");
        shop.App.File("Properties/launchSettings.json", "{ \"profiles\": { \"App\": { \"commandName\": \"Project\" } } }\n");
        shop.Lib.WithoutItem("<ContentWithTargetPath Include=\"third.txt\" TargetPath=\"third/here.txt\" CopyToOutputDirectory=\"PreserveNewest\" />")
            .Item("<ContentWithTargetPath Include=\"third.txt\" TargetPath=\"third/there.txt\" CopyToOutputDirectory=\"PreserveNewest\" />");
        tree.Edit("Directory.Build.props", "<Product>Shop</Product>", "<Product>Market</Product>");
        workspace.BuildAgain(null, null, incremental);
        tree.Mark("third");

        // The generator, and a file that goes.
        shop.Maker.Edit("Maker.cs", "\\\"made\\\"", "\\\"made anew\\\"");
        tree.Delete("Lib/Newer.cs");
        workspace.BuildAgain(null, null, incremental);

        // Branches, back and forth: nothing is compiled any more.
        tree.Return("first");
        AssertWhole(Shop.Builds, workspace.BuildAgain(0, Shop.Compiles, incremental));
        tree.Return("third");
        // What is the same there stays in its place.
        workspace.BuildAgain(0, null, incremental);
        AssertPlainHasNothingToDo(workspace);

        // Without the SDK for a while, and back.
        tree.Return("second");
        workspace.Cached(incremental with { IsClean = false, Arguments = ["-p:CompileDepotEnabled=false"] });
        workspace.BuildAgain(null, null, incremental);
        tree.Return("first");
        workspace.BuildAgain(0, null, incremental);
    }

    /// <summary>Files outside of the project that no item names: one that a resource file links, and one that a property names.</summary>
    [TestMethod]
    public void Build_SeesFiles_WhenOnlyAnotherFileOrAPropertyNamesThem()
    {
        var workspace = OneLibrary(out var library);
        workspace.Tree.Write("shared/text.txt", "one\n");
        workspace.Tree.Write("shared/any.config", "<configuration>\n</configuration>\n");
        // MSBuild wants an assembly of this name where a resource is linked; any will do.
        var extensions = workspace.Tree.Add(new TestProject("System.Resources.Extensions")).File("None.cs", "public class None;\n");
        library.References(extensions).Set("GenerateResourceUsePreserializedResources", "true").Set("OutputType", "Exe").Set("AppConfig", "../shared/any.config").File("Program.cs", "Console.WriteLine();\n")
            .File("Linked.resx", Samples.Resx("x").Replace("<data", "<data name=\"Linked\" type=\"System.Resources.ResXFileRef, System.Windows.Forms\"><value>../shared/text.txt;System.String, mscorlib;utf-8</value></data>\n  <data", StringComparison.Ordinal));
        workspace.Tree.Mark("first");
        workspace.Build(2, 0);
        workspace.Tree.Write("shared/text.txt", "two\n");
        workspace.Build(1, 1);
        workspace.Tree.Return("first");
        AssertWhole(2, workspace.Build(0, 2));
        workspace.Tree.Write("shared/any.config", "<configuration>\n  <appSettings />\n</configuration>\n");
        AssertWhole(1, workspace.Build(0, 2));
    }
}
