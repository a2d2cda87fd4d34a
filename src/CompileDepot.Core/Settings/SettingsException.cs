namespace CompileDepot.Core.Settings;

/// <summary>A setting that the user must mend: the one kind of fault that fails a build. The message names the setting, the value, and what is allowed.</summary>
public sealed class SettingsException(string code, string message) : Exception(message)
{
    /// <summary><c>CD0001</c> and so on; each has a page in <c>eng/docs/diagnostics</c>.</summary>
    public string Code { get; } = code;
}
