using CompileDepot.Core.Preferences;
using CompileDepot.Toml;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>One preference as the file written at restore told it to the evaluation.</summary>
/// <param name="Name">Keys with dots between.</param>
/// <param name="Type">As declared.</param>
/// <param name="Answer">As <see cref="ObservedPreference.Answer"/>: what enters digests (see <see cref="PreferenceDigest"/>).</param>
/// <param name="Effective">What the build gets, typed: the answer, else the default; empty: neither.</param>
/// <param name="Place">Where the answer stands, for people.</param>
internal sealed record EvaluatedPreference(string Package, string Name, string Type, string Answer, string Effective, string Place)
{
    /// <summary>The items that the generated file holds.</summary>
    public const string Item = "_CompileDepotPreference";

    /// <summary>The fields of its line in a key text or tree text.</summary>
    public string[] Fields => [Package, Name, .. Answer.Split(' ', 2)];

    /// <summary>Null: no value.</summary>
    public TomlValue? EffectiveValue => Effective.Length == 0 ? null : Parse(Effective);

    public static IEnumerable<EvaluatedPreference> Of(IEnumerable<ITaskItem> items) => items.Select(i => new EvaluatedPreference(
        i.GetMetadata("Package"), i.ItemSpec, i.GetMetadata("Type"), i.GetMetadata("Answer"), i.GetMetadata("Effective"), i.GetMetadata("Place")));

    /// <summary>Those of a project that it declares: a framework may declare less than the whole project does, and what it does not declare it does not observe.</summary>
    public static IEnumerable<EvaluatedPreference> Observed(IEnumerable<ITaskItem> items, IEnumerable<ITaskItem> declared)
    {
        var names = declared.Select(d => d.ItemSpec).ToHashSet(StringComparer.Ordinal);
        return Of(items).Where(p => names.Contains(p.Name)).DistinctBy(p => p.Name);
    }

    /// <summary>Whether a file is one that a restore generated to tell evaluation of preferences.</summary>
    public static bool IsGenerated(string path) =>
        path.EndsWith(".g.props", StringComparison.Ordinal) || path.EndsWith(".g.targets", StringComparison.Ordinal) ? Path.GetFileName(path.AsSpan()).Contains(".compiledepot.", StringComparison.Ordinal) : false;

    private static TomlValue Parse(string typed) => TomlDocument.Parse("x = " + typed, "").Root.Members["x"];
}
