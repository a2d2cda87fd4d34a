using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Help;

/// <summary>What <c>help</c> says of a setting: the same as <c>eng/docs/settings.md</c>, from <see cref="SettingsCatalog"/>.</summary>
internal static class SettingPages
{
    /// <summary>The topic that lists them all.</summary>
    public const string Topic = "settings";

    /// <summary>A page in Markdown.</summary>
    public static string Read(Setting setting) => string.Join("\n\n", Sections(setting)) + "\n";

    private static IEnumerable<string> Sections(Setting setting)
    {
        yield return $"# {setting.Name}";
        yield return $"Values: {ValuesOf(setting)}.";
        yield return $"Default: {setting.Default}.";
        yield return Sentence(setting.Details);
        if (IsMode(setting))
            yield return string.Join('\n', Enum.GetValues<DepotMode>().Select(m => $"- `{m}`: {DepotModes.Meaning(m)}"));
    }

    /// <summary>What it can be, where the page's own table of modes is not at hand.</summary>
    public static string ValuesOf(Setting setting) => IsMode(setting) ? string.Join(", ", Enum.GetNames<DepotMode>().Select(n => $"`{n}`")) : setting.Values;

    private static bool IsMode(Setting setting) => setting.Name == SettingsCatalog.Prefix + nameof(DepotProperties.Mode);

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..].TrimEnd('.') + ".";
}
