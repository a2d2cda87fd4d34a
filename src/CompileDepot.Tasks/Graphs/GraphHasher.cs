using System.Collections.Concurrent;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace CompileDepot.Tasks.Graphs;

/// <summary>The dependency-tree hashes of all projects of a graph, from their evaluations alone: nothing is built. Thread-safe.</summary>
/// <param name="digesterOf">Gives the digester for a project.</param>
internal sealed class GraphHasher(ProjectGraph graph, Func<ProjectFacts, FileDigester> digesterOf)
{
    private readonly Dictionary<ProjectInstance, ProjectGraphNode> _nodes = graph.ProjectNodes.ToDictionary(n => n.ProjectInstance, (IEqualityComparer<ProjectInstance>)ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<ProjectGraphNode, Lazy<HashedProject?>> _hashed = new();

    /// <summary>Whether a node has nothing of its own: it only builds others, one for each target framework.</summary>
    public static bool IsOuter(ProjectGraphNode node) => node.ProjectInstance.GetPropertyValue("IsCrossTargetingBuild").Equals("true", StringComparison.OrdinalIgnoreCase);

    public ProjectGraphNode? Find(ProjectInstance project) => _nodes.GetValueOrDefault(project);

    /// <summary>Of one node.</summary>
    /// <returns>Null: an outer build, or a project without CompileDepot.</returns>
    /// <exception cref="IOException">A file of the project can't be read.</exception>
    public HashedProject? Of(ProjectGraphNode node) => _hashed.GetOrAdd(node, n => new Lazy<HashedProject?>(() => Compute(n))).Value;

    /// <summary>Whose fault it is that a node has no hash: its own, or that of a project which it refers to.</summary>
    /// <param name="fault">What <see cref="Of"/> throws for the node: all who refer to the project are thrown the same object.</param>
    public ProjectGraphNode OwnerOf(ProjectGraphNode node, Exception fault) =>
        node.ProjectReferences.FirstOrDefault(r => ReferenceEquals(FaultOf(r), fault)) is { } below ? OwnerOf(below, fault) : node;

    /// <summary>Computes ahead. What goes wrong is told to who asks.</summary>
    public void Prepare(ProjectGraphNode node) => FaultOf(node);

    // Kept, and thrown again by Of.
    private Exception? FaultOf(ProjectGraphNode node)
    {
        try
        {
            Of(node);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private HashedProject? Compute(ProjectGraphNode node)
    {
        if (IsOuter(node) || !node.ProjectInstance.GetPropertyValue("_CompileDepotProjectLevel").Equals("true", StringComparison.Ordinal))
            return null;
        var build = ProjectBuild.Of(node.ProjectInstance);
        var facts = new ProjectFacts(node.ProjectInstance);
        if (facts.Settings.IsOff)
            return null;
        var project = build.Evaluated ??= EvaluatedProjectReader.Read(node.ProjectInstance, facts, digesterOf(facts));
        Reason? blocked = null;
        var frameworks = new ResolvedFrameworks(facts.AssetsFile, facts.Framework);
        var tree = project.Complete(TreeText.Dependency, Others(node, project, frameworks), path => HashOf(node, project, path, frameworks, ref blocked), out var text, out var unknown);
        build.Tree = tree;
        build.TreeText = text;
        return new HashedProject(project, tree, tree is not null ? blocked : new Reason(UncacheableReason.DependencyUnknown, facts.Tokens.Tokenize(unknown!)));
    }

    // As the SDK adds references.
    private static IEnumerable<string> Others(ProjectGraphNode node, EvaluatedProject project, ResolvedFrameworks frameworks) =>
        project.References.Count == 0 || node.ProjectInstance.GetPropertyValue("DisableTransitiveProjectReferences").Equals("true", StringComparison.OrdinalIgnoreCase) ? [] : frameworks.Projects;

    private string HashOf(ProjectGraphNode node, EvaluatedProject project, string path, ResolvedFrameworks frameworks, ref Reason? blocked)
    {
        // In several frameworks: which of them is told by what only a build resolves.
        if (project.References.Count(r => r == path) > 1)
            return "";
        var candidates = node.ProjectReferences.Where(r => r.ProjectInstance.FullPath == path && !IsOuter(r)).ToList();
        var chosen = candidates.Count <= 1 ? candidates.FirstOrDefault() : frameworks.Choose(path, candidates);
        if (chosen is null || Of(chosen) is not { Tree: { } tree } hashed)
            return "";
        // What such a project's build gives is known only after it.
        if (hashed.Project.Ineligible is not null || hashed.Blocked is not null)
            blocked ??= new Reason(UncacheableReason.DependencyUnknown, project.Facts.Tokens.Tokenize(path));
        return tree.ToString();
    }
}

/// <summary>A project of a graph with its hash.</summary>
/// <param name="Tree">Null where a dependency's is not known.</param>
/// <param name="Blocked">Why what its dependencies give can't be known before they are built; null where it can.</param>
internal sealed record HashedProject(EvaluatedProject Project, TreeHash? Tree, Reason? Blocked);
