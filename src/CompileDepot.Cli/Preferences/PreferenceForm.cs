using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Cli.Preferences;

/// <summary>The resolved preferences of a project, as tables and as JSON.</summary>
/// <param name="entry">Full path of the project in whose builds it is so.</param>
/// <param name="stackFolder">Full path of the folder whose layers decide.</param>
/// <param name="frameworks">For which all of it holds; empty: the project has one alone.</param>
/// <param name="name">Null: all.</param>
internal sealed class PreferenceForm(PreferenceResolution resolution, string entry, string stackFolder, IReadOnlyList<string> frameworks, string? name)
{
    public object Shape()
    {
        var (query, stack) = (resolution.Query, resolution.Stack);
        return new
        {
            Project = Shown(query.ProjectFile),
            Entry = Shown(entry),
            LayersOf = Shown(stackFolder),
            Frameworks = frameworks,
            query.Package,
            Version = query.Version?.ToString(),
            query.Lookup,
            query.Merge,
            Environment = stack.Environment.Name.Length == 0 ? null : stack.Environment.Name,
            Preferences = Named.Select(p => new
            {
                p.Declaration.Name,
                Type = p.Declaration.Type.Name,
                Value = p.Effective is { } value ? TomlForm.Json(value) : null,
                Source = Source(p),
                Place = p.Value is null ? null : p.Origin.Shown(stack.Root),
                p.Declaration.Property,
                Default = p.Declaration.Default is { } fallback ? TomlForm.Json(fallback) : null,
                Values = p.Declaration.Values.Select(TomlForm.Json),
                p.Declaration.Description,
                Layers = p.Says.Select(s => new
                {
                    s.Layer.Kind,
                    s.Layer.Folder,
                    s.Outcome,
                    Value = s.Node is PreferenceLeaf leaf ? TomlForm.Json(leaf.Value) : null,
                    Place = Place(s)?.Shown(stack.Root),
                    Hidden = s.Hidden is { } hidden ? new { Value = TomlForm.Json(hidden.Value), Place = hidden.Origin.Shown(stack.Root) } : null,
                    s.Why,
                }),
            }),
        };
    }

    public void Show(Report report)
    {
        var (query, stack) = (resolution.Query, resolution.Stack);
        var variant = frameworks.Count == 0 ? "" : $" ({string.Join(", ", frameworks)})";
        var whose = entry == query.ProjectFile ? "" : $" in builds of {Shown(entry)}";
        report.Line($"{Shown(query.ProjectFile)}{variant}{whose}: {query.Package} {query.Version?.ToString() ?? "of unknown version"}, lookup {query.Lookup}, merge {query.Merge}");
        if (stackFolder != Path.GetDirectoryName(entry))
            report.Line($"layers of {Shown(stackFolder)}, which it tests");
        if (stack.Environment.Name.Length > 0)
            report.Line($"environment {stack.Environment.Name}, chosen by {stack.Environment.Origin.Shown(stack.Root)}");
        if (query.Declarations.Count == 0)
            report.Line("It declares no preferences.");
        foreach (var preference in Named)
        {
            report.Line();
            report.Line($"{preference.Declaration.Name} ({preference.Declaration.Type}) {Answer(preference, stack.Root)}");
            report.Table(["  layer", "says", "outcome"], preference.Says.SelectMany(s => Rows(s, stack.Root)));
        }
    }

    private IEnumerable<ResolvedPreference> Named => resolution.Preferences.Where(p => name is null || p.Declaration.Name == name);

    private string Shown(string path) => new PreferenceOrigin(path, default, false).Shown(resolution.Stack.Root);

    private static string Source(ResolvedPreference preference) => preference.Value is not null ? "Layer" : preference.Effective is not null ? "Default" : "Unset";

    private static string Answer(ResolvedPreference preference, string root) => preference switch
    {
        { Value: { } value } => $"is {PreferenceText.Typed(value)}, by {preference.Origin.Shown(root)}",
        { Effective: { } value } => $"is {PreferenceText.Typed(value)}, the default",
        _ => "is unset, and has no default",
    };

    private static PreferenceOrigin? Place(LayerSay say) => say.Node?.Origin ?? say.Cleared;

    private static IEnumerable<string[]> Rows(LayerSay say, string root)
    {
        var said = say.Node switch
        {
            PreferenceLeaf leaf => PreferenceText.Typed(leaf.Value),
            not null => "a table",
            _ => say.Cleared is null ? "nothing" : "clears it",
        };
        yield return ["  " + (Place(say) ?? new PreferenceOrigin(say.Layer.Folder, default, false)).Shown(root), said, Outcome(say)];
        if (say.Hidden is { } hidden)
            yield return ["  " + hidden.Origin.Shown(root), PreferenceText.Typed(hidden.Value), "hidden by the local file"];
    }

    private static string Outcome(LayerSay say) => say.Outcome switch
    {
        SayOutcome.Wins => "wins",
        SayOutcome.Loses => $"loses to {say.Why}",
        SayOutcome.Clears => "keeps later layers from being heard",
        SayOutcome.NotAdmitted => $"not heard: it {say.Why}",
        _ => "",
    };
}
