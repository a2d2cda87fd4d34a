using System.Globalization;
using CompileDepot.Core.Builds;

namespace CompileDepot.Benchmarks;

/// <summary>
/// Builds one solution in several ways, round after round, and prints ratios: the machines this runs on are shared, so only times taken side by side can be compared.
/// Two copies lie at two paths (plain, and with the SDK).
/// </summary>
/// <param name="quick">Leaves out what only the compile level and a restore of packages have to do with.</param>
internal sealed class BuildBenchmark(int projects, bool server, bool quick) : Benchmark(projects, server)
{
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
        Console.WriteLine($"medians of {rounds} rounds, {Projects} projects, compiler server {(HasServer ? "on" : "off")}, restore of packages left out unless said:");
        foreach (var name in ratios[0].Keys)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-48} {Median(ratios.Select(r => r[name])):0.000}"));
        return 0;
    }

    private Dictionary<string, double> Round()
    {
        Clean(Plain);
        var plain = Build(Plain);
        var plainPeak = Peak;
        var plainNoOp = Build(Plain);
        var plainNoOpPeak = Peak;
        if (Directory.Exists(Depot))
            MoveAway(Depot);
        Clean(Cached);
        var fill = Build(Cached);
        var fillPeak = Peak;
        Expect(restored: 0);
        var noOp = Build(Cached);
        Clean(Cached);
        var warm = Build(Cached);
        var warmPeak = Peak;
        Expect(restored: Projects);
        Clean(Cached);
        var warmGraph = Build(Cached, "-graph");
        var warmGraphPeak = Peak;
        var noOpGraph = Build(Cached, "-graph");
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
        if (!quick)
            AddOthers(ratios, plainNoOp);
        return ratios;
    }

    private void AddOthers(Dictionary<string, double> ratios, double plainNoOp)
    {
        Clean(Cached);
        var warmCompile = Build(Cached, "-p:CompileDepotProjectRestore=false");
        var hits = Expect(restored: Projects);
        var plainNoOpAll = BuildAll(Plain);
        var noOpAll = BuildAll(Cached);
        Clean(Cached, packages: true);
        var warmAll = BuildAll(Cached);
        Clean(Cached, packages: true);
        var warmAllGraph = BuildAll(Cached, "-graph");
        Clean(Plain, packages: true);
        var plainAll = BuildAll(Plain);
        ratios["warm clean build, compile level / plain no-op"] = warmCompile / plainNoOp;
        ratios["ms in our task for a compile's hit, median"] = Median(hits.Select(a => a.Elapsed.TotalMilliseconds));
        ratios["with restore: warm clean build / plain build"] = warmAll / plainAll;
        ratios["with restore: warm clean build / plain no-op"] = warmAll / plainNoOpAll;
        ratios["with restore: warm clean -graph / plain no-op"] = warmAllGraph / plainNoOpAll;
        ratios["with restore: our no-op / plain no-op"] = noOpAll / plainNoOpAll;
    }

    private IReadOnlyList<ActionRecord> Expect(int restored)
    {
        var summary = BuildRecordReader.ReadLast(Depot, null) ?? throw new InvalidOperationException("The build left no record.");
        return summary.Restored == restored ? summary.Compiles : throw new InvalidOperationException($"{summary.Restored} compiles were restored, not {restored}.");
    }

    private void Prepare()
    {
        WriteSolutions(_ => { });
        // What the first build of all costs more, none of those that are measured should; it need not be of this size.
        var first = Path.Combine(Folder, "first");
        GeneratedSolution.Write(first, 2);
        BuildAll(first);
        foreach (var copy in new[] { Plain, Cached })
            Run(copy, "restore", "-v:q");
    }

    private double Build(string folder, params string[] arguments) => BuildAll(folder, ["--no-restore", .. arguments]);

    private double BuildAll(string folder, params string[] arguments)
    {
        var seconds = Time(folder, ["build", .. arguments]);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Path.GetFileName(folder)} {string.Join(' ', arguments)}: {seconds:0.00} s, {Peak >> 20} MB"));
        return seconds;
    }
}
