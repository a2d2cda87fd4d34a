using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Engines;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Actions;

/// <summary>One action, a compile or a step of the project's own: key, look-up, then restore and replay, or run and store. The order of the steps stands in eng/docs/architecture.md.</summary>
/// <param name="step">What records call the action as long as its outputs are not known.</param>
internal abstract class CachedAction(string step, ActionSettings settings, DepotSettings depot, IBuildEngine10 engine)
{
    protected ActionSettings Settings => settings;

    protected DepotSettings Depot => depot;

    protected IBuildEngine10 Engine => engine;

    private readonly long _start = Stopwatch.GetTimestamp();

    private DepotSession _session = null!;
    private string? _unfit;
    private RootKeeper? _roots;

    /// <summary>Whose action it is.</summary>
    protected ProjectIdentity Project { get; } = settings.Identity(depot.Root);

    /// <summary>Where the action runs.</summary>
    protected Locality Here { get; } = Locality.Of(settings.Tokens(depot.Root), settings.ProjectFolder);

    protected DepotLog Log { get; } = new(engine, settings.ProjectFile);

    /// <summary>What records call the action.</summary>
    protected string Step { get; private set; } = step;

    /// <summary>What is said of an action in the log: <c>Lib (net10.0): …</c>.</summary>
    protected abstract string Name { get; }

    /// <summary>Whether the action succeeded, now or when it was recorded.</summary>
    public bool Execute()
    {
        CompileAction action;
        try
        {
            _session = new DepotSession(depot, engine);
            _session.Digester.Refresh();
            try
            {
                action = MakeKey(_session.Digester);
            }
            finally
            {
                _session.Digester.Save();
            }
        }
        catch (UncacheableException e)
        {
            return RunUnstored(e.Reason);
        }
        catch (Exception e)
        {
            return RunUnstored(InternalFault(e));
        }

        Step = StepOf(action);
        var cache = new CompileCache(_session.Stack, action, Here)
        {
            Former = () => Roots.Former is { } former ? _session.Stack.Depots.Select(d => d.PeekEntry(former.Key)).FirstOrDefault(e => e is not null) : null,
        };
        var restored = depot.Mode is DepotMode.Refresh or DepotMode.Verify ? null : TryRestore(action, cache);
        return restored ?? RunAndStore(action, cache);
    }

    /// <exception cref="UncacheableException">There is none.</exception>
    protected abstract CompileAction MakeKey(FileDigester digester);

    /// <summary>What records call the action.</summary>
    protected virtual string StepOf(CompileAction action) => Step;

    /// <summary>Runs the task itself.</summary>
    protected abstract bool Run(IBuildEngine engine);

    /// <summary>Whether the task fails where a warning counts as an error in this build.</summary>
    protected abstract bool FailsOnRaisedWarnings { get; }

    /// <summary>Why the result of a run that succeeded is not stored: a reason of the kind's own; null where there is none.</summary>
    protected virtual Reason? Refusal(CompileAction action, RecordingBuildEngine recording) => null;

    protected virtual UncacheableReason Failed => UncacheableReason.CompileFailed;

    /// <summary>What the task gave beside files and diagnostics.</summary>
    protected virtual IReadOnlyList<Effect> Values => [];

    /// <summary>Why an entry can't stand in for a run in this build, in words; null where it can.</summary>
    protected virtual string? Unfit(Entry entry) => null;

    /// <summary>Takes what an entry says that the task gave.</summary>
    protected virtual void Take(Entry entry)
    {
    }

    protected virtual string SayRestored(string what) => $"restored {Name} {what}";

    protected virtual string SayRun(string what) => $"compiled {Name}{what}";

    /// <returns>Null: a miss. Otherwise whether the compile would have succeeded in this build.</returns>
    private bool? TryRestore(CompileAction action, CompileCache cache)
    {
        try
        {
            if (cache.TryRestore(out var bytes, found => (_unfit = Unfit(found)) is null) is not { } entry)
                return null;
            Take(entry);
            var success = EffectReplayer.Replay(engine, entry.Effects, Here.Tokens) || !FailsOnRaisedWarnings;
            Guard(() => Restored(action, entry, bytes));
            return success;
        }
        catch (Exception e)
        {
            InternalFault(e);
            return null;
        }
    }

