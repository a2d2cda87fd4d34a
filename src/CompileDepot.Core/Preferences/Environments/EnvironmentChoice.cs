using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Preferences.Environments;

/// <summary>The environment in use, and who chose it.</summary>
/// <param name="Name">Empty: none. A name, or the full path of a folder.</param>
/// <param name="Origin">The line that chose it; no file where the setting <see cref="Setting"/> did.</param>
public sealed record EnvironmentChoice(string Name, PreferenceOrigin Origin)
{
    /// <summary>The property and environment variable that wins over files.</summary>
    public const string Setting = "CompileDepotEnvironment";

    public static EnvironmentChoice None { get; } = new("", new PreferenceOrigin(Setting, default, false));

    /// <summary>Whether this machine's own file chose it.</summary>
    public bool IsLocal => Origin.IsLocal;

    /// <summary>The setting, else the root's local file, else its shared one.</summary>
    public static EnvironmentChoice Of(string setting, PreferenceLayer? root)
    {
        if (setting.Length > 0)
            return None with { Name = setting };
        return root?.Files.FirstOrDefault(f => f.Environment is not null) is { } file ? new EnvironmentChoice(file.Environment!, file.EnvironmentOrigin) : None;
    }

    internal PreferenceProblem Problem(string code, string message) => new(code, true, Origin.File, Origin.Position, message);
}
