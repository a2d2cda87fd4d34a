using System.Text;
using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Preferences.Environments;

/// <summary>
/// The preferences that a project observed, and those it asked for and did not find, as lines of a key. What was not asked for is in none, nor where a value comes from.
/// <para>Grammar of the text (UTF-8, lines end with <c>\n</c>):</para>
/// <code>
/// text  = "compiledepot-preferences 1" line*
/// line  = "preference" package name type value      e.g. preference LibB backend string "gpu"
///       | "preference" package name "unset"
/// </code>
/// Fields are escaped as <see cref="KeyField"/> does. Package and name are two fields, because both may have dots. Lines are sorted by the order of their characters, because a set of facts must have one text.
/// <para>History: 1, the first.</para>
/// </summary>
public static class PreferenceLines
{
    public const string Header = "compiledepot-preferences 1";

    /// <summary>The kind of a line, here and in a key text.</summary>
    public const string Kind = "preference";

    public static string Text(IEnumerable<ObservedPreference> observed)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach (var line in observed.Select(Line).Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>The fields of a preference's line after its kind.</summary>
    public static string[] Fields(ObservedPreference observed) =>
        observed.Value is { } value ? [observed.Package, observed.Name, value.TypeName, PreferenceText.Typed(value)] : [observed.Package, observed.Name, "unset"];

    /// <summary>The inverse of <see cref="Fields"/>; null for what those never are. The place is not in them.</summary>
    public static ObservedPreference? Observed(IReadOnlyList<string> fields) => fields switch
    {
        [var package, var name, "unset"] => new ObservedPreference(package, name, null, ""),
        [var package, var name, var type, var text] when PreferenceText.Parse(text, null) is { } value && value.TypeName == type => new ObservedPreference(package, name, value, ""),
        _ => null,
    };

    /// <summary>What changed between two builds, in words: <c>preference LibB.backend: "cpu" → "gpu" (CompileDepot.local.toml:4)</c>.</summary>
    public static IReadOnlyList<string> Differences(IEnumerable<ObservedPreference> before, IEnumerable<ObservedPreference> after)
    {
        var (old, now) = (Keyed(before), Keyed(after));
        var differences = new List<string>();
        foreach (var key in old.Keys.Union(now.Keys).OrderBy(k => k.Package, StringComparer.Ordinal).ThenBy(k => k.Name, StringComparer.Ordinal))
        {
            var (left, right) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (left?.Answer == right?.Answer)
                continue;
            var place = right?.Place is { Length: > 0 } there ? $" ({there})" : left?.Place is { Length: > 0 } was ? $" (was {was})" : "";
            differences.Add($"{Subject((right ?? left)!)}: {Words(left, right)} → {Words(right, left)}{place}");
        }
        return differences;
    }

    /// <summary>A sentence of <see cref="Differences"/> that was made without places, with the place of the value that it ends with, if that is the value still; else the sentence as it is.</summary>
    public static string Placed(string sentence, IEnumerable<ObservedPreference> now)
    {
        var one = now.FirstOrDefault(o => o is { Value: not null, Place.Length: > 0 } && sentence.StartsWith($"{Subject(o)}: ", StringComparison.Ordinal));
        return one is not null && new[] { Words(one, null), PreferenceText.Typed(one.Value!) }.Any(w => sentence.EndsWith(" → " + w, StringComparison.Ordinal)) ? $"{sentence} ({one.Place})" : sentence;
    }

    private static string Subject(ObservedPreference observed) => $"{Kind} {observed.Package}.{observed.Name}";

    private static string Line(ObservedPreference observed) => KeyField.Join([Kind, .. Fields(observed)]);

    // Strings go without quotes in front of people, unless the types are what differs.
    private static string Words(ObservedPreference? one, ObservedPreference? other) => one switch
    {
        null => "not asked for",
        { Value: null } => "unset",
        { Value: Toml.TomlString text } when other?.Value is null or Toml.TomlString => text.Value.Length > 0 && text.Value.All(c => c > ' ') ? text.Value : PreferenceText.Quote(text.Value),
        { Value: { } value } => PreferenceText.Typed(value),
    };

    private static Dictionary<(string Package, string Name), ObservedPreference> Keyed(IEnumerable<ObservedPreference> observed) => observed.ToDictionary(o => (o.Package, o.Name));
}
