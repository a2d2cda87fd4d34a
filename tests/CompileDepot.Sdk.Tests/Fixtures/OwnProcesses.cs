using System.Diagnostics;
using System.Globalization;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>Processes that outlive the command which started them, told from everybody else's by a name of the test run in their command line or environment. Found in <c>/proc</c>: elsewhere there are none.</summary>
public static class OwnProcesses
{
    /// <summary>The ids of processes whose command line and environment hold these texts.</summary>
    public static IReadOnlyList<int> Find(string inCommandLine, string inEnvironment = "") => [.. (Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Where(folder => Holds(Path.Combine(folder, "cmdline"), inCommandLine) && Holds(Path.Combine(folder, "environ"), inEnvironment))
        .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))];

    /// <summary>Ends processes by their ids.</summary>
    public static void End(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        foreach (var id in ids)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
                process.WaitForExit(TimeSpan.FromSeconds(10));
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It ended while we looked.
            }
        }
    }

    private static bool Holds(string file, string text)
    {
        try
        {
            return text.Length == 0 || File.ReadAllText(file).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
