namespace CompileDepot.Benchmarks.Comparing;

/// <summary>Two small projects with all that the cases of <see cref="SoundnessCase"/> need: a warning, a generator with a helper, files of several kinds, a caller's path, a commit in the version.</summary>
internal sealed class SoundSample
{
    public const string Solution = "Sound.slnx";
    public const string Library = "Lib/Lib.csproj";
    public const string Words = "Lib/words.txt";
    public const string Data = "Lib/data.txt";
    public const string Helper = "tools/Helper.dll";
    public const string EditorConfig = ".editorconfig";
    public const string Variable = "Flavour";

    private const string Maker = """
        using System.Linq;
        using Microsoft.CodeAnalysis;

        [Generator]
        public sealed class Maker : IIncrementalGenerator
        {
            public void Initialize(IncrementalGeneratorInitializationContext context)
            {
                var flavour = context.AnalyzerConfigOptionsProvider.Select((options, _) => options.GlobalOptions.TryGetValue("build_property.Flavour", out var value) ? value : "none");
                var files = context.AdditionalTextsProvider.Select((file, stop) => file.GetText(stop).ToString().Trim()).Collect();
                context.RegisterSourceOutput(flavour.Combine(files), (output, seen) => output.AddSource("Made.g.cs",
                    $"public static class Made {{ public const string Text = \"{Helper.Text()} {seen.Left} {string.Join(",", seen.Right)}\"; }}\n"));
            }
        }
        """;

    private readonly string _tools;

    /// <summary>Builds the generator, and its helper twice: the same name and version, other content.</summary>
    /// <param name="builder">Whose server and packages are used.</param>
    public SoundSample(Workplace place, Contestant builder)
    {
        _tools = Path.Combine(place.Folder, "sound", "tools");
        foreach (var helper in new[] { "one", "two" })
        {
            var folder = Path.Combine(_tools, helper);
            Write(folder, "Helper/Helper.csproj", Project(""));
            Write(folder, "Helper/Helper.cs", $"public static class Helper {{ public static string Text() => \"{helper}\"; }}\n");
            Write(folder, "Maker/Maker.csproj", Project("""<ItemGroup><Reference Include="$(RoslynTargetsPath)/bincore/Microsoft.CodeAnalysis.dll" Private="false" /><ProjectReference Include="../Helper/Helper.csproj" /></ItemGroup>"""));
            Write(folder, "Maker/Maker.cs", Maker);
            Write(folder, "Tools.slnx", """<Solution><Project Path="Helper/Helper.csproj" /><Project Path="Maker/Maker.csproj" /></Solution>""");
            var tree = new SourceTree(place, folder, "Tools.slnx");
            builder.Restore(tree);
            builder.Build(tree).Checked("the build of the generator");
        }
    }

    public SourceTree WriteTo(Workplace place, string folder)
    {
        Write(folder, Solution, """<Solution><Project Path="Lib/Lib.csproj" /><Project Path="App/App.csproj" /></Solution>""");
        Write(folder, EditorConfig, "root = true\n");
        Write(folder, Library, """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Flavour Condition="'$(Flavour)' == ''">mild</Flavour>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <ErrorLog>obj/Debug/Lib.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
              <ItemGroup>
                <CompilerVisibleProperty Include="Flavour" />
                <AdditionalFiles Include="words.txt" />
                <EmbeddedResource Include="data.txt" />
                <Analyzer Include="../tools/Maker.dll;../tools/Helper.dll" />
              </ItemGroup>
            </Project>

            """);
        Write(folder, "Lib/Thing.cs", """
            using System.Runtime.CompilerServices;

            namespace Lib;

            /// <summary>A thing.</summary>
            public static class Thing
            {
                /// <summary>Where it is called.</summary>
                public static string Where([CallerFilePath] string path = "") => path;

                /// <summary>Has a warning.</summary>
                public static string Text()
                {
                    int unused;
                    return Made.Text + Where();
                }
            }

            """);
        Write(folder, Words, "alpha\n");
        Write(folder, Data, "first\n");
        Write(folder, "App/App.csproj", Project("""<ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>"""));
        Write(folder, "App/App.cs", "public static class App { public static string Run() => Lib.Thing.Text(); }\n");
        Directory.CreateDirectory(Path.Combine(folder, "tools"));
        File.Copy(Built("one", "Maker"), Path.Combine(folder, "tools", "Maker.dll"));
        var tree = new SourceTree(place, folder, Solution);
        PutHelper(tree, "one");
        return tree.Commit();
    }

    /// <param name="which">one, two.</param>
    public void PutHelper(SourceTree tree, string which)
    {
        File.Copy(Built(which, "Helper"), tree.File(Helper), overwrite: true);
        File.SetLastWriteTimeUtc(tree.File(Helper), DateTime.UtcNow);
    }

    private static string Project(string items) => $"""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{items}</Project>""";

    private string Built(string which, string name) => Path.Combine(_tools, which, name, "bin", "Debug", "net10.0", name + ".dll");

    private static void Write(string folder, string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
