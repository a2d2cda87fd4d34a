using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>
/// The dependency-tree hash of a project that is asked for its output without being built: that of what lies on the disk, if a build left it there and nobody touched it since. So it is when the
/// graph level restored the project, and when <c>BuildProjectReferences</c> is false.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReadRestoredTreeHash : ProjectTask
{
    /// <summary>64 hexadecimal characters; empty where it can't be known.</summary>
    [Output]
    public string TreeHash { get; set; } = "";

    /// <summary>The hash of what projects that refer to it can see of it; empty where that is not known.</summary>
    [Output]
    public string Interface { get; set; } = "";

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        if (build.Evaluated is not { } project || ProjectState.TryRead(project.Facts.StateFile) is not { IsIntact: true } state)
            return;
        TreeHash = state.Tree.ToString();
        Interface = FormerBuild.EntryOf(state, SessionOf(project.Facts))?.Interface?.ToString() ?? "";
    }
}
