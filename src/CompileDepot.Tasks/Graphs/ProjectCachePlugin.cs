using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Tasks.Actions;
using CompileDepot.Tasks.Preferences;
using CompileDepot.Tasks.Projects;
using Microsoft.Build.Execution;
using Microsoft.Build.Framework;
using Microsoft.Build.ProjectCache;

namespace CompileDepot.Tasks.Graphs;

/// <summary>
/// The graph level: with <c>-graph</c> MSBuild asks this before it schedules a project. A hit leaves nothing to be run but <c>GetTargetPath</c>, whose answer is also that of <c>Build</c>.
/// Whatever goes wrong here is a miss: an exception would fail the build without a word. One instance a build; MSBuild asks from several threads.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "MSBuild knows no other end than EndBuildAsync, which disposes.")]
public sealed class ProjectCachePlugin : ProjectCachePluginBase
{
    private static readonly string[] Switches =
        ["CompileDepotEnabled", "CompileDepotReshare", "CompileDepotProjectRestore", "CompileDepotPackageRestore", "CompileDepotPreferenceConstants", "CompileDepotClosed", "CompileDepotCollections"];

    private readonly ConcurrentDictionary<string, BuildRecorder> _recorders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _outside = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Depot, string Root), bool> _used = new();
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);
    private readonly BuildRemotes _remotes = new();
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    private GraphHasher? _hasher;

    public override Task BeginBuildAsync(CacheContext context, PluginLoggerBase logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Graph is { } graph)
        {
            var hasher = _hasher = new GraphHasher(graph, facts => SessionOf(facts).Digester);
            // MSBuild asks for a project when those below it are done, which is one after the other for most of a build; the hashes need not wait for that.
            _ = Task.Run(() => Parallel.ForEach(graph.ProjectNodesTopologicallySorted, node => hasher.Prepare(node)), CancellationToken.None);
        }
        return Task.CompletedTask;
    }

    public override Task<CacheResult> GetCacheResultAsync(BuildRequestData buildRequest, PluginLoggerBase logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(buildRequest);
        ArgumentNullException.ThrowIfNull(logger);
        try
        {
            return Task.FromResult(Query(buildRequest, logger));
        }
        catch (SettingsException)
        {
            // The project's own build says so, with the code.
        }
        catch (Exception e)
        {
            logger.LogMessage("CompileDepot: " + OwnFault.Sentence(e, $"{buildRequest.ProjectFullPath} is built as if the graph level were not there"), MessageImportance.High);
            logger.LogMessage(e.ToString(), MessageImportance.Low);
        }
        return Task.FromResult(CacheResult.IndicateNonCacheHit(CacheResultType.CacheMiss));
    }

    public override Task EndBuildAsync(PluginLoggerBase logger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(logger);
        try
        {
            _remotes.Dispose();
            foreach (var remote in _remotes.All)
            {
                Say(remote.TakeNotes(), logger);
                if (!remote.Report.IsEmpty)
                    logger.LogMessage("CompileDepot: " + remote.Report.Line, MessageImportance.Normal);
            }
            foreach (var recorder in _recorders.Values)
                recorder.Dispose();
            logger.LogMessage("CompileDepot: " + BuildRecordReader.LineSince(_used.Keys.Select(u => (u.Depot, u.Root)), _began), MessageImportance.High);
        }
        catch (Exception e)
        {
            logger.LogMessage($"CompileDepot: no report: {e}", MessageImportance.Low);
        }
        return Task.CompletedTask;
    }

    private CacheResult Query(BuildRequestData request, PluginLoggerBase logger)
    {
        if (_hasher is null || request.ProjectInstance is not { } instance || _hasher.Find(instance) is not { } node)
            return CacheResult.IndicateNonCacheHit(CacheResultType.CacheNotApplicable);
        // A build changes the instance: it is read before.
        _hasher.Prepare(node);
        // What counts is what this project is asked for: where an application is published, its dependencies are only built; and where they are not to be built, they are only asked for names.
        var targets = request.TargetNames.Count > 0 ? request.TargetNames : instance.DefaultTargets;
        if (!targets.All(ProjectTask.IsPlain) || !targets.Contains("Build", StringComparer.OrdinalIgnoreCase) || HasErrors(instance))
            return CacheResult.IndicateNonCacheHit(CacheResultType.CacheNotApplicable);
        if (_hasher.Of(node) is not { Project: { Facts: { } facts, Ineligible: null }, Tree: { } tree, Blocked: null } || facts.Settings.Mode is DepotMode.Refresh or DepotMode.Verify)
            return CacheResult.IndicateNonCacheHit(CacheResultType.CacheNotApplicable);
        if (ProjectPreferences.HasSomethingToSay(instance))
            return CacheResult.IndicateNonCacheHit(CacheResultType.CacheNotApplicable);
        var session = SessionOf(facts);
        var lookup = new ProjectLookup(facts, session, _outside);
        var found = lookup.TryRestore(tree, Refusal);
        Say(DepotLog.DamageOf(session.Stack).Where(d => _said.TryAdd(d, true)), logger);
        Say(_remotes.Of(facts.Settings)?.TakeNotes() ?? [], logger);
        if (found is not { } hit)
        {
            logger.LogMessage($"CompileDepot: {facts.DisplayName} {tree.Short}: {(lookup.Why.Length > 0 ? lookup.Why : "it is new here")}", MessageImportance.Low);
            return CacheResult.IndicateNonCacheHit(CacheResultType.CacheMiss);
        }
        if (ProjectLookup.Keep(facts, tree) is { } problem)
            logger.LogMessage("CompileDepot: " + problem, MessageImportance.Normal);
        if (!lookup.WasInPlace)
            logger.LogMessage("CompileDepot: " + lookup.Sentence(hit), MessageImportance.Normal);
        foreach (var message in hit.Effects(lookup.WasInPlace).OfType<MessageEffect>())
            logger.LogMessage(facts.Tokens.ResolveText(message.Text ?? ""), (MessageImportance)message.Importance);
        // Nothing but this: proxies for other targets make MSBuild wait for ever.
        return CacheResult.IndicateCacheHit(new ProxyTargets(new Dictionary<string, string> { ["GetTargetPath"] = "Build" }));
    }

    // What the first target of a build fails for, CD0004.
    private static bool HasErrors(ProjectInstance instance) => Switches.Any(s => instance.GetPropertyValue(s) is { Length: > 0 } value && !bool.TryParse(value, out _));

    // As DepotLog does.
    private void Say(IEnumerable<string> notes, PluginLoggerBase logger)
    {
        foreach (var note in notes)
        {
            logger.LogMessage("CompileDepot: " + note, MessageImportance.High);
            foreach (var (depot, root) in _used.Keys)
                _recorders.GetValueOrDefault(depot)?.Add(new BuildNote(DateTimeOffset.UtcNow, root, note));
        }
    }

    // A plugin's log knows no codes and no files: projects with warnings are left to the project level.
    private static string? Refusal(ProjectHit hit, bool wasInPlace) =>
        hit.Entry.WarnsBefore ? "it warns ahead of its build, which only its own targets can do" : hit.Effects(wasInPlace).OfType<WarningEffect>().FirstOrDefault() is { } warning ? $"it warns {warning.Code}, which only its own build can say" : null;

    private DepotSession SessionOf(ProjectFacts facts)
    {
        var session = new DepotSession(facts.Settings, layout => _recorders.GetOrAdd(layout.Folder, _ => new BuildRecorder(layout)), _remotes.Of(facts.Settings));
        // What other processes have learnt matters once a build.
        if (_used.TryAdd((session.Stack.First.Layout.Folder, facts.Settings.Root), true))
            session.Digester.Refresh();
        return session;
    }
}
