namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// A small solution with what a project's build can be made of: several frameworks, a generator of the solution's own, satellites, an embedded PDB, a real strong-name key, two languages,
/// content of each kind, files that the SDK finds by name, a reference without an assembly. Building all of it is <see cref="Compiles"/> compiles in <see cref="Builds"/> builds of a project.
/// </summary>
public sealed class Shop
{
    /// <summary>Core twice, Maker, Lib and its satellite, Vb, Tool, App.</summary>
    public const int Compiles = 8;

    /// <summary>One for each project and framework.</summary>
    public const int Builds = 7;

    public Shop(TestTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        tree.Write("Directory.Build.props", "<Project>\n  <PropertyGroup>\n    <Product>Shop</Product>\n  </PropertyGroup>\n</Project>\n");
        Core = tree.Add(new TestProject("Core").Set("TargetFramework", null).Set("TargetFrameworks", "net10.0;netstandard2.0").Set("LangVersion", "latest"))
            .Item("<InternalsVisibleTo Include=\"Tool\" />")
            .File("Core.cs", Samples.LibrarySource).File("Inner.cs", "namespace Sample;\n\ninternal static class Inner\n{\n    public const int Number = 1;\n}\n");
        Maker = tree.Add(GeneratorKit.Project("Maker").Item(GeneratorKit.RoslynReference)).File("Maker.cs", """
            using Microsoft.CodeAnalysis;

            [Generator]
            public sealed class Maker : IIncrementalGenerator
            {
                public void Initialize(IncrementalGeneratorInitializationContext context) =>
                    context.RegisterPostInitializationOutput(output => output.AddSource("Made.g.cs", "public static class Made { public const string Text = \"made\"; }"));
            }

            """);
        Lib = tree.Add(Samples.CSharp("Lib").Set("DebugType", "embedded").Set("SignAssembly", "true").Set("AssemblyOriginatorKeyFile", "key.snk").References(Core))
            .Item("<ProjectReference Include=\"../Maker/Maker.csproj\" OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" />")
            .Item("<EmbeddedResource Include=\"data.txt\" LogicalName=\"the data\" />")
            .Item("<Content Include=\"content.json\" Link=\"inner/content.json\" CopyToOutputDirectory=\"PreserveNewest\" />")
            .Item("<None Update=\"note.txt\" TargetPath=\"notes/renamed.txt\" CopyToOutputDirectory=\"IfDifferent\" />")
            .Item("<ContentWithTargetPath Include=\"third.txt\" TargetPath=\"third/here.txt\" CopyToOutputDirectory=\"PreserveNewest\" />")
            .File("key.snk", Binaries.StrongNameKey()).File("data.txt", "data\n").File("content.json", "{}\n").File("note.txt", "note\n").File("third.txt", "third\n")
            .File("Text.resx", Samples.Resx("one")).File("Text.de.resx", Samples.Resx("eins"))
            .File("Lib.cs", "namespace Sample;\n\npublic static class Library\n{\n    public static string Text() => Greeter.Greet(Made.Text);\n}\n");
        Vb = tree.Add(Samples.VisualBasic("Vb").References(Core)).File("Doubler.vb", """
            Public Module Doubler
                Public Function Twice(value As Integer) As Integer
                    Dim unused As Integer
                    Return value * 2 + Sample.Greeter.Greet("").Length
                End Function
            End Module

            """);
        Tool = tree.Add(Samples.CSharp("Tool").Set("OutputType", "Exe").References(Core)).File("Program.cs", "Console.WriteLine(Sample.Inner.Number);\n");
        App = tree.Add(Samples.CSharp("App").Set("OutputType", "Exe").References(Lib, Vb))
            .Item("<ProjectReference Include=\"../Tool/Tool.csproj\" ReferenceOutputAssembly=\"false\" />")
            .Item("<Content Include=\"settings.json\" CopyToOutputDirectory=\"PreserveNewest\" />")
            .File("settings.json", "{ \"a\": 1 }\n").File("App.config", "<configuration>\n</configuration>\n")
            .File("runtimeconfig.template.json", "{ \"configProperties\": { \"One\": 1 } }\n").File("Properties/launchSettings.json", "{ \"profiles\": {} }\n")
            .File("Program.cs", "#warning App is only a sample\nConsole.WriteLine(Sample.Library.Text() + Vb.Doubler.Twice(2));\n");
    }

    public TestProject Core { get; }

    public TestProject Maker { get; }

    public TestProject Lib { get; }

    public TestProject Vb { get; }

    public TestProject Tool { get; }

    public TestProject App { get; }
}
