using System.Collections.Concurrent;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Actions;

/// <summary>What one process knows of the build that runs: when it began, which depots it wrote to, what it has said, its remote depots. Lives as long as the build, which ends it; thread-safe.</summary>
internal sealed class BuildUnderWay : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DepotSettings Settings, BuildRecorder Recorder)> _depots = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _notes = new();

    private readonly BuildRemotes _remotes = new();

    /// <summary>When the solution's build began; null where no solution is built.</summary>
    public DateTimeOffset? Began { get; private set; }

    public ICollection<string> Depots => _depots.Keys;

    /// <summary>The remote depots that this process uses.</summary>
    public IEnumerable<RemoteDepots> Remotes => _remotes.All;

    public static BuildUnderWay Of(IBuildEngine4 engine) => RegisteredObject.Get(engine, "CompileDepot build", () => new BuildUnderWay());

    public void Begin() => Began ??= DateTimeOffset.UtcNow;

    /// <param name="recorder">The build's record in the first depot.</param>
    public void Uses(DepotSettings settings, BuildRecorder recorder)
    {
        _depots.TryAdd(settings.Depots[0], (settings, recorder));
        // Said before there was a record: by the restore of packages.
        while (_notes.TryDequeue(out var text))
            Note(text);
    }

    /// <summary>Keeps in the build's record what was said: in a terminal nobody sees it.</summary>
    public void Note(string text)
    {
        if (_depots.IsEmpty)
            _notes.Enqueue(text);
        foreach (var (settings, recorder) in _depots.Values)
            recorder.Add(new BuildNote(DateTimeOffset.UtcNow, settings.Root, text));
    }

    /// <summary>The remote depots of these settings; null where they name none.</summary>
    public RemoteDepots? RemotesOf(DepotSettings settings) => _remotes.Of(settings);

    /// <summary>True for the first caller with this text: a fault is said once, not once a project.</summary>
    public bool IsFirst(string text) => _said.TryAdd(text, true);

    /// <summary>The build ends.</summary>
    public void Dispose()
    {
        _remotes.Dispose();
        // What the last uploads came to: there is no log any more.
        foreach (var note in _remotes.All.SelectMany(r => r.TakeNotes()))
            Note(note);
        foreach (var (settings, _) in _depots.Values)
            BackgroundCollection.Start(settings);
    }
}

/// <summary>Objects that live in this process until the build ends.</summary>
internal static class RegisteredObject
{
    private static readonly Lock Gate = new();

    public static T Get<T>(IBuildEngine4 engine, string key, Func<T> make)
        where T : class
    {
        // One that MSBuild does not know of would not be disposed at the end.
        lock (Gate)
        {
            if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is T known)
                return known;
            var made = make();
            engine.RegisterTaskObject(key, made, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return made;
        }
    }
}