    private void Restored(CompileAction action, Entry entry, long bytes)
    {
        Log.Damage(_session.Stack);
        Log.Notes(_session.Remotes);
        var elapsed = Elapsed;
        Log.Message(SayRestored($"{action.Key.Short} in {elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms"));
        Record(ActionOutcome.Restored, new Reason(UncacheableReason.None), action, "", elapsed, entry.Made.Duration - elapsed, bytes, null);
        Roots.Keep(action.Key, entry.Key);
        Tell(action, entry, null);
    }

    // The project level stores a project whole if it knows where each output comes from.
    private void Tell(CompileAction? action, Entry? entry, Reason? reason) =>
        ProjectBuild.Find(engine)?.Add(new CompileDone(
            Step,
            action?.Key ?? default,
            entry,
            reason,
            entry is null ? new Dictionary<string, FileStamp>() : entry.Files.Select(f => Here.Tokens.Resolve(f.Path)!).ToDictionary(p => p, p => FileStamp.TryRead(p, out var stamp) ? stamp : default, StringComparer.Ordinal),
            action?.KeyText ?? [])
        {
            Exact = entry?.BoundTo == Binding.Exact ? [.. action!.Local.All.Select(f => (Here.Tokens.Tokenize(f.Path), f.Digest)).Distinct()] : [],
        });

    private bool RunAndStore(CompileAction action, CompileCache cache)
    {
        RootRecord? former = null;
        IReadOnlyList<KeyDifference>? differences = null;
        var why = "";
        Guard(() =>
        {
            former = Roots.Former;
            differences = Differences(former, action);
            why = Explain(former, action, cache, differences);
            cache.BeforeStep();
        });
        if (depot.Mode == DepotMode.Required)
        {
            Log.Error(DiagnosticCodes.RequiredMiss, $"{Name} is not in the depot ({why}), and CompileDepotMode is Required. Build it in mode ReadWrite first, or find out what differs with 'compiledepot explain'.");
            return false;
        }
        var recording = new RecordingBuildEngine(engine, Here.Tokens);
        var start = Stopwatch.GetTimestamp();
        var success = Run(recording);
        var duration = Stopwatch.GetElapsedTime(start);
        Guard(() =>
        {
            var made = Project.Made(Step, duration);
            var (stored, reason) = !success || recording.HasErrors ? (null, new Reason(Failed)) : Refusal(action, recording) is { } refusal ? (null, refusal) : cache.Collect([.. recording.Effects, .. Values], made);
            if (depot.Mode == DepotMode.Verify && stored is not null)
                Verify(cache, stored);
            reason ??= depot.Mode == DepotMode.ReadOnly ? new Reason(UncacheableReason.ReadOnlyMode) : cache.Store(stored!, refresh: depot.Mode == DepotMode.Refresh);
            Compiled(action, stored, reason, why, former, differences ?? []);
        });
        return success;
    }

    private void Compiled(CompileAction action, StoredCompile? stored, Reason? reason, string why, RootRecord? former, IReadOnlyList<KeyDifference> differences)
    {
        Log.Damage(_session.Stack);
        Log.Notes(_session.Remotes);
        Log.Message(SayRun(reason is null ? $": {why}" : $", not stored: {reason.Sentence}"));
        if (reason?.Kind == UncacheableReason.DepotFault)
            Log.Fault(reason.Sentence);
        Record(
            reason is null ? ActionOutcome.Compiled : ActionOutcome.NotStored,
            reason ?? new Reason(UncacheableReason.None),
            action,
            why,
            Elapsed,
            TimeSpan.Zero,
            reason is null ? stored!.Entry.Files.Sum(f => f.Size) : 0,
            former,
            reason is null ? [] : [.. differences.Take(ActionRecord.MaximumDifferences).Select(d => d.Sentence)]);
        Tell(action, reason is null ? stored!.Entry : null, reason);
        if (reason is null)
            Roots.Keep(action.Key, stored!.Entry.Key);
    }

