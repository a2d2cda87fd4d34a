using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Makes the warnings and messages of a restored project's build happen again.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReplayRecordedEffects : ProjectTask
{
    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build is { Hit: { } hit, Evaluated: { } project })
            EffectReplayer.Replay((IBuildEngine8)BuildEngine, hit.Effects(build.WasInPlace), project.Facts.Tokens);
    }
}
