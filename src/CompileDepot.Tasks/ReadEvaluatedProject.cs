using CompileDepot.Tasks.Projects;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks;

/// <summary>Reads the project as it was evaluated, before any target changes it, and begins to listen to the build.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadEvaluatedProject : ProjectTask
{
    /// <summary>Whether the project level may work on this project at all.</summary>
    [Output]
    public bool IsReadable { get; set; }

    /// <summary>Whether a depot may stand in for the whole build of the project.</summary>
    [Output]
    public bool IsEligible { get; set; }

    private protected override void Run(RequestSurface surface, ProjectBuild build)
    {
        var facts = new ProjectFacts(surface.Project);
        if (facts.Settings.IsOff)
            return;
        BuildListener.Of(surface.Events);
        // The graph level may have read it.
        if (build.Evaluated is null)
            Read(surface, build, facts);
        IsReadable = true;
        IsEligible = build.Evaluated!.Ineligible is null;
    }

    private void Read(RequestSurface surface, ProjectBuild build, ProjectFacts facts)
    {
        var session = SessionOf(facts);
        session.Digester.Refresh();
        build.Evaluated = EvaluatedProjectReader.Read(surface.Project, facts, session.Digester);
    }
}
