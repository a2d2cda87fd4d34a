using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Engines;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// Listens to all that a process logs while it builds, and writes down what concerns a project between two moments. Events come on MSBuild's logging thread, later than they were logged;
/// so the end of a recording waits for a message of its own to come by. Thread-safe.
/// </summary>
internal sealed class BuildListener
{
    // Far more than a queue of events needs; beyond it something is wrong, and the project is not recorded.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ConditionalWeakTable<IEventSource, BuildListener> Listeners = new();

    private readonly ConcurrentDictionary<int, Recording> _recordings = new();
    private readonly ConcurrentDictionary<string, ManualResetEventSlim> _awaited = new(StringComparer.Ordinal);

    // Projects that warned outside of a recording.
    private readonly ConcurrentDictionary<int, string> _strays = new();

    private BuildListener(IEventSource events)
    {
        events.WarningRaised += OnWarning;
        events.ErrorRaised += OnError;
        events.MessageRaised += OnMessage;
    }

    public static BuildListener Of(IEventSource events) => Listeners.GetValue(events, e => new BuildListener(e));

    /// <summary>Records what the request of the task that <paramref name="engine"/> belongs to logs from now on. What was logged before comes from targets that a restore does not skip.</summary>
    /// <param name="isSilent">See <see cref="RequestSurface.IsSilent"/>: then neither the messages come by, nor the mark that a recording waits for.</param>
    public Recording Begin(IBuildEngine engine, PathTokens tokens, bool isSilent)
    {
        if (isSilent)
        {
            var deaf = new Recording(BuildEventContext.Invalid, tokens, warnsBefore: false);
            deaf.Hide("messages, which this build throws away: one node at quiet verbosity");
            return deaf;
        }
        var context = Flush(engine, out var isFlushed);
        var warnsBefore = isFlushed && _strays.TryRemove(context.ProjectInstanceId, out _);
        return _recordings[context.ProjectContextId] = new Recording(context, tokens, warnsBefore);
    }

    /// <summary>Ends a recording.</summary>
    /// <returns>Null: there was an error, or not all can be told; <paramref name="hidden"/> says what.</returns>
    public IReadOnlyList<Effect>? End(IBuildEngine engine, Recording recording, out string hidden)
    {
        if (recording.Hidden is { Length: > 0 } already)
        {
            _recordings.TryRemove(recording.Context.ProjectContextId, out _);
            hidden = already;
            return null;
        }
        Flush(engine, out var isFlushed);
        _recordings.TryRemove(recording.Context.ProjectContextId, out _);
        hidden = isFlushed ? recording.Hidden : "the log is far behind";
        if (hidden.Length == 0 && _strays.TryGetValue(recording.Context.ProjectInstanceId, out var stray))
            hidden = stray;
        return hidden.Length == 0 ? recording.Effects : null;
    }

    /// <summary>Waits until all that was logged so far has come by.</summary>
    private BuildEventContext Flush(IBuildEngine engine, out bool isFlushed)
    {
        var sentinel = "CompileDepot: log mark " + Guid.NewGuid().ToString("N");
        using var seen = _awaited[sentinel] = new ManualResetEventSlim();
        try
        {
            var context = Context(engine, sentinel);
            isFlushed = seen.Wait(Patience);
            return context;
        }
        finally
        {
            _awaited.TryRemove(sentinel, out _);
        }
    }

    // The engine puts the context into what is logged.
    private static BuildEventContext Context(IBuildEngine engine, string message)
    {
        var e = new BuildMessageEventArgs(message, null, DepotLog.Sender, MessageImportance.Low);
        engine.LogMessageEvent(e);
        return e.BuildEventContext ?? BuildEventContext.Invalid;
    }

    private void OnWarning(object sender, BuildWarningEventArgs e)
    {
        if (e.BuildEventContext is not { } context || e.SenderName == DepotLog.Sender)
            return;
        if (_recordings.TryGetValue(context.ProjectContextId, out var recording))
            recording.Add(RecordedEffect.Of(e, recording.Tokens));
        // Warnings of the evaluation come with every evaluation.
        else if (context.TargetId != BuildEventContext.InvalidTargetId)
            _strays.TryAdd(context.ProjectInstanceId, e.Code ?? e.Message ?? "");
    }

    private void OnError(object sender, BuildErrorEventArgs e)
    {
        if (e.BuildEventContext is { } context && _recordings.TryGetValue(context.ProjectContextId, out var recording))
            recording.Hide("error " + e.Code);
    }

    private void OnMessage(object sender, BuildMessageEventArgs e)
    {
        if (e.SenderName == DepotLog.Sender)
        {
            if (e.Message is { } message && _awaited.TryGetValue(message, out var seen))
                seen.Set();
            return;
        }
        if (e.BuildEventContext is not { } context || !_recordings.TryGetValue(context.ProjectContextId, out var recording))
            return;
        if (e is TargetSkippedEventArgs { SkipReason: TargetSkipReason.OutputsUpToDate } skipped)
            recording.AddUpToDate(skipped.TargetName);
        else if (RecordedEffect.Of(e, recording.Tokens) is { } effect)
            recording.Add(effect);
        // A warning that this build was told to take for a message; the next may not be.
        else if (e is { Importance: MessageImportance.Low, Code.Length: > 0 } and not CriticalBuildMessageEventArgs)
            recording.Hide(e.Code);
    }
}

/// <summary>What one request logged since the recording began. Thread-safe.</summary>
/// <param name="warnsBefore">See <see cref="WarnsBefore"/>.</param>
internal sealed class Recording(BuildEventContext context, PathTokens tokens, bool warnsBefore)
{
    private readonly Lock _gate = new();
    private readonly List<Effect> _effects = [];
    private readonly List<string> _upToDate = [];
    private string _hidden = "";

    public BuildEventContext Context => context;

    public PathTokens Tokens => tokens;

    /// <summary>Whether the project warned before the recording began: whoever asks it for anything hears that again, but not who asks nothing of it.</summary>
    public bool WarnsBefore => warnsBefore;

    /// <summary>Why this can't be replayed, in words; empty where it can.</summary>
    public string Hidden
    {
        get
        {
            lock (_gate)
                return _hidden;
        }
    }

    public IReadOnlyList<Effect> Effects
    {
        get
        {
            lock (_gate)
                return [.. _effects];
        }
    }

    /// <summary>Targets that had nothing to do: MSBuild found their outputs younger than their inputs.</summary>
    public IReadOnlyList<string> UpToDate
    {
        get
        {
            lock (_gate)
                return [.. _upToDate];
        }
    }

    public void AddUpToDate(string target)
    {
        lock (_gate)
            _upToDate.Add(target);
    }

    public void Add(Effect effect)
    {
        lock (_gate)
            _effects.Add(effect);
    }

    public void Hide(string what)
    {
        lock (_gate)
            _hidden = what;
    }
}
