using System.Diagnostics;
using System.Globalization;

namespace CompileDepot.Benchmarks;

/// <summary>
/// Restores and builds one solution whose projects use packages, after clean checkouts, and prints ratios of one round. The package folder is warm. Two copies lie at two paths: plain, and with the SDK.
/// </summary>
internal sealed class RestoreBenchmark : IDisposable
{
    // Chosen so that NuGet's choice of versions is for ever, and of ordinary size: up to some ten packages a project.
    private static readonly (string Id, string Version)[] Packages =
        [("Spectre.Console", "0.49.1"), ("System.CommandLine", "2.0.15"), ("Microsoft.CodeAnalysis.CSharp", "4.14.0"), ("MSTest.TestFramework", "4.5.2")];

    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-bench-").FullName;
    private readonly int _projects;
    private readonly string _plain;
    private readonly string _cached;

    public RestoreBenchmark(int projects)
    {
        _projects = projects;
        (_plain, _cached) = (Path.Combine(_folder, "plain"), Path.Combine(_folder, "cached"));
    }

    public int Run(int rounds)
    {
        Prepare();
        List<Dictionary<string, double>> ratios = [.. Enumerable.Range(0, rounds).Select(_ => Round())];
        Console.WriteLine($"medians of {rounds} rounds, {_projects} projects, compiler server off, restore included:");
        foreach (var name in ratios[0].Keys)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-44} {Median([.. ratios.Select(r => r[name])]):0.000}"));
        return 0;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, double> Round()
    {
        var plain = Time(_plain, isClean: true, "restore");
        var noOp = Time(_plain, isClean: false, "restore");
        var warm = Time(_cached, isClean: true, "restore");
        var without = Time(_cached, isClean: true, "restore", "-p:CompileDepotPackageRestore=false");
        var build = Time(_plain, isClean: true, "build");
        var warmBuild = Time(_cached, isClean: true, "build");
        var warmBuildWithout = Time(_cached, isClean: true, "build", "-p:CompileDepotPackageRestore=false");
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
        var feed = Path.Combine(_folder, "feed");
        Run(BuildBenchmark.Repository(), "pack", "sdk/CompileDepot.Sdk.csproj", "-c", "Release", "-o", feed, "-v:q");
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "CompileDepot.Sdk.*.nupkg").Single())["CompileDepot.Sdk.".Length..];
        foreach (var copy in new[] { _plain, _cached })
        {
            GeneratedSolution.Write(copy, _projects);
            AddPackages(copy);
        }
        GeneratedSolution.AddSdk(_cached, version, feed);
        foreach (var copy in new[] { _plain, _cached })
            Time(copy, isClean: true, "build");
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

    private double Time(string folder, bool isClean, params string[] arguments)
    {
        foreach (var output in isClean ? Directory.GetDirectories(folder).SelectMany(p => new[] { "bin", "obj" }.Select(o => Path.Combine(p, o))).Where(Directory.Exists) : [])
            Directory.Delete(output, recursive: true);
        var start = Stopwatch.GetTimestamp();
        Run(folder, [.. arguments, "-v:q"]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
        start.Environment["COMPILEDEPOT_PATH"] = Path.Combine(_folder, "depot");
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed in {folder}:\n{output}");
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
