using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Projects;

/// <summary>What the tasks of the project level share: they act on the project that runs them, and no fault of theirs fails a build.</summary>
public abstract class ProjectTask : Microsoft.Build.Utilities.Task
{
    // What referring projects ask for, in the same request where a graph is built.
    private static readonly HashSet<string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "Build", "GetTargetPath", "GetTargetFrameworks", "GetTargetFrameworksWithPlatformForSingleTargetFramework", "GetNativeManifest", "GetCopyToOutputDirectoryItems",
        "_GetCopyToOutputDirectoryItemsFromThisProject", "GetTargetPathWithTargetPlatformMoniker", "GetCopyToPublishDirectoryItems",
    };

    private DepotSession? _session;

    private protected abstract void Run(RequestSurface surface, ProjectBuild build);

    public sealed override bool Execute()
    {
        DepotLog? log = null;
        try
        {
            log = new DepotLog(BuildEngine4, BuildEngine.ProjectFileOfTaskNode);
            if (RequestSurface.TryGet(BuildEngine, out var missing) is { } surface)
            {
                Run(surface, ProjectBuild.Of(surface.Project));
                if (_session is not null)
                    log.Damage(_session.Stack);
                log.Notes(_session?.Remotes);
            }
            else
            {
                log.NoProjectLevel(missing!);
            }
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

    private protected DepotSession SessionOf(ProjectFacts facts) => _session = new(facts.Settings, BuildEngine4);

    /// <summary>Whether a target is the build, or one that referring projects ask for beside it.</summary>
    internal static bool IsPlain(string target) => Plain.Contains(target);

    /// <summary>Whether the request is for the project's build and nothing that a restored project could not answer.</summary>
    private protected static bool IsPlain(RequestSurface surface, params string[] also)
    {
        var targets = surface.Targets.Count > 0 ? surface.Targets : surface.Project.DefaultTargets;
        return targets.All(t => IsPlain(t) || also.Contains(t, StringComparer.OrdinalIgnoreCase));
    }
}
