using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Projects;

/// <summary>Looks one project up and restores it: what the project level and the graph level have in common.</summary>
/// <param name="outside">See <see cref="FactCheck"/>.</param>
internal sealed class ProjectLookup(ProjectFacts facts, DepotSession session, ConcurrentDictionary<string, bool> outside)
{
    // Under one hash there is an entry for each state of what only compilers see: generators, and the references of references.
    private const int MostTried = 8;

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Why there was no hit, in words; empty where nothing was found under the hash at all.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Whether all that the hit holds was there already.</summary>
    public bool WasInPlace { get; private set; }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>What was done, for the log.</summary>
    public string Sentence(ProjectHit hit) =>
        string.Create(CultureInfo.InvariantCulture, $"restored {facts.DisplayName} whole {hit.Entry.Tree.Short}, its {hit.Entry.Actions.Count(a => !ActionRecord.IsStepName(a.Step))} compiles, in {Elapsed.TotalMilliseconds:0} ms");

    /// <summary>Restores.</summary>
    /// <param name="refusal">Why a hit can't be used in this build, in words; null where it can.</param>
    /// <returns>Null: a miss.</returns>
    public ProjectHit? TryRestore(TreeHash tree, Func<ProjectHit, bool, string?> refusal) => Guard(() =>
    {
        var cache = Cache();
        var hit = cache.Find(tree, out var why);
        Why = why;
        if (hit is null)
            return null;
        WasInPlace = ProjectState.TryRead(facts.StateFile) is { } state && cache.IsInPlace(hit, state);
        Why = refusal(hit, WasInPlace) ?? "";
        if (Why.Length > 0)
            return null;
        var former = new FormerTree(facts, session);
        former.Keep(tree);
        if (!WasInPlace)
        {
            if (!TryRestore(hit, new ProjectRestorer(session.Stack, facts.Here, session.Digester), out var failure, out var paths))
            {
                Why = failure!;
                return null;
            }
            KeepState(hit, tree, paths);
            Record(hit, former);
        }
        session.Stack.Reshare(hit.Depot, hit.Entry, hit.Id, hit.Actions.Select(a => a.Key));
        return hit;
    });

    /// <summary>Early cut-off: restores what was built for another tree hash, where all that can be seen of the dependencies is the same (see <see cref="InterfaceText"/>). The dependencies have to be built.</summary>
    /// <param name="cutoff">The hash by what can be seen of them.</param>
    /// <param name="tree">The tree hash, under which the depot has it from now on.</param>
    /// <param name="text">The text of <paramref name="tree"/>.</param>
    /// <param name="refusal">As for <see cref="TryRestore(TreeHash, Func{ProjectHit, bool, string})"/>.</param>
    /// <returns>Null: a miss, of which nothing is to be told that the other look-up did not tell.</returns>
    public ProjectHit? TryCutOff(TreeHash cutoff, TreeHash tree, byte[] text, Func<ProjectHit, bool, string?> refusal) => Guard(() =>
    {
        var cache = Cache();
        if (cache.Find(cutoff, out _, MostTried) is not { } found || cache.Renamed(found, tree) is not { } entry)
            return null;
        WasInPlace = FormerBuild.TryRead(facts, session) is { } build && cache.AreOwnInPlace(found, build.State, build.Entry);
        var restorer = new ProjectRestorer(session.Stack, facts.Here, session.Digester) { TakesCopiesHere = true, OwnAreInPlace = WasInPlace };
        if (refusal(found, WasInPlace) is not null || !TryRestore(found, restorer, out _, out var paths))
            return null;
        var hit = found with { Entry = entry, Id = Store(found, entry, text) ?? found.Id };
        KeepState(hit, tree, paths);
        var former = new FormerTree(facts, session);
        if (!WasInPlace)
            Record(hit, former);
        former.Keep(tree);
        return hit;
    });

    private ProjectCache Cache() => new(session.Stack, facts.Here, session.Digester, new FactCheck(facts.Here, session.Digester, outside));

    private bool TryRestore(ProjectHit hit, ProjectRestorer restorer, out string? failure, out IReadOnlyList<string> paths) =>
        restorer.TryRestore(hit, facts.CleanFile, [facts.IntermediateFolder, facts.OutputFolder], out failure, out paths);

    private void KeepState(ProjectHit hit, TreeHash tree, IReadOnlyList<string> paths) => ProjectState.Of(hit.Id, tree, facts.Here.Commit ?? "", paths)?.Write(facts.StateFile);

    // So that the next build finds it by what is known beforehand. Null where it is not stored: then that build asks as this one did.
    private string? Store(ProjectHit found, ProjectEntry entry, byte[] text)
    {
        if (facts.Settings.Mode == DepotMode.ReadOnly || !session.Stack.TryTake(found.Depot, found.Entry, found.Id, found.Actions.Select(a => a.Key)))
            return null;
        try
        {
            session.Stack.First.AddBlob(text);
            return session.Stack.Add(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private ProjectHit? Guard(Func<ProjectHit?> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Why = e.Message;
            return null;
        }
        finally
        {
            session.Digester.Save();
        }
    }

    /// <summary>Keeps the hash in its file, which changes only when the hash does.</summary>
    /// <returns>Why it could not, in words, and the file is gone then where that can be; null: it is kept.</returns>
    public static string? Keep(ProjectFacts facts, TreeHash tree)
    {
        try
        {
            AtomicFile.WriteIfChanged(facts.HashFile, System.Text.Encoding.UTF8.GetBytes(tree + "\n"));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            AtomicFile.TryDelete(facts.HashFile);
            return $"the file of the dependency-tree hash can't be written: {e.Message}";
        }
    }

    private void Record(ProjectHit hit, FormerTree former)
    {
        var none = new Reason(UncacheableReason.None);
        session.Recorder.Add(facts.Record(ActionRecord.WholeProject, ActionOutcome.Restored, none, hit.Entry.Tree.ToString(), "", Elapsed, hit.Entry.Duration - Elapsed, hit.Entry.Files.Sum(f => f.Size)) with { PreviousKey = former.Hash, Damage = session.Stack.Damage.Count });
        foreach (var (action, entry) in hit.Entry.Actions.Zip(hit.Actions))
            session.Recorder.Add(facts.Record(action.Step, ActionOutcome.Restored, none, action.KeyText.ToString(), "", TimeSpan.Zero, entry.Made.Duration, entry.Files.Sum(f => f.Size)));
    }
}
