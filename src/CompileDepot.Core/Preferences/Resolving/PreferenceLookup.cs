using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>The values of <c>CompileDepotPreferenceLookup</c>: which layers are heard on a package. The first of them counts most.</summary>
public enum PreferenceLookup
{
    /// <summary>Those that name the package in <c>[deps]</c> or <c>[extras]</c>. A project's folder names the project.</summary>
    Package,

    /// <summary>Those whose resolved dependency graph has the package.</summary>
    Manifest,

    /// <summary>Those that have a value for the package, or clear one.</summary>
    Preference,
}

/// <summary>The values of <c>CompileDepotPreferenceMerge</c>: how what the layers say is put together.</summary>
public enum PreferenceMerge
{
    /// <summary>Table by table, to any depth.</summary>
    Recursive,

    /// <summary>By the keys of the package's table; a table replaces the one of a later layer whole.</summary>
    Shallow,

    /// <summary>The first layer that is heard, alone.</summary>
    None,
}

/// <summary>Reads the two settings as users write them.</summary>
public static class PreferenceSettings
{
    /// <param name="value">In any case; empty: <see cref="PreferenceLookup.Package"/>.</param>
    /// <exception cref="SettingsException">CD0040: anything else.</exception>
    public static PreferenceLookup ParseLookup(string value) => Parse(value, "CompileDepotPreferenceLookup", PreferenceLookup.Package);

    /// <param name="value">In any case; empty: <see cref="PreferenceMerge.Recursive"/>.</param>
    /// <exception cref="SettingsException">CD0040: anything else.</exception>
    public static PreferenceMerge ParseMerge(string value) => Parse(value, "CompileDepotPreferenceMerge", PreferenceMerge.Recursive);

    private static T Parse<T>(string value, string setting, T unset)
        where T : struct, Enum
    {
        if (value.Length == 0)
            return unset;
        var name = Enum.GetNames<T>().FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? Enum.Parse<T>(name)
            : throw new SettingsException(DiagnosticCodes.UnknownLookup, $"{setting} is '{value}'; it can be {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
