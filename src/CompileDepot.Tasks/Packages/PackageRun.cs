using System.Collections.Concurrent;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Packages;
using CompileDepot.Core.Remotes;
using CompileDepot.Core.Settings;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Packages;

/// <summary>
/// One run of NuGet's restore: what is written before it, and kept after it. Only projects that NuGet has never restored in this tree take part; of all others it has a result of its own to compare with.
/// </summary>
internal sealed class PackageRun
{
    private const string Step = "Restore";

    private readonly DepotSettings _depot;
    private readonly RemoteDepots? _remotes;
    private readonly bool _forgets;
    private readonly NuGetGraph _graph;
    private readonly RestoreTokens _tokens;
    private readonly PackageRestoreCache _cache;
    private readonly ConcurrentDictionary<PackageProject, KeyText> _keys;
    private readonly ConcurrentDictionary<PackageProject, string> _misses = new(ReferenceEqualityComparer.Instance);
    // Those whose inputs can't be read, and why: they are NuGet's.
    private readonly ConcurrentDictionary<PackageProject, string> _unread = new(ReferenceEqualityComparer.Instance);

    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    private PackageRun(DepotSettings depot, RemoteDepots? remotes, NuGetGraph graph, IReadOnlyList<PackageProject> projects, RestoreTokens tokens, bool forgets)
    {
        (_depot, _remotes, _graph, _tokens, _forgets) = (depot, remotes, graph, tokens, forgets);
        var vulnerabilities = new KnownVulnerabilities();
        _cache = new PackageRestoreCache(tokens, graph.Texts, (project, ids) => vulnerabilities.Digest(graph.Sources(project), ids));
        // The sources are asked while the keys are made: the first request of a process takes a tenth of a second of preparations alone.
        foreach (var sources in projects.Where(p => p.IsAudited).Select(graph.Sources).Distinct())
            Task.Run(() => vulnerabilities.Digest(sources, []));
        _keys = Keys(projects);
    }

    /// <summary>Damaged files that were found, in words.</summary>
    public ConcurrentBag<string> Damage { get; } = [];

    /// <summary>Projects that took part.</summary>
    public int Projects => _keys.Count + _unread.Count;

    /// <summary>Why a project was left to NuGet, and which; in the order of the projects' names.</summary>
    public IEnumerable<(string Project, string Why)> Misses => _misses.Concat(_unread).Select(m => (m.Key.Name, m.Value)).OrderBy(m => m.Name, StringComparer.Ordinal);

    /// <param name="items">NuGet's restore graph.</param>
    /// <param name="toolsFolder">Of MSBuild, in the SDK.</param>
    /// <param name="forgets">Whether the tree is gone at once: then no depot keeps a record of it.</param>
    /// <returns>Null where nothing is to be done: NuGet has restored all projects before, or paths are spelled in a way that we can't find in texts.</returns>
    public static PackageRun? Begin(DepotSettings depot, RemoteDepots? remotes, IEnumerable<ITaskItem> items, string toolsFolder, bool forgets)
    {
        var graph = NuGetGraph.Read(items);
        // A lock file that is not there yet is NuGet's to write.
        List<PackageProject> projects = [.. graph.Projects.Where(p => !File.Exists(p.CacheFile) && (p.LockFile is null || File.Exists(p.LockFile)))];
        if (projects.Count == 0)
            return null;
        var tokens = new RestoreTokens(
        [
            ("root", depot.Root),
            ("nuget", projects[0].PackageFolders[0]),
            ("home", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
            // dotnet/sdk/<version>
            ("dotnet", Path.GetFullPath("../..", toolsFolder)),
        ]);
        return tokens.ArePlain ? new PackageRun(depot, remotes, graph, projects, tokens, forgets) : null;
    }

    /// <summary>Before NuGet: writes what the depot has.</summary>
    public void Restore() => Parallel.ForEach(_keys, pair =>
    {
        var (project, text) = pair;
        var stack = OpenStack();
        var miss = _depot.Mode == DepotMode.Refresh ? "CompileDepotMode is Refresh" : Try(() => _cache.TryRestore(stack, project, KeyOf(text), () => _graph.Hash(project)));
        foreach (var damage in stack.Damage)
            Damage.Add(damage);
        if (miss is not null)
            _misses[project] = miss;
        else
            Remember(project, KeyOf(text));
    });

    /// <summary>After NuGet: keeps what it wrote, where it is the one that wrote.</summary>
    /// <returns>Of each project that was left to NuGet: null if its result is kept now, otherwise why not.</returns>
    public IReadOnlyDictionary<string, string?> Keep()
    {
        // Files may have changed while NuGet read them: what is kept must have been made from what the key says.
        var now = Keys(_misses.Keys);
        var result = new ConcurrentDictionary<string, string?>(StringComparer.Ordinal);
        Parallel.ForEach(now, pair =>
        {
            var (project, text) = pair;
            var doubt = _keys.TryGetValue(project, out var before) && KeyOf(text) == KeyOf(before) ? TryKeep(project, text) : "a file that NuGet reads changed meanwhile";
            result[project.Name] = doubt;
            if (doubt is null)
                Remember(project, KeyOf(text));
        });
        return result;
    }

    // Stacks are not shared by threads.
    private DepotStack OpenStack() => DepotStack.Of(_depot, _remotes);

    private string? TryKeep(PackageProject project, KeyText text) => Try(() =>
    {
        var sources = _graph.Sources(project);
        if (sources.Sources.Any(ConfigText.AddressMayHoldSecret) || sources.ConfigFiles.Any(f => ConfigText.MayHoldSecret(File.ReadAllText(f))))
            return "the address of a package source may hold a secret";
        var made = new Origin(Step, _tokens.Tokenize(project.Name), "", "", _depot.Root, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow - _began);
        return _cache.TryStore(OpenStack(), project, text, made, _graph.Hash(project));
    });

    // A project that can't be read or written, a bundle of another version, and what NuGet throws of one project are no affair of the others.
    private static string? Try(Func<string?> step)
    {
        try
        {
            return step();
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }

    // So that collection knows what this tree uses.
    private void Remember(PackageProject project, ActionKey key)
    {
        if (!_forgets)
            new RootKeeper(new DepotLayout(_depot.Depots[0]), new ProjectIdentity(_depot.Root, _tokens.Tokenize(project.Name), "", ""), Step).Keep(key, key);
    }

    private ConcurrentDictionary<PackageProject, KeyText> Keys(IEnumerable<PackageProject> projects)
    {
        var builder = new PackageKeyBuilder(_graph.Texts, NuGetGraph.Version, _tokens);
        var keys = new ConcurrentDictionary<PackageProject, KeyText>(ReferenceEqualityComparer.Instance);
        Parallel.ForEach(projects, p =>
        {
            var fault = Try(() =>
            {
                keys[p] = builder.Build(p);
                return null;
            });
            if (fault is not null)
                _unread[p] = fault;
        });
        return keys;
    }

    private static ActionKey KeyOf(KeyText text) => KeyText.KeyOf(text.ToBytes());
}
