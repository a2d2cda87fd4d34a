namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>A source generator and its helper assembly, in two builds of the same name and version but other content; made once per run.</summary>
public static class GeneratorKit
{
    /// <summary>
    /// Writes what it saw into a constant: its own text, its helper's, the property Flavour, and size and digest of each additional file. Flavour "random"
    /// makes it give something else each time.
    /// </summary>
    public const string Source = """
        using System;
        using System.IO;
        using System.Linq;
        using Microsoft.CodeAnalysis;

        [Generator]
        public sealed class Maker : IIncrementalGenerator
        {
            public void Initialize(IncrementalGeneratorInitializationContext context)
            {
                var flavour = context.AnalyzerConfigOptionsProvider.Select((options, _) =>
                    options.GlobalOptions.TryGetValue("build_property.Flavour", out var value) ? value : "none");
                var files = context.AdditionalTextsProvider
                    .Select((file, _) => Path.GetFileName(file.Path) + " " + string.Join("-", File.ReadAllBytes(file.Path).Take(8)))
                    .Collect();
                context.RegisterSourceOutput(flavour.Combine(files), (output, seen) => output.AddSource("Made.g.cs",
                    "public static class Made { public const string Text = @\"" + "TEXT " + Helper.Text() + " "
                    + (seen.Left == "random" ? Guid.NewGuid().ToString() : seen.Left) + " " + string.Join(",", seen.Right) + "\"; }\n"));
            }
        }

        """;

    public const string HelperSource = """
        public static class Helper
        {
            public static string Text() => "HELP";
        }

        """;

    private static readonly Lazy<string> First = new(() => Make("one"));
    private static readonly Lazy<string> Second = new(() => Make("two"));

    public static byte[] Generator(bool second = false) => File.ReadAllBytes(Path.Combine(second ? Second.Value : First.Value, "Maker.dll"));

    public static byte[] Helper(bool second = false) => File.ReadAllBytes(Path.Combine(second ? Second.Value : First.Value, "Helper.dll"));

    /// <summary>Gives a project the first generator and helper as files of its own.</summary>
    public static TestProject AddTo(TestProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        return project
            .File("tools/Maker.dll", Generator()).File("tools/Helper.dll", Helper())
            .Item("<Analyzer Include=\"tools/Maker.dll;tools/Helper.dll\" />")
            .Item("<CompilerVisibleProperty Include=\"Flavour\" />");
    }

    public static TestProject Project(string name) => new TestProject(name)
        .Set("TargetFramework", "netstandard2.0")
        .Set("LangVersion", "latest");

    public const string RoslynReference = "<PackageReference Include=\"Microsoft.CodeAnalysis.CSharp\" Version=\"4.14.0\" PrivateAssets=\"all\" />";

    private static string Make(string text)
    {
        var tree = new TestTree(Path.Combine(TestRun.Folder, "generators", text), SdkWay.None);
        var helper = tree.Add(Project("Helper")).File("Helper.cs", HelperSource.Replace("HELP", "helper " + text, StringComparison.Ordinal));
        tree.Add(Project("Maker").References(helper).Item(RoslynReference)).File("Maker.cs", Source.Replace("TEXT", "generator " + text, StringComparison.Ordinal));
        var output = tree.PathOf("out");
        var built = DotNet.Run(new DotNetCall
        {
            Arguments = ["build", tree.PathOf("Maker/Maker.csproj"), "-o", output, "-nologo", "-v:q", "-p:Deterministic=true"],
            WorkingFolder = tree.Root,
        });
        return built.ExitCode == 0 ? output : throw new InvalidOperationException(built.Output);
    }
}
