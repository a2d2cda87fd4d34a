using System.Globalization;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>The temporary folder that a comparison lies in, and what it needs from outside: <c>run.sh</c> puts it there.</summary>
/// <param name="Feed">Holds the packed SDK.</param>
/// <param name="Tool">Full path of <c>compiledepot</c>.</param>
/// <param name="NodeModules">A folder <c>node_modules</c> with Nx; null: without it.</param>
internal sealed record Workplace(string Folder, string Feed, string Tool, string? NodeModules)
{
    private int _moved;

    /// <summary>Moved, not deleted: deleting would be measured with what comes next (see <see cref="Benchmark"/>).</summary>
    public void MoveAway(string path)
    {
        if (Directory.Exists(path))
            Directory.Move(path, Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "away")).FullName, (_moved++).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Of the last minute; null where the system does not say.</summary>
    public static string? Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null;
}
