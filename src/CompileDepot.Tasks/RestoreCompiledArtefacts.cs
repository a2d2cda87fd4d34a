using System.Diagnostics;
using System.Globalization;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Compile;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Asks the depot for everything that the build of the project would leave behind, and puts it in its place.</summary>
[MSBuildMultiThreadableTask]
public sealed class RestoreCompiledArtefacts : ProjectTask
{
    /// <summary>Whether nothing is left to be built.</summary>
    [Output]
    public bool Restored { get; set; }

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build is not { Evaluated: { Ineligible: null } project, Tree: { } tree } || !IsPlain(surface, "Rebuild"))
            return;
        var start = Stopwatch.GetTimestamp();
        var log = new CompileLog(BuildEngine4, project.Facts.File);
        if (IsPlain(surface) && project.Facts.Settings.Mode is not (DepotMode.Refresh or DepotMode.Verify))
        {
            try
            {
                Restored = TryRestore(build, project, tree, log, start);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                build.Why = e.Message;
            }
        }
        if (Restored)
            return;
        log.Message($"building {project.Facts.DisplayName} {tree.Short}" + (build.Why.Length > 0 ? ": " + build.Why : ""));
        build.Hit = null;
        build.Began = DateTimeOffset.UtcNow;
        build.Recording = BuildListener.Of(surface.Events).Begin(BuildEngine, project.Facts.Tokens);
    }

    private bool TryRestore(ProjectBuild build, EvaluatedProject project, TreeHash tree, CompileLog log, long start)
    {
        var facts = project.Facts;
        var session = SessionOf(facts);
        session.Digester.Refresh();
        var cache = new ProjectCache(session.Stack, PlaceOf(facts), session.Digester, CheckOf(facts, session, BuildEngine4));
        var hit = cache.Find(tree, out var why);
        build.Why = why;
        if (hit is null)
            return false;
        if (hit.Entry.Effects.OfType<WarningEffect>().FirstOrDefault(w => ((IBuildEngine8)BuildEngine).ShouldTreatWarningAsError(w.Code ?? "")) is { } raised)
        {
            // What follows from an error depends on the step that logged it.
            build.Why = $"this build takes {raised.Code} for an error";
            return false;
        }
        build.Hit = hit;
        if (ProjectState.TryRead(facts.StateFile) is { } state && cache.IsInPlace(hit, state))
        {
            session.Digester.Save();
            return true;
        }
        if (!new ProjectRestorer(session.Stack, PlaceOf(facts), session.Digester).TryRestore(hit, facts.CleanFile, [facts.IntermediateFolder, facts.OutputFolder], out var failure, out var paths))
        {
            build.Why = failure!;
            return false;
        }
        ProjectState.Of(hit.Id, tree, CommitOf(facts), paths)?.Write(facts.StateFile);
        session.Digester.Save();
        var elapsed = Stopwatch.GetElapsedTime(start);
        log.Message($"restored {facts.DisplayName} whole {tree.Short} in {elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
        Record(session, facts, hit, elapsed);
        return true;
    }

    private static void Record(DepotSession session, ProjectFacts facts, ProjectHit hit, TimeSpan elapsed)
    {
        var none = new Reason(UncacheableReason.None);
        session.Recorder.Add(RecordOf(facts, ActionRecord.WholeProject, ActionOutcome.Restored, none, hit.Entry.Tree.ToString(), "", elapsed, hit.Entry.Duration - elapsed, hit.Entry.Files.Sum(f => f.Size)));
        foreach (var (action, (entry, _)) in hit.Entry.Actions.Zip(hit.Actions))
            session.Recorder.Add(RecordOf(facts, action.Step, ActionOutcome.Restored, none, action.KeyText.ToString(), "", TimeSpan.Zero, entry.Made.Duration, entry.Files.Sum(f => f.Size)));
    }
}
