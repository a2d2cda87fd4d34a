using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Projects;

/// <summary>Looks one project up and restores it: what the project level and the graph level have in common.</summary>
/// <param name="outside">See <see cref="FactCheck"/>.</param>
internal sealed class ProjectLookup(ProjectFacts facts, DepotSession session, ConcurrentDictionary<string, bool> outside)
{
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
    public ProjectHit? TryRestore(TreeHash tree, Func<ProjectHit, bool, string?> refusal)
    {
        try
        {
            var cache = new ProjectCache(session.Stack, facts.Here, session.Digester, new FactCheck(facts.Here, session.Digester, outside));
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
            if (WasInPlace)
            {
                Reshare(hit);
                return hit;
            }
            if (!new ProjectRestorer(session.Stack, facts.Here, session.Digester).TryRestore(hit, facts.CleanFile, [facts.IntermediateFolder, facts.OutputFolder], out var failure, out var paths))
            {
                Why = failure!;
                return null;
            }
            ProjectState.Of(hit.Id, tree, facts.Here.Commit ?? "", paths)?.Write(facts.StateFile);
            Record(hit, former);
            Reshare(hit);
            return hit;
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

    private void Reshare(ProjectHit hit) => session.Stack.Reshare(hit.Depot, hit.Entry, hit.Id, hit.Actions.Select(a => a.Key));

    private void Record(ProjectHit hit, FormerTree former)
    {
        var none = new Reason(UncacheableReason.None);
        session.Recorder.Add(facts.Record(ActionRecord.WholeProject, ActionOutcome.Restored, none, hit.Entry.Tree.ToString(), "", Elapsed, hit.Entry.Duration - Elapsed, hit.Entry.Files.Sum(f => f.Size)) with { PreviousKey = former.Hash, Damage = session.Stack.Damage.Count });
        foreach (var (action, entry) in hit.Entry.Actions.Zip(hit.Actions))
            session.Recorder.Add(facts.Record(action.Step, ActionOutcome.Restored, none, action.KeyText.ToString(), "", TimeSpan.Zero, entry.Made.Duration, entry.Files.Sum(f => f.Size)));
    }
}
