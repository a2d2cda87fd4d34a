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
    private readonly bool _quick;
    private readonly string _plain;
    private readonly string _cached;
    private readonly string _depot;
    private readonly string _away;

    private int _moved;
    private long _peak;

    /// <param name="quick">Leaves out what only the compile level and a restore of packages have to do with.</param>
    public BuildBenchmark(int projects, bool server, bool quick)
    {
        (_projects, _server, _quick) = (projects, server, quick);
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
        var ratios = new Dictionary<string, double>
        {
            ["fill / plain build"] = fill / plain,
            ["warm clean build / plain build"] = warm / plain,
            ["warm clean build / plain no-op"] = warm / plainNoOp,
            ["warm clean build -graph / plain no-op"] = warmGraph / plainNoOp,
            ["our no-op / plain no-op"] = noOp / plainNoOp,
            ["our no-op -graph / plain no-op"] = noOpGraph / plainNoOp,
            ["peak memory: fill / plain build"] = (double)fillPeak / plainPeak,
            ["peak memory: warm clean build / plain no-op"] = (double)warmPeak / plainNoOpPeak,
            ["peak memory: warm clean -graph / plain no-op"] = (double)warmGraphPeak / plainNoOpPeak,
        };
        if (!_quick)
            AddOthers(ratios, plainNoOp);
        return ratios;
    }

    private void AddOthers(Dictionary<string, double> ratios, double plainNoOp)
    {
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
        ratios["warm clean build, compile level / plain no-op"] = warmCompile / plainNoOp;
        ratios["ms in our task for a compile's hit, median"] = Median(hits.Select(a => a.Elapsed.TotalMilliseconds));
        ratios["with restore: warm clean build / plain build"] = warmAll / plainAll;
        ratios["with restore: warm clean build / plain no-op"] = warmAll / plainNoOpAll;
        ratios["with restore: warm clean -graph / plain no-op"] = warmAllGraph / plainNoOpAll;
        ratios["with restore: our no-op / plain no-op"] = noOpAll / plainNoOpAll;
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
        // What the first build of all costs more, none of those that are measured should; it need not be of this size.
        var first = Path.Combine(_folder, "first");
        GeneratedSolution.Write(first, 2);
        BuildAll(first);
        foreach (var copy in new[] { _plain, _cached })
            Run(copy, "restore", "-v:q");
    }

    private double Build(string folder, params string[] arguments) => BuildAll(folder, ["--no-restore", .. arguments]);

    private double BuildAll(string folder, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        Run(folder, ["build", "-v:q", .. arguments]);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Path.GetFileName(folder)} {string.Join(' ', arguments)}: {seconds:0.00} s, {_peak >> 20} MB"));
        return seconds;
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
