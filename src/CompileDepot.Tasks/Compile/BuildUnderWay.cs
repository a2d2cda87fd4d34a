using System.Collections.Concurrent;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Compile;

/// <summary>What one process knows of the build that runs: when it began, which depots it wrote to, what it has said. Lives as long as the build; thread-safe.</summary>
internal sealed class BuildUnderWay : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DepotSettings> _depots = new(StringComparer.Ordinal);

    /// <summary>When the solution's build began; null where no solution is built.</summary>
    public DateTimeOffset? Began { get; private set; }

    public ICollection<string> Depots => _depots.Keys;

    public static BuildUnderWay Of(IBuildEngine4 engine) => RegisteredObject.Get(engine, "CompileDepot build", () => new BuildUnderWay());

    public void Begin() => Began ??= DateTimeOffset.UtcNow;

    public void Uses(DepotSettings settings) => _depots.TryAdd(settings.Depots[0], settings);

    /// <summary>True for the first caller with this text: a fault is said once, not once a project.</summary>
    public bool IsFirst(string text) => _said.TryAdd(text, true);

    /// <summary>The build ends.</summary>
    public void Dispose()
    {
        foreach (var settings in _depots.Values)
            BackgroundCollection.Start(settings);
    }
}

/// <summary>Objects that live in this process until the build ends.</summary>
internal static class RegisteredObject
{
    public static T Get<T>(IBuildEngine4 engine, string key, Func<T> make)
        where T : class
    {
        // Two threads may both make one. Then one of the two is used for a moment and forgotten; nothing depends on there being one.
        if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is T known)
            return known;
        var made = make();
        engine.RegisterTaskObject(key, made, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        return made;
    }
}
