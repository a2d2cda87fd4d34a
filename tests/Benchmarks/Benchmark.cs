using System.Diagnostics;
using System.Globalization;

namespace CompileDepot.Benchmarks;

/// <summary>What benchmarks share: two copies of a generated solution at two paths, one of them with the SDK, with packages and a depot of their own, and runs of dotnet on them.</summary>
/// <param name="server">Whether the compiler server and kept nodes are left on, as users have them.</param>
internal abstract class Benchmark(int projects, bool server) : IDisposable
{
    private int _moved;

    protected int Projects => projects;

    protected bool HasServer => server;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("compiledepot-bench-").FullName;

    protected string Plain => Path.Combine(Folder, "plain");

    protected string Cached => Path.Combine(Folder, "cached");

    protected string Depot => Path.Combine(Folder, "depot");

    /// <summary>The most memory that the main node of the last run held, in bytes.</summary>
    protected long Peak { get; private set; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <param name="edit">Done to each copy.</param>
    protected void WriteSolutions(Action<string> edit)
    {
        // As the tests do: a folder that holds the packed SDK already.
        var feed = Environment.GetEnvironmentVariable("COMPILEDEPOT_TEST_FEED") ?? Path.Combine(Folder, "feed");
        if (!Directory.Exists(feed))
            Run(Repository(), "pack", "sdk/CompileDepot.Sdk.csproj", "-c", "Release", "-o", feed, "-v:q");
        var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "CompileDepot.Sdk.*.nupkg").Single())["CompileDepot.Sdk.".Length..];
        foreach (var copy in new[] { Plain, Cached })
        {
            GeneratedSolution.Write(copy, projects);
            edit(copy);
        }
        GeneratedSolution.AddSdk(Cached, version, feed);
    }

    /// <summary>
    /// Moves the outputs out of the way. Deleting them would be measured with what comes next: for minutes after a deletion ext4 looks for inodes that were not used lately, one by one, whenever a file is
    /// made, which triples the time in the kernel of whoever writes thousands.
    /// </summary>
    /// <param name="packages">What a restore of packages left, too: as in a fresh checkout.</param>
    protected void Clean(string folder, bool packages = false)
    {
        foreach (var output in Directory.GetDirectories(folder).SelectMany(p => new[] { "bin", packages ? "obj" : "obj/Debug" }.Select(o => Path.Combine(p, o))).Where(Directory.Exists))
            MoveAway(output);
    }

    protected void MoveAway(string path) =>
        Directory.Move(path, Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "away")).FullName, (_moved++).ToString(CultureInfo.InvariantCulture)));

    /// <returns>Seconds.</returns>
    protected double Time(string folder, params string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        Run(folder, [.. arguments, "-v:q"]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    protected void Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(Folder, "packages");
        start.Environment["COMPILEDEPOT_PATH"] = Depot;
        if (server)
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
        Peak = memory.Result;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed in {folder}:\n{output}");
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
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
    private static string Repository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Build.sln")))
                return folder;
        }
        throw new InvalidOperationException("Run the benchmark from within the repository.");
    }
}
