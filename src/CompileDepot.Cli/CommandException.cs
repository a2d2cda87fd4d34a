namespace CompileDepot.Cli;

/// <summary>Why a command stopped: something is wrong that a person can mend.</summary>
/// <param name="code">Of <see cref="Core.Settings.DiagnosticCodes"/>.</param>
internal sealed class CommandException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
