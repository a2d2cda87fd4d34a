namespace CompileDepot.Core.Settings;

/// <summary>The values of <c>CompileDepotMode</c>.</summary>
public enum DepotMode
{
    /// <summary>Restore what is there, store what is not.</summary>
    ReadWrite,

    /// <summary>Restore what is there, store nothing.</summary>
    ReadOnly,

    /// <summary>Compile everything, and store it over what is there.</summary>
    Refresh,

    /// <summary>A miss fails the build.</summary>
    Required,

    /// <summary>Compile everything, and compare it with what is there.</summary>
    Verify,

    /// <summary>Do nothing.</summary>
    Off,
}

/// <summary>Reads modes as users write them, and tells what they mean.</summary>
public static class DepotModes
{
    /// <summary>What a mode means, in some words: a row in the README.</summary>
    public static string Meaning(DepotMode mode) => mode switch
    {
        DepotMode.ReadWrite => "restore what is there, store what is not",
        DepotMode.ReadOnly => "restore what is there, store no results",
        DepotMode.Refresh => "compile everything, and store it over what is there",
        DepotMode.Required => "what is not there is an error",
        DepotMode.Verify => "compile everything, and compare it with what is there",
        DepotMode.Off => "do nothing",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <param name="value">In any case; empty means <see cref="DepotMode.ReadWrite"/>.</param>
    /// <exception cref="SettingsException">CD0001: anything else.</exception>
    public static DepotMode Parse(string value)
    {
        if (value.Length == 0)
            return DepotMode.ReadWrite;
        var name = Enum.GetNames<DepotMode>().FirstOrDefault(n => n.Equals(value, StringComparison.OrdinalIgnoreCase));
        return name is not null
            ? Enum.Parse<DepotMode>(name)
            : throw new SettingsException(DiagnosticCodes.UnknownMode, $"CompileDepotMode is '{value}'; it can be {string.Join(", ", Enum.GetNames<DepotMode>())}.");
    }
}
