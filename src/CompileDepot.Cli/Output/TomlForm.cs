using CompileDepot.Core.Preferences;
using CompileDepot.Toml;

namespace CompileDepot.Cli.Output;

/// <summary>Values of TOML as the tool writes them.</summary>
internal static class TomlForm
{
    /// <summary>For a script: a string without quotes, all else as TOML writes it.</summary>
    public static string Bare(TomlValue value) => value is TomlString text ? text.Value : PreferenceText.Typed(value);

    /// <summary>As JSON has it; what JSON has no form for (dates, <c>inf</c>, <c>nan</c>) is its text.</summary>
    public static object Json(TomlValue value) => value switch
    {
        TomlString text => text.Value,
        TomlInteger number => number.Value,
        TomlFloat number when double.IsFinite(number.Value) => number.Value,
        TomlBoolean flag => flag.Value,
        TomlArray array => array.Items.Select(Json).ToList(),
        TomlTable table => table.Members.ToDictionary(m => m.Key, m => Json(m.Value)),
        _ => PreferenceText.Typed(value),
    };
}