    private bool RunUnstored(Reason reason)
    {
        if (depot.Mode == DepotMode.Required && reason.Kind != UncacheableReason.InternalFault)
        {
            Log.Error(DiagnosticCodes.RequiredMiss, $"{Name} can't come from a depot: {reason.Sentence}. CompileDepotMode is Required.");
            return false;
        }
        if (settings.IsClosed && reason.Kind == UncacheableReason.UndeclaredInput)
        {
            Log.Error(DiagnosticCodes.UndeclaredInput, $"{Name}: {reason.Sentence}. The environment is closed (CompileDepotClosed), so what it reads must be declared. {Remedies.For(reason.Kind)}");
            return false;
        }
        var success = Run(engine);
        Log.Message(SayRun($", not stored: {reason.Sentence}"));
        Record(ActionOutcome.NotStored, reason, null, reason.Sentence, Elapsed, TimeSpan.Zero, 0, null);
        Guard(() => Tell(null, null, reason));
        return success;
    }

    private void Verify(CompileCache cache, StoredCompile now)
    {
        var differences = cache.Compare(now);
        if (differences.Count > 0)
            Log.Warning(DiagnosticCodes.VerifyDifference, $"{Name}: the depot holds something else than this run gave, for the same inputs: {string.Join("; ", differences)}.");
    }

    /// <summary>What changed since the former run; null where that is not known.</summary>
    private IReadOnlyList<KeyDifference>? Differences(RootRecord? former, CompileAction action) =>
        former is not null && _session.Stack.ReadBlob(new ContentDigest(former.KeyText.Value)) is { } text ? KeyDiff.Compare(text, action.KeyText) : null;

    private string Explain(RootRecord? former, CompileAction action, CompileCache cache, IReadOnlyList<KeyDifference>? differences)
    {
        if (cache.Damage.Count > 0)
            return $"the entry could not be used ({cache.Damage[0]})";
        if (depot.Mode is DepotMode.Refresh or DepotMode.Verify)
            return $"CompileDepotMode is {depot.Mode}";
        if (_unfit is not null)
            return _unfit;
        if (cache.Obstacle is { } obstacle)
            return $"what is in the depot could not be put in its place: {obstacle}";
        if (cache.NotRewritable is { } reason)
            return $"what was made elsewhere can't be rewritten for this place: {reason}";
        if (former is null)
            return "it is new here";
        if (former.KeyText == action.Key)
            return ActionExplanation.WhyNotServed(_session.Stack, former);
        return differences is null ? "what it was made from before is not in the depot any more" : KeyDiff.Summarize(differences);
    }

    private RootKeeper Roots => _roots ??= new RootKeeper(_session.Stack.First.Layout, Project, Step);

    private void Record(ActionOutcome outcome, Reason reason, CompileAction? action, string why, TimeSpan elapsed, TimeSpan saved, long bytes, RootRecord? former, IReadOnlyList<string>? differences = null) =>
        _session?.Recorder.Add(ActionRecord.Of(Project, Here, Step, outcome, reason, action?.Key.ToString() ?? "", why, elapsed, saved, bytes) with
        {
            PreviousKey = former?.KeyText.ToString() ?? "",
            Damage = _session.Stack.Damage.Count,
            Differences = differences ?? [],
        });

    // What goes wrong around a step is said, and does not touch the step.
    private void Guard(Action bookkeeping)
    {
        try
        {
            bookkeeping();
        }
        catch (Exception e)
        {
            InternalFault(e);
        }
    }

    private Reason InternalFault(Exception e)
    {
        Log.InternalFault(e);
        return new Reason(UncacheableReason.InternalFault, e.Message);
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);
}
