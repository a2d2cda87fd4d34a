using System.Text.RegularExpressions;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Explaining;

/// <summary>
/// Says where a preference that made a build miss stands. Key texts do not hold places, because a value may move from one file to another without a compile; so the last restore is asked, which told the build, or the
/// project's layers as they are now. What can't be found out stays unsaid: the explanation is right without it.
/// </summary>
internal static partial class PreferencePlaces
{
    private const string Begin = PreferenceLines.Kind + " ";

    public static IReadOnlyList<ActionExplanation> Add(IEnumerable<ActionExplanation> explanations)
    {
        // The compile and the whole project are often both explained.
        var known = new Dictionary<(string, string, string), IReadOnlyList<ObservedPreference>>();
        return [.. explanations.Select(e => e.Differences.Any(IsOfPreference) ? e with { Differences = [.. e.Differences.Select(d => Place(d, e.Action))] } : e)];

        KeyDifference Place(KeyDifference difference, ActionRecord action)
        {
            if (!IsOfPreference(difference))
                return difference;
            var key = (action.Project, action.Configuration, action.Framework);
            if (!known.TryGetValue(key, out var observed))
                known[key] = observed = Observed(action);
            return difference with { Sentence = PreferenceLines.Placed(difference.Sentence, observed) };
        }
    }

    // Of a compile that was not stored only the sentences were kept.
    private static bool IsOfPreference(KeyDifference difference) => difference.Kind is PreferenceLines.Kind or "" && difference.Sentence.StartsWith(Begin, StringComparison.Ordinal);

    private static IReadOnlyList<ObservedPreference> Observed(ActionRecord action)
    {
        try
        {
            if (new PathTokens([(PathTokens.Root, action.Root)]).Resolve(action.Project) is not { } file || !File.Exists(file))
                return [];
            var (configuration, variant) = Variant().Match(action.Configuration) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value) : (action.Configuration, "");
            var request = new EvaluationRequest(file, configuration.Length > 0 ? [configuration] : [], false, variant.Length > 0 ? [(PreferencePlanFiles.VariantProperty, variant)] : []);
            var projects = PreferenceProjects.One(request);
            var project = projects.FirstOrDefault(p => p.Framework == action.Framework) ?? projects[0];
            return project.Restored.Count > 0 ? project.Restored : ObservedPreference.Of(project.Preferences.Resolve());
        }
        catch (Exception e) when (e is CommandException or SettingsException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Records keep the variants of a project apart as configurations (see ProjectFacts).
    [GeneratedRegex("^(.+)-([0-9a-f]{8})$")]
    private static partial Regex Variant();
}
