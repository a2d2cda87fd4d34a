using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Tasks.Actions;

/// <summary>Starts collections when a build ends (see <see cref="AutomaticCollection"/>).</summary>
internal static class BackgroundCollection
{
    // The project beside our targets that runs the task.
    private const string Project = "Collect.proj";

    /// <summary>Starts one if it is time, and does not wait for it. Never throws: a depot that is too large is no concern of a build.</summary>
    public static void Start(DepotSettings settings)
    {
        if (settings.MaxSize is not { } limit || FindProject() is not { } project || Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is not { Length: > 0 } dotnet
            || !AutomaticCollection.Claim(new DepotLayout(settings.Depots[0]), DateTimeOffset.UtcNow))
            return;
        var start = new ProcessStartInfo(dotnet)
        {
            // Our output would be kept open otherwise, and whoever reads it waiting.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        foreach (var argument in new[] { "msbuild", project, "-noautoresponse", "-nologo", "-noconsolelogger", "-nodereuse:false", "-m:1", "-p:MaxSize=" + limit.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        start.Environment[DepotPath.Variable] = string.Join(Path.PathSeparator, settings.Depots);
        try
        {
            using var process = Process.Start(start);
            if (process is not null)
                process.PriorityClass = ProcessPriorityClass.Idle;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException or PlatformNotSupportedException)
        {
            // Not started, or ended already; tomorrow is another day.
        }
    }

    // The tasks lie in tasks/<tfm>/ of our package, or in a folder below that.
    private static string? FindProject()
    {
        for (var folder = Path.GetDirectoryName(typeof(BackgroundCollection).Assembly.Location); folder is { Length: > 0 }; folder = Path.GetDirectoryName(folder))
        {
            if (Path.GetFileName(folder) == "tasks")
                return Path.Combine(Path.GetDirectoryName(folder)!, "build", Project) is var project && File.Exists(project) ? project : null;
        }
        return null;
    }
}
