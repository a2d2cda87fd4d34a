using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Builds;

namespace CompileDepot.Benchmarks;

/// <summary>
/// Builds one solution in several ways, round after round, and prints ratios: the machines this runs on are shared, so only times taken side by side can be compared.
/// Two copies lie at two paths (plain, and with the SDK).
/// </summary>
internal sealed class BuildBenchmark : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-bench-").FullName;
    private readonly int _projects;
    private readonly bool _server;
    private readonly string _plain;
    private readonly string _cached;
    private readonly string _depot;
    private readonly string _away;

    private int _moved;
    private long _peak;

    public BuildBenchmark(int projects, bool server)
    {
        (_projects, _server) = (projects, server);
        (_plain, _cached, _depot) = (Path.Combine(_folder, "plain"), Path.Combine(_folder, "cached"), Path.Combine(_folder, "depot"));
        _away = Directory.CreateDirectory(Path.Combine(_folder, "away")).FullName;
    }

    public int Run(int rounds)
    {
        Prepare();
        var ratios = new List<Dictionary<string, double>>();
        for (var round = 0; round < rounds; round++)
        {
            var times = Round();
            ratios.Add(times);
            Console.WriteLine($"round {round + 1}: " + string.Join("  ", times.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key} {t.Value:0.000}"))));
        }
        Console.WriteLine();
        Console.WriteLine($"medians of {rounds} rounds, {_projects} projects, compiler server {(_server ? "on" : "off")}, restore of packages left out unless said:");
        foreach (var name in ratios[0].Keys)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-48} {Median(ratios.Select(r => r[name])):0.000}"));
        return 0;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, double> Round()
    {
        Clean(_plain);
        var plain = Build(_plain);
        var plainPeak = _peak;
        var plainNoOp = Build(_plain);
        var plainNoOpPeak = _peak;
        if (Directory.Exists(_depot))
            MoveAway(_depot);
        Clean(_cached);
        var fill = Build(_cached);
        var fillPeak = _peak;
        Expect(restored: 0);
        var noOp = Build(_cached);
        Clean(_cached);
        var warm = Build(_cached);
        var warmPeak = _peak;
        Expect(restored: _projects);
        Clean(_cached);
        var warmGraph = Build(_cached, "-graph");
        var warmGraphPeak = _peak;
        var noOpGraph = Build(_cached, "-graph");
        Clean(_cached);
        var warmCompile = Build(_cached, "-p:CompileDepotProjectRestore=false");
        var hits = Expect(restored: _projects);
        var plainNoOpAll = BuildAll(_plain);
        var noOpAll = BuildAll(_cached);
        Clean(_cached, packages: true);
        var warmAll = BuildAll(_cached);
        Clean(_cached, packages: true);
        var warmAllGraph = BuildAll(_cached, "-graph");
        Clean(_plain, packages: true);
        var plainAll = BuildAll(_plain);
        return new Dictionary<string, double>
        {
            ["fill / plain build"] = fill / plain,
            ["warm clean build / plain build"] = warm / plain,
            ["warm clean build / plain no-op"] = warm / plainNoOp,
            ["warm clean build -graph / plain no-op"] = warmGraph / plainNoOp,
            ["our no-op / plain no-op"] = noOp / plainNoOp,
            ["our no-op -graph / plain no-op"] = noOpGraph / plainNoOp,
            ["warm clean build, compile level / plain no-op"] = warmCompile / plainNoOp,
            ["ms in our task for a compile's hit, median"] = Median(hits.Select(a => a.Elapsed.TotalMilliseconds)),
            ["with restore: warm clean build / plain build"] = warmAll / plainAll,
            ["with restore: warm clean build / plain no-op"] = warmAll / plainNoOpAll,
            ["with restore: warm clean -graph / plain no-op"] = warmAllGraph / plainNoOpAll,
            ["with restore: our no-op / plain no-op"] = noOpAll / plainNoOpAll,
            ["peak memory: fill / plain build"] = (double)fillPeak / plainPeak,
            ["peak memory: warm clean build / plain no-op"] = (double)warmPeak / plainNoOpPeak,
            ["peak memory: warm clean -graph / plain no-op"] = (double)warmGraphPeak / plainNoOpPeak,
        };
    }

    private IReadOnlyList<ActionRecord> Expect(int restored)
    {
        var summary = BuildRecordReader.ReadLast(_depot, null) ?? throw new InvalidOperationException("The build left no record.");
        return summary.Restored == restored ? summary.Compiles : throw new InvalidOperationException($"{summary.Restored} compiles were restored, not {restored}.");
    }

    private void Prepare()
    {
        var feed = Path.Combine(_folder, "feed");
        Run(Repository(), "pack", "sdk/CompileDepot.Sdk.csproj", "-c", "Release", "-o", feed, "-v:q");
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "CompileDepot.Sdk.*.nupkg").Single())["CompileDepot.Sdk.".Length..];
        foreach (var copy in new[] { _plain, _cached })
            GeneratedSolution.Write(copy, _projects);
        GeneratedSolution.AddSdk(_cached, version, feed);
        foreach (var copy in new[] { _plain, _cached })
        {
            Run(copy, "restore", "-v:q");
            Build(copy);
        }
    }

    private double Build(string folder, params string[] arguments) => BuildAll(folder, ["--no-restore", .. arguments]);

    private double BuildAll(string folder, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        Run(folder, ["build", "-v:q", .. arguments]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>
    /// Moves the outputs out of the way. Deleting them would be measured with what comes next: for minutes after a deletion ext4 looks for inodes that were not used lately, one by one, whenever a file is
    /// made, which triples the time in the kernel of whoever writes thousands.
    /// </summary>
    /// <param name="packages">What a restore of packages left, too: as in a fresh checkout.</param>
    private void Clean(string folder, bool packages = false)
    {
        foreach (var output in Directory.GetDirectories(folder).SelectMany(p => new[] { "bin", packages ? "obj" : "obj/Debug" }.Select(o => Path.Combine(p, o))).Where(Directory.Exists))
            MoveAway(output);
    }

    private void MoveAway(string path) => Directory.Move(path, Path.Combine(_away, (_moved++).ToString(CultureInfo.InvariantCulture)));

    private void Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
        start.Environment["COMPILEDEPOT_PATH"] = _depot;
        if (_server)
        {
            start.Environment.Remove("UseSharedCompilation");
            start.Environment.Remove("MSBUILDDISABLENODEREUSE");
        }
        else
        {
            start.Environment["UseSharedCompilation"] = "false";
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        }
        using var process = Process.Start(start)!;
        var memory = Task.Run(() => PeakMemory(process));
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _peak = memory.Result;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed in {folder}:\n{output}");
    }

    /// <summary>The most memory that the build's main node held, in bytes, so far as a look every 20 ms tells; 1 where the system does not say.</summary>
    private static long PeakMemory(Process process)
    {
        var peak = 1L;
        try
        {
            for (; !process.WaitForExit(20); process.Refresh())
                peak = Math.Max(peak, process.PeakWorkingSet64);
        }
        catch (InvalidOperationException)
        {
            // It ended between the two.
        }
        return peak;
    }

    // The benchmark is run from the repository's own output folder.
    internal static string Repository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Build.sln")))
                return folder;
        }
        throw new InvalidOperationException("Run the benchmark from within the repository.");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
