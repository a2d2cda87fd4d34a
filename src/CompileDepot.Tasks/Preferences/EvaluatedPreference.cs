using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Toml;
using Microsoft.Build.Framework;

namespace CompileDepot.Tasks.Preferences;

/// <summary>One preference as the file written at restore told it to the evaluation.</summary>
/// <param name="Name">Keys with dots between.</param>
/// <param name="Type">As declared.</param>
/// <param name="Answer">Typed, or <c>unset</c>: what enters digests.</param>
/// <param name="Effective">What the build gets, typed: the answer, else the default; empty: neither.</param>
/// <param name="Place">Where the answer stands, for people.</param>
internal sealed record EvaluatedPreference(string Package, string Name, string Type, string Answer, string Effective, string Place)
{
    /// <summary>The items that the generated file holds.</summary>
    public const string Item = "_CompileDepotPreference";

    private const string Unset = "unset";

    /// <summary>The fields of its line in a key text or tree text, as <see cref="PreferenceLines.Fields"/> gives them: a value has just the declared type.</summary>
    public string[] Fields => Answer == Unset ? [Package, Name, Unset] : [Package, Name, Type.EndsWith("[]", StringComparison.Ordinal) ? "array" : Type, Answer];

    /// <summary>Null: no value.</summary>
    public TomlValue? EffectiveValue => PreferenceText.ParseTyped(Effective);

    public static IEnumerable<EvaluatedPreference> Of(IEnumerable<ITaskItem> items) => items.Select(i => new EvaluatedPreference(
        i.GetMetadata("Package"), i.ItemSpec, i.GetMetadata("Type"), i.GetMetadata("Answer"), i.GetMetadata("Effective"), i.GetMetadata("Place")));

    /// <summary>The first of the declarations that evaluation was told nothing of, or what another one gave; null: none. A restore with other properties, or before an edit, may have seen others.</summary>
    public static PreferenceDeclaration? Unresolved(IEnumerable<PreferenceDeclaration> declared, IReadOnlyCollection<EvaluatedPreference> told) => declared.FirstOrDefault(d => !told.Any(p => p.IsOf(d)));

    /// <summary>Those of a project that it declares: a framework may declare less than the whole project does, and what it does not declare it does not observe.</summary>
    public static IEnumerable<EvaluatedPreference> Observed(IEnumerable<ITaskItem> items, IEnumerable<ITaskItem> declared)
    {
        var names = declared.Select(d => d.ItemSpec).ToHashSet(StringComparer.Ordinal);
        return Of(items).Where(p => names.Contains(p.Name)).DistinctBy(p => p.Name);
    }

    /// <summary>Whether a file is one that a restore generated to tell evaluation of preferences.</summary>
    public static bool IsGenerated(string path) =>
        path.EndsWith(".g.props", StringComparison.Ordinal) || path.EndsWith(".g.targets", StringComparison.Ordinal) ? Path.GetFileName(path.AsSpan()).Contains(".compiledepot.", StringComparison.Ordinal) : false;

    // An answer of the layers is looked at with the files that it is from; of the declaration it has but the type.
    private bool IsOf(PreferenceDeclaration declared) =>
        Name == declared.Name && Type == declared.Type.Name && (Answer != Unset || Effective == (declared.Default is { } value ? PreferenceText.Typed(value) : ""));
}
