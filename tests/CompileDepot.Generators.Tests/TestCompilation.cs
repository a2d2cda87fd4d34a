using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CompileDepot.Generators.Tests;

/// <summary>A project that seals collections, compiled in this process: its sources with those that the SDK adds, a gathered file, and projects that it refers to.</summary>
internal sealed class TestCompilation
{
    private static readonly ImmutableArray<MetadataReference> Framework =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal)).Select(p => MetadataReference.CreateFromFile(p))];

    private readonly List<byte[]> _libraries = [];
    private readonly List<AdditionalText> _files = [];

    public TestCompilation(string source, string? gathered = null, LanguageVersion version = LanguageVersion.Latest, bool embedded = true)
    {
        Options = new CSharpParseOptions(version, DocumentationMode.Diagnose);
        Compilation = CSharpCompilation.Create(
            "App",
            [Tree(source, "App.cs"), Tree(SdkSource("CompileDepot.Collections.cs"), "CompileDepot.Collections.cs"), .. embedded ? [Tree(SdkSource("CompileDepot.Collections.Embedded.cs"), "Embedded.cs")] : Array.Empty<SyntaxTree>()],
            Framework,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, generalDiagnosticOption: ReportDiagnostic.Error, warningLevel: 9999, allowUnsafe: true,
                nullableContextOptions: version >= LanguageVersion.CSharp8 ? NullableContextOptions.Enable : NullableContextOptions.Disable,
                // Of assemblies of other versions that the framework's own refer to.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1591", ReportDiagnostic.Suppress)]));
        if (gathered is not null)
            _files.Add(new TextFile("/src/App/obj/App.gathered.txt", gathered));
    }

    public CSharpParseOptions Options { get; }

    public CSharpCompilation Compilation { get; private set; }

    public static string SdkSource(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "collections", name));

    public SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), Options, path);

    public TestCompilation WithFile(string path, string text)
    {
        _files.Add(new TextFile(path, text));
        return this;
    }

    /// <summary>Adds a project that this one refers to.</summary>
    public TestCompilation WithLibrary(string name, string source, params string[] aliases)
    {
        var library = CSharpCompilation.Create(name, [Tree(source, name + ".cs")], Compilation.References, new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: Compilation.Options.NullableContextOptions));
        using var image = new MemoryStream();
        var result = library.Emit(image);
        Assert.IsTrue(result.Success, string.Join("\n", result.Diagnostics));
        _libraries.Add(image.ToArray());
        Compilation = Compilation.AddReferences(MetadataReference.CreateFromImage(image.ToArray(), new(aliases: [.. aliases])));
        return this;
    }

    public GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new SealedCollectionGenerator().AsSourceGenerator()], _files, Options, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public (Compilation Compilation, GeneratorRunResult Result) Run(CancellationToken cancellation = default)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compilation, out var updated, out _, cancellation);
        return (updated, driver.GetRunResult().Results.Single());
    }

    /// <summary>The errors of the generator, after checking that the compiler has none of its own.</summary>
    public IReadOnlyList<Diagnostic> Errors()
    {
        var (compilation, result) = Run();
        Assert.IsNull(result.Exception, result.Exception?.ToString());
        AssertClean(compilation.GetDiagnostics(), result);
        return result.Diagnostics;
    }

    /// <summary>The one error of the generator.</summary>
    public Diagnostic Error(string code)
    {
        var errors = Errors();
        Assert.HasCount(1, errors, string.Join("\n", errors));
        Assert.AreEqual(code, errors[0].Id, errors[0].ToString());
        Assert.AreEqual(DiagnosticSeverity.Error, errors[0].Severity);
        return errors[0];
    }

    public string Generated() => Run().Result.GeneratedSources.Single().SourceText.ToString();

    /// <summary>Compiles, warnings being errors, loads, and gives what the static method <c>App.Test</c> does.</summary>
    public object? Test()
    {
        var (compilation, result) = Run();
        Assert.IsNull(result.Exception, result.Exception?.ToString());
        Assert.IsEmpty(result.Diagnostics, string.Join("\n", result.Diagnostics));
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        AssertClean(emitted.Diagnostics, result);
        image.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        foreach (var library in _libraries)
            context.LoadFromStream(new MemoryStream(library));
        return context.LoadFromStream(image).GetType("App", throwOnError: true)!.GetMethod("Test", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, null);
    }

    // Hidden ones are what an editor shows in grey.
    private static void AssertClean(IEnumerable<Diagnostic> diagnostics, GeneratorRunResult result)
    {
        var loud = diagnostics.Where(d => d.Severity != DiagnosticSeverity.Hidden).ToList();
        Assert.IsEmpty(loud, string.Join("\n", loud) + "\n" + string.Join("\n", result.GeneratedSources.Select(s => s.SourceText)));
    }

    public string Text() => (string)Test()!;

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
    }
}
