using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Projects;

/// <summary>What the tasks of one project tell each other in one build. Lives as long as the evaluated project. The targets of one project run one after the other; compiles may run beside others.</summary>
internal sealed class ProjectBuild
{
    private static readonly ConditionalWeakTable<ProjectInstance, ProjectBuild> Builds = new();

    private readonly ConcurrentQueue<CompileDone> _compiles = new();

    public EvaluatedProject? Evaluated { get; set; }

    public TreeHash? Tree { get; set; }

    /// <summary>The text of <see cref="Tree"/>.</summary>
    public byte[] TreeText { get; set; } = [];

    /// <summary>The hash by what can be seen of the dependencies; null where there are none, or not of all is known what can be seen.</summary>
    public TreeHash? Cutoff { get; set; }

    /// <summary>The text of <see cref="Cutoff"/>: the tree text with interfaces; that of a project without dependencies is the tree text.</summary>
    public byte[]? CutoffText { get; set; }

    /// <summary>What stood in for the build, to be replayed.</summary>
    public ProjectHit? Hit { get; set; }

    /// <summary>Whether all of <see cref="Hit"/> was there already.</summary>
    public bool WasInPlace { get; set; }

    /// <summary>What the build logs since the look-up missed.</summary>
    public Recording? Recording { get; set; }

    /// <summary>What the former build left, as it was when the look-up missed.</summary>
    public UntouchedOutputs? Untouched { get; set; }

    public DateTimeOffset Began { get; set; }

    /// <summary>Why the look-up missed, in words.</summary>
    public string Why { get; set; } = "";

    /// <summary>How many damaged files the look-up met, where it missed.</summary>
    public int Damage { get; set; }

    /// <summary>The compiles that ran or were restored, in their order.</summary>
    public IReadOnlyCollection<CompileDone> Compiles => _compiles;

    /// <summary>The build that the task of <paramref name="engine"/> belongs to; null where MSBuild does not show it.</summary>
    public static ProjectBuild? Find(IBuildEngine engine) => RequestSurface.TryGet(engine, out _) is { } surface ? Of(surface.Project) : null;

    public static ProjectBuild Of(ProjectInstance project) => Builds.GetValue(project, _ => new ProjectBuild());

    public void Add(CompileDone compile) => _compiles.Enqueue(compile);
}

/// <summary>A compile that ran or was restored.</summary>
/// <param name="Entry">Its entry; null where its result is not stored.</param>
/// <param name="Reason">Why it is not stored.</param>
/// <param name="Outputs">The outputs as they were when it was done.</param>
/// <param name="Text">The text of <paramref name="KeyText"/>: the depot may have lost it.</param>
internal sealed record CompileDone(string Step, ActionKey KeyText, Entry? Entry, Reason? Reason, IReadOnlyDictionary<string, FileStamp> Outputs, byte[] Text)
{
    /// <summary>See <see cref="ProjectAction.Exact"/>.</summary>
    public IReadOnlyList<(string Path, ContentDigest Digest)> Exact { get; init; } = [];
}
