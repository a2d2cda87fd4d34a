using System.Collections.Concurrent;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Asks the depot for everything that the build of the project would leave behind, and puts it in its place.</summary>
[MSBuildMultiThreadableTask]
public sealed class RestoreCompiledArtefacts : ProjectTask
{
    // The SDK's own targets that build first, or delete first: what their builds leave is what a plain build leaves, and whoever builds plainly after them must find it known.
    private static readonly string[] Recorded = ["Rebuild", "Clean", "Publish", "Pack"];

    /// <summary>Whether a target that writes has run already, ahead of its time.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether nothing is left to be built.</summary>
    [Output]
    public bool Restored { get; set; }

    /// <summary>Of a restored project: the hash of what projects that refer to it can see of it; empty where that is not known.</summary>
    [Output]
    public string Interface { get; set; } = "";

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build is not { Evaluated: { Ineligible: null, Facts: { } facts }, Tree: { } tree } || !IsPlain(surface, Recorded))
            return;
        var (log, session) = (new DepotLog(BuildEngine4, facts.File), SessionOf(facts));
        if (IsPlain(surface) && facts.Settings.Mode is not (DepotMode.Refresh or DepotMode.Verify))
        {
            var outside = RegisteredObject.Get(BuildEngine4, "CompileDepot facts", () => new ConcurrentDictionary<string, bool>(StringComparer.Ordinal));
            var lookup = new ProjectLookup(facts, session, outside);
            build.Hit = lookup.TryRestore(tree, Refusal) ?? (build.Cutoff is { } cutoff ? lookup.TryCutOff(cutoff, tree, build.TreeText, Refusal) : null);
            build.WasInPlace = lookup.WasInPlace;
            build.Why = lookup.Why;
            build.Damage = session.Stack.Damage.Count;
            Restored = build.Hit is not null;
            Interface = build.Hit?.Entry.Interface?.ToString() ?? "";
            if (Restored && !lookup.WasInPlace)
                log.Message(lookup.Sentence(build.Hit!));
        }
        if (Restored)
            return;
        log.Message($"building {facts.DisplayName} {tree.Short}" + (build.Why.Length > 0 ? ": " + build.Why : ""));
        build.Began = DateTimeOffset.UtcNow;
        build.Untouched = new UntouchedOutputs(facts, FormerBuild.TryRead(facts, session), tree, build.TreeText);
        // Where the clock is asked, something is another in each build.
        if (!IsUnderWay && facts.Settings.Mode != DepotMode.ReadOnly && !build.Evaluated.Impurities.Any(i => i.IsClock))
            build.Untouched.Renew(surface.Project);
        build.Recording = BuildListener.Of(surface.Events).Begin(BuildEngine, facts.Tokens, surface.IsSilent);
    }

    private string? Refusal(ProjectHit hit, bool wasInPlace) => EffectReplayer.Refusal((IBuildEngine8)BuildEngine, hit.Entry.Effects);
}
