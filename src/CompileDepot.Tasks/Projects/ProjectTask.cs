using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Compile;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Projects;

/// <summary>What the tasks of the project level share: they act on the project that runs them, and no fault of theirs fails a build.</summary>
public abstract class ProjectTask : Microsoft.Build.Utilities.Task
{
    private protected abstract void Run(RequestSurface surface, ProjectBuild build);

    public sealed override bool Execute()
    {
        CompileLog? log = null;
        try
        {
            log = new CompileLog(BuildEngine4, BuildEngine.ProjectFileOfTaskNode);
            if (RequestSurface.TryGet(BuildEngine, out var missing) is { } surface)
                Run(surface, ProjectBuild.Of(surface.Project));
            else
                log.NoProjectLevel(missing!);
        }
        catch (SettingsException)
        {
            // ComputePreferenceDigest says so, with the code.
        }
        catch (Exception e)
        {
            log?.InternalFault(e);
        }
        return true;
    }

    private protected static string CommitOf(ProjectFacts facts) => facts.Repository?.Commit ?? "";

    private protected static ProjectPlace PlaceOf(ProjectFacts facts) => new(facts.Tokens, CommitOf(facts));

    private protected DepotSession SessionOf(ProjectFacts facts) => new(facts.Settings, BuildEngine4);

    private protected static bool IsPlain(RequestSurface surface, params string[] also)
    {
        var targets = surface.Targets.Count > 0 ? surface.Targets : surface.Project.DefaultTargets;
        return targets.All(t => t.Equals("Build", StringComparison.OrdinalIgnoreCase) || also.Contains(t, StringComparer.OrdinalIgnoreCase));
    }

    private protected static ActionRecord RecordOf(ProjectFacts facts, string step, ActionOutcome outcome, Reason reason, string key, string why, TimeSpan elapsed, TimeSpan saved, long bytes) => new(
        DateTimeOffset.UtcNow,
        facts.Settings.Root,
        facts.Tokens.Tokenize(facts.File),
        facts.Framework,
        facts.Configuration,
        step,
        outcome,
        reason,
        key,
        "",
        why,
        elapsed,
        saved,
        bytes,
        0);

    private protected static FactCheck CheckOf(ProjectFacts facts, DepotSession session, IBuildEngine4 engine) =>
        new(facts.Tokens, session.Digester, RegisteredObject.Get(engine, "CompileDepot facts", () => new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal)));
}
