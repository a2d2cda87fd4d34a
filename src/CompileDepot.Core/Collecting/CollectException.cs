namespace CompileDepot.Core.Collecting;

/// <summary>Why a collection did not begin; nothing was freed then.</summary>
/// <param name="code">Of <see cref="Settings.DiagnosticCodes"/>.</param>
public sealed class CollectException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
