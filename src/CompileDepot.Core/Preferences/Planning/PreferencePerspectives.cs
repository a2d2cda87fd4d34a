using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// What each project of a restore, as the entry of a build, answers to the declarations of each project below it. Stacks with the same files are asked once: in most repositories that is one stack, whatever the number
/// of projects. Not for several threads.
/// </summary>
internal sealed class PreferencePerspectives
{
    private readonly PreferenceGraph _graph;
    private readonly int[] _owners;
    private readonly LayerStack[] _stacks;
    private readonly int[] _groups;
    private readonly List<HashSet<string>> _spokenOf = [];
    private readonly Dictionary<(int Group, bool Own, bool Depends, int Project), (PreferenceResolution Resolution, int Answer)> _resolved = [];
    private readonly Dictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly HashSet<PreferenceProblem> _problems = [];

    public PreferencePerspectives(PreferenceGraph graph)
    {
        _graph = graph;
        var own = Enumerable.Range(0, graph.Projects.Count).Select(i => LayerStack.Load(Request(i, i))).ToArray();
        _owners = [.. Enumerable.Range(0, graph.Projects.Count).Select(i => TestedProject.StandsFor(graph, i, p => own[p].Layers[0].Files.Any()))];
        _stacks = [.. _owners.Select((owner, i) => owner == i ? own[i] : LayerStack.Load(Request(owner, i)))];
        _groups = Groups();
    }

    /// <summary>Those that were met, each once, by place.</summary>
    public IReadOnlyList<PreferenceProblem> Problems =>
        [.. _problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Position.Line).ThenBy(p => p.Position.Column).ThenBy(p => p.Code, StringComparer.Ordinal).ThenBy(p => p.Message, StringComparer.Ordinal)];

    /// <summary>The folder whose layers decide where a project is the entry: its own, or that of what it tests.</summary>
    public string Folder(int entry) => _graph.Projects[_owners[entry]].Request.ProjectFolder;

    /// <summary>Equal numbers are equal answers.</summary>
    public int Answer(int entry, int project) => Ask(entry, project).Answer;

    public PreferenceResolution Resolve(int entry, int project) => Ask(entry, project).Resolution;

    /// <summary>
    /// Looks for what is wrong: in the files, in names, and in what is said of any project from any entry; a misspelt preference of a library stands in the folder of an application, where only the application sees it.
    /// </summary>
    public void FindProblems()
    {
        var known = _graph.Projects.Select(p => p.Name).Concat(_graph.Projects.SelectMany(p => p.KnownNames)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var doubted = new HashSet<int>();
        for (var entry = 0; entry < _groups.Length; entry++)
        {
            _problems.UnionWith(_stacks[entry].Problems);
            // Names are the same for all who have the same files.
            if (_graph.Projects[entry].KnownNames.Count > 0 && doubted.Add(_groups[entry]))
                _problems.UnionWith(PreferenceResolver.Resolve(_stacks[entry], Query(entry, entry) with { KnownNames = known }).Problems);
            var spokenOf = _spokenOf[_groups[entry]];
            foreach (var project in _graph.Closure(entry))
            {
                if (spokenOf.Contains(_graph.Projects[project].Name))
                    Ask(entry, project);
            }
        }
    }

    private (PreferenceResolution Resolution, int Answer) Ask(int entry, int project)
    {
        var first = _stacks[entry].Layers[0];
        var asked = _graph.Projects[project];
        // The project's folder names the project and has its closure: all else is in the files.
        var depends = _graph.Projects[_owners[entry]].Lookup == PreferenceLookup.Manifest && first.Closure!.Contains(asked.Name);
        var key = (_groups[entry], first.IsProject(asked.Name), depends, project);
        if (_resolved.TryGetValue(key, out var known))
            return known;
        var resolution = PreferenceResolver.Resolve(_stacks[entry], Query(entry, project));
        _problems.UnionWith(resolution.Problems);
        var text = PreferenceLines.Text(ObservedPreference.Of(resolution));
        if (!_answers.TryGetValue(text, out var answer))
            _answers.Add(text, answer = _answers.Count);
        return _resolved[key] = (resolution, answer);
    }

    private PreferenceQuery Query(int entry, int project)
    {
        var (owner, asked) = (_graph.Projects[_owners[entry]], _graph.Projects[project]);
        return new PreferenceQuery(asked.Name, asked.Version, asked.Declarations, asked.File) { Lookup = owner.Lookup, Merge = owner.Merge };
    }

    /// <summary>The layers of <paramref name="owner"/>, which also has what <paramref name="entry"/> has below it.</summary>
    private LayerStackRequest Request(int owner, int entry)
    {
        var project = _graph.Projects[owner];
        return project.Request with { Project = project.Request.Project.Length > 0 ? project.Request.Project : project.Name, Closure = Names(owner).Concat(owner == entry ? [] : Names(entry)).ToHashSet(StringComparer.OrdinalIgnoreCase) };
    }

    private IEnumerable<string> Names(int project) => _graph.Projects[project].Request.Closure ?? _graph.Closure(project).Select(p => _graph.Projects[p].Name);

    private int[] Groups()
    {
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var result = new int[_stacks.Length];
        for (var i = 0; i < _stacks.Length; i++)
        {
            var (stack, owner) = (_stacks[i], _graph.Projects[_owners[i]]);
            var said = stack.Layers.Where(l => l.Files.Any()).ToList();
            var text = string.Join('\n', said.Select(l => l.Folder).Prepend($"{owner.Lookup} {owner.Merge} {stack.Layers[0].Files.Any()}").Prepend(stack.Root));
            if (!groups.TryGetValue(text, out result[i]))
            {
                groups.Add(text, result[i] = _spokenOf.Count);
                _spokenOf.Add(said.SelectMany(l => l.Files).SelectMany(f => f.Preferences.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase));
            }
        }
        return result;
    }
}
