using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Preferences.Planning;

/// <summary>
/// How the projects of a restore are built, each for each entry. Preferences are the entry's: its layers decide for every project below it. A project whose declarations, or those of any project below it, get other
/// answers from an entry than from itself is built for that entry in a <em>variant</em>, beside the build of its own.
/// <para>The key of a variant is the beginning of a SHA-256 over the text</para>
/// <code>
/// text  = PreferenceLines.Text of the project's answers from the entry, then a line for each direct reference that is built in a variant, by path
/// line  = "reference" name key
/// </code>
/// so that entries which agree on all that a project's closure looks at share one build. What holds by that: a project that is not affected builds those below it as the entry would, so there is one variant of each
/// project in a build, however it is reached; that makes the references which the .NET SDK adds (to what is referenced indirectly) agree with the others. Immutable.
/// </summary>
public sealed class PreferencePlan
{
    // A folder's name in obj and bin, where paths get long. A project has a handful of variants: 32 bits keep them apart.
    private const int KeyLength = 8;

    private PreferencePlan(IReadOnlyList<PlannedProject> projects, IReadOnlyList<PreferenceProblem> problems) => (Projects, Problems) = (projects, problems);

    /// <summary>By path below the root.</summary>
    public IReadOnlyList<PlannedProject> Projects { get; }

    /// <summary>What is wrong, from any project's perspective; each once, by place.</summary>
    public IReadOnlyList<PreferenceProblem> Problems { get; }

    public static PreferencePlan Of(IReadOnlyList<PreferenceProject> projects)
    {
        var graph = new PreferenceGraph(projects);
        var perspectives = new PreferencePerspectives(graph);
        perspectives.FindProblems();
        var declaring = graph.Projects.Select((_, i) => graph.Closure(i).Where(p => graph.Projects[p].Declarations.Count > 0).ToArray()).ToArray();
        var keys = graph.Projects.Select((_, entry) => Keys(graph, perspectives, declaring, entry)).ToArray();
        var planned = graph.Projects.Select((p, i) => new PlannedProject(p, Build(i, i, ""), Variants(i), graph.Below(i).Select(b => graph.Projects[b].File)));
        return new PreferencePlan([.. planned], perspectives.Problems);

        IReadOnlyList<PlannedBuild> Variants(int project)
        {
            var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
            for (var entry = 0; entry < keys.Length; entry++)
            {
                if (keys[entry].TryGetValue(project, out var key))
                    found.TryAdd(key, entry);
            }
            return [.. found.Select(f => Build(project, f.Value, f.Key))];
        }

        PlannedBuild Build(int project, int entry, string key)
        {
            var varied = graph.Below(project).Where(keys[entry].ContainsKey).Order().Select(p => new VariedReference(graph.Projects[p].File, keys[entry][p]));
            return new PlannedBuild(key, perspectives.Folder(entry), perspectives.Resolve(entry, project), [.. varied], declaring[project].Length > 0);
        }
    }

    private static Dictionary<int, string> Keys(PreferenceGraph graph, PreferencePerspectives perspectives, int[][] declaring, int entry)
    {
        var keys = new Dictionary<int, string>();
        foreach (var project in graph.Below(entry))
        {
            if (Array.Exists(declaring[project], d => perspectives.Answer(entry, d) != perspectives.Answer(project, d)))
                keys.Add(project, Key(graph, project, perspectives.Resolve(entry, project), keys));
        }
        return keys;
    }

    private static string Key(PreferenceGraph graph, int project, PreferenceResolution resolution, Dictionary<int, string> keys)
    {
        var text = new StringBuilder(PreferenceLines.Text(ObservedPreference.Of(resolution)));
        foreach (var reference in graph.References[project])
        {
            if (keys.TryGetValue(reference, out var key))
                text.Append("reference ").Append(KeyField.Escape(graph.Projects[reference].Name)).Append(' ').Append(key).Append('\n');
        }
        return Digest256.Of(Encoding.UTF8.GetBytes(text.ToString())).ToString()[..KeyLength];
    }
}
