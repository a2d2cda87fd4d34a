using System.Collections.Concurrent;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Graphs;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Execution;
using Microsoft.Build.Graph;

namespace CompileDepot.Cli.Hashing;

/// <summary>Hashes all projects of a solution, or a project and what it refers to, without building. <see cref="MSBuildHost"/> has to be in use.</summary>
internal static class TreeHasher
{
    /// <param name="keepsDigests">Whether later runs will ask for the same files.</param>
    /// <returns>Sorted by project, framework and configuration.</returns>
    /// <exception cref="CommandException">CD0112.</exception>
    public static IReadOnlyList<ProjectHash> Hash(EvaluationRequest request, bool keepsDigests) =>
        [.. Visit(request, keepsDigests, (node, hasher, _) => Describe(node, hasher)).DistinctBy(h => (h.Identity, h.Hash)).OrderBy(h => h.Identity)];

    /// <summary>Asks something of every project that a build of one framework and configuration builds, in no order.</summary>
    /// <param name="ask">Gets the project, what hashes it, and the digester for a project.</param>
    /// <exception cref="CommandException">CD0112.</exception>
    public static IReadOnlyList<T> Visit<T>(EvaluationRequest request, bool keepsDigests, Func<ProjectGraphNode, GraphHasher, Func<ProjectFacts, FileDigester>, T> ask) =>
        EvaluationFault.Guard<IReadOnlyList<T>>(() => [.. Configurations(request).SelectMany(c => Visit(request, c, keepsDigests, ask))]);

    // Null stands for the default.
    private static IEnumerable<string?> Configurations(EvaluationRequest request)
    {
        if (!request.AllConfigurations)
            return request.Configurations.DefaultIfEmpty<string?>(null);
        if (BuildEntry.IsSolution(request.Entry))
            return SolutionFile.Parse(request.Entry).SolutionConfigurations.Select(c => c.ConfigurationName).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        using var collection = new ProjectCollection();
        return new ProjectInstance(request.Entry, request.GlobalProperties(null), toolsVersion: null!, collection).GetPropertyValue("Configurations").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static List<T> Visit<T>(EvaluationRequest request, string? configuration, bool keepsDigests, Func<ProjectGraphNode, GraphHasher, Func<ProjectFacts, FileDigester>, T> ask)
    {
        using var collection = new ProjectCollection();
        var graph = new ProjectGraph(new ProjectGraphEntryPoint(request.Entry, request.GlobalProperties(configuration)), collection);
        // Digests that builds have taken are known already.
        var digesters = new ConcurrentDictionary<string, FileDigester>(StringComparer.Ordinal);
        FileDigester DigesterOf(ProjectFacts facts) => digesters.GetOrAdd(facts.Settings.Root, _ => new DepotSession(facts.Settings, layout => new BuildRecorder(layout), null).Digester);
        var hasher = new GraphHasher(graph, DigesterOf);
        var answers = graph.ProjectNodes.Where(n => !GraphHasher.IsOuter(n)).Select(n => ask(n, hasher, DigesterOf)).ToList();
        if (keepsDigests)
        {
            foreach (var digester in digesters.Values)
                digester.Save();
        }
        return answers;
    }

    /// <summary>The hash of one project, or why there is none.</summary>
    public static ProjectHash Describe(ProjectGraphNode node, GraphHasher hasher)
    {
        var project = node.ProjectInstance;
        ProjectHash With(TreeHash? hash, bool isExact, string? reason, bool isFault = false) =>
            new(NameOf(project), RootOf(project), project.GetPropertyValue("TargetFramework"), project.GetPropertyValue("Configuration"), hash, isExact, reason, isFault, [], []);
        try
        {
            if (hasher.Of(node) is not { } hashed)
                return With(null, false, WhyNot(project));
            var facts = hashed.Project.Facts;
            var impurities = hashed.Project.Impurities.Select(i => i with { Path = facts.Tokens.Tokenize(i.Path) }).ToList();
            // Asked here, because a project may have an earlier reason not to be restored whole, and a hash all the same.
            if (facts.AssetsFile.Length > 0 && !File.Exists(facts.AssetsFile))
                return With(null, false, new Reason(UncacheableReason.AssetsMissing, facts.Tokens.Tokenize(facts.AssetsFile)).Sentence, isFault: true) with { Impurities = impurities };
            if (hashed.Tree is not { } tree)
                return With(null, false, hashed.Blocked!.Sentence) with { Impurities = impurities };
            var doubt = hashed.Blocked is { } blocked ? $"what {Output.Shown.Project(blocked.Subject)} gives is known only after it was built" : MSBuildHost.Doubt;
            return With(tree, doubt is null, doubt) with
            {
                Impurities = impurities,
                Text = ProjectBuild.Of(project).TreeText,
            };
        }
        // The others have hashes.
        catch (Exception e) when (BlameOf(node, hasher, e) is { } other)
        {
            return With(null, false, other);
        }
        catch (SettingsException e)
        {
            return With(null, false, $"{e.Message.TrimEnd('.')} ({e.Code})", isFault: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return With(null, false, e.Message, isFault: true);
        }
    }

    /// <summary>In words, that another project's fault keeps a project from having a hash; null where the fault is its own.</summary>
    public static string? BlameOf(ProjectGraphNode node, GraphHasher hasher, Exception fault) =>
        hasher.OwnerOf(node, fault) is var owner && owner != node ? $"the hash of {Output.Shown.Project(NameOf(owner.ProjectInstance))} is not known" : null;

    /// <summary>The path of a project file as its builds record it: tokenized, from <see cref="RootOf"/>.</summary>
    public static string NameOf(ProjectInstance project) => new PathTokens([(PathTokens.Root, RootOf(project))]).Tokenize(project.FullPath);

    /// <summary>The root that builds of a project take; where it names one that can't be, the one that they would take otherwise.</summary>
    public static string RootOf(ProjectInstance project) => RootLocator.Said(project.GetPropertyValue(RootLocator.Property)) ?? RootLocator.Find(project.Directory);

    private static string WhyNot(ProjectInstance project)
    {
        if (project.GetPropertyValue("_CompileDepotTargetsImported").Length == 0)
            return "it has no CompileDepot.Sdk";
        if (project.GetPropertyValue("_CompileDepotHostIsGood") == "false")
            return "this MSBuild can't run CompileDepot";
        return project.GetPropertyValue("_CompileDepotProjectLevel") == "true" ? "caching is off: its stack of depots is empty" : "the project level is off in it";
    }
}
