using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Environments;

/// <summary>A preference that a build asked for, with the answer.</summary>
/// <param name="Name">Keys with dots between.</param>
/// <param name="Value">Null: asked for and not found; the default does not count, because it is part of the project.</param>
/// <param name="Place">For people: file and line, the file below the root relative to it. Empty where there is no value. No part of any digest.</param>
public sealed record ObservedPreference(string Package, string Name, TomlValue? Value, string Place)
{
    /// <summary>The answer as a typed text: <c>string "gpu"</c>, <c>integer 1</c>, <c>unset</c>.</summary>
    public string Answer => Value is null ? "unset" : $"{Value.TypeName} {PreferenceText.Typed(Value)}";

    public static IReadOnlyList<ObservedPreference> Of(PreferenceResolution resolution) =>
        [.. resolution.Preferences.Select(p => new ObservedPreference(resolution.Query.Package, p.Declaration.Name, p.Value, p.Value is null ? "" : p.Origin.Shown(resolution.Stack.Root)))];
}
