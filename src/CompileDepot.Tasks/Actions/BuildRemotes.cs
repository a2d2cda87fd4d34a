using System.Collections.Concurrent;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;

namespace CompileDepot.Tasks.Actions;

/// <summary>The remote depots that one process uses in one build: projects with the same settings share them, with what is known of missing entries and of servers that fail. Thread-safe.</summary>
internal sealed class BuildRemotes : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<RemoteDepots>> _remotes = new(StringComparer.Ordinal);

    public IEnumerable<RemoteDepots> All => _remotes.Values.Select(r => r.Value);

    /// <summary>Null where the settings name none.</summary>
    public RemoteDepots? Of(DepotSettings settings)
    {
        if (settings.Remotes.Count == 0 || settings.IsOff)
            return null;
        var mayWrite = settings.Mode is DepotMode.ReadWrite or DepotMode.Refresh;
        var trusted = settings.Trusted?.Keys.Select(k => k.Fingerprint.ToString()) ?? ["everybody"];
        return _remotes.GetOrAdd(
            $"{mayWrite} {string.Join(';', settings.Remotes)} {string.Join(' ', trusted)}",
            _ => new Lazy<RemoteDepots>(() => new RemoteDepots(settings.Remotes, mayWrite) { Distrust = settings.Distrust })).Value;
    }

    /// <summary>Waits for uploads, within their bounds.</summary>
    public void Dispose()
    {
        foreach (var remote in All)
            remote.Dispose();
    }
}
