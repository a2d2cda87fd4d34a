using System.Globalization;

namespace CompileDepot.Benchmarks;

/// <summary>
/// Restores and builds one solution whose projects use packages, after clean checkouts, and prints ratios of one round. The package folder is warm. Two copies lie at two paths: plain, and with the SDK.
/// </summary>
internal sealed class RestoreBenchmark(int projects) : Benchmark(projects, server: false)
{
    // Chosen so that NuGet's choice of versions is for ever, and of ordinary size: up to some ten packages a project.
    private static readonly (string Id, string Version)[] Packages =
        [("Spectre.Console", "0.49.1"), ("System.CommandLine", "2.0.15"), ("Microsoft.CodeAnalysis.CSharp", "4.14.0"), ("MSTest.TestFramework", "4.5.2")];

    public int Run(int rounds)
    {
        Prepare();
        List<Dictionary<string, double>> ratios = [.. Enumerable.Range(0, rounds).Select(_ => Round())];
        Console.WriteLine($"medians of {rounds} rounds, {Projects} projects, compiler server off, restore included:");
        foreach (var name in ratios[0].Keys)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44} {Median(ratios.Select(r => r[name])):0.000}"));
        return 0;
    }

    private Dictionary<string, double> Round()
    {
        var plain = TimeClean(Plain, "restore");
        var noOp = Time(Plain, "restore");
        var warm = TimeClean(Cached, "restore");
        var without = TimeClean(Cached, "restore", "-p:CompileDepotPackageRestore=false");
        var build = TimeClean(Plain, "build");
        var warmBuild = TimeClean(Cached, "build");
        var warmBuildWithout = TimeClean(Cached, "build", "-p:CompileDepotPackageRestore=false");
        return new Dictionary<string, double>
        {
            ["plain no-op restore / plain restore"] = noOp / plain,
            ["warm restore / plain restore"] = warm / plain,
            ["warm restore / the same without ours"] = warm / without,
            ["warm build with restore / plain"] = warmBuild / build,
            ["warm build with restore / without ours"] = warmBuild / warmBuildWithout,
        };
    }

    private void Prepare()
    {
        WriteSolutions(AddPackages);
        foreach (var copy in new[] { Plain, Cached })
            TimeClean(copy, "build");
    }

    // Each project uses every other one.
    private static void AddPackages(string folder)
    {
        foreach (var (path, i) in Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select((p, i) => (p, i)))
        {
            var references = string.Concat(Packages.Where((_, j) => (i + j) % 2 == 0).Select(p => $"    <PackageReference Include=\"{p.Id}\" Version=\"{p.Version}\" />\n"));
            File.WriteAllText(path, File.ReadAllText(path).Replace("</Project>", $"  <ItemGroup>\n{references}  </ItemGroup>\n</Project>", StringComparison.Ordinal));
        }
    }

    private double TimeClean(string folder, params string[] arguments)
    {
        Clean(folder, packages: true);
        return Time(folder, arguments);
    }
}
