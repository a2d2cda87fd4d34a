using System.Diagnostics;
using System.Globalization;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>MSBuild nodes that stay from one build of a test to the next, as they do on a developer's machine. They talk to nobody else's builds, and end with the test.</summary>
public sealed class KeptNodes : IDisposable
{
    // MSBuild lets only builds and nodes with the same salt meet; and a process shows its environment, so that its nodes are known by it.
    private const string Salt = "MSBUILDNODEHANDSHAKESALT";

    private readonly string _name = "cd-e2e-" + Guid.NewGuid().ToString("N");

    /// <summary>A step whose nodes stay, and which meets those of former steps.</summary>
    public BuildStep Keep(BuildStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.WithEnvironment("MSBUILDDISABLENODEREUSE", null).WithEnvironment(Salt, _name).With("-nodeReuse:true");
    }

    /// <summary>The ids of the nodes that are there now.</summary>
    public IReadOnlyList<int> Ids() => [.. (Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        .Where(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsOurs(f))
        .Select(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture))];

    /// <summary>Ends the nodes by their ids.</summary>
    public void Dispose()
    {
        foreach (var id in Ids())
        {
            try
            {
                using var node = Process.GetProcessById(id);
                node.Kill();
                node.WaitForExit(TimeSpan.FromSeconds(10));
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It ended while we looked.
            }
        }
    }

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "environ")).Contains($"{Salt}={_name}", StringComparison.Ordinal)
                && File.ReadAllText(Path.Combine(process, "cmdline")).Contains("nodemode:1", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
