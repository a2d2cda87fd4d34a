namespace CompileDepot.Core.Commands;

/// <summary>One argument of a compiler's command line, taken apart.</summary>
/// <param name="Switch">Name without prefix, or empty: a source file.</param>
/// <param name="Value">What follows the colon, quotes kept; null where there is no colon.</param>
/// <param name="Text">The argument as it stands.</param>
public readonly record struct CompilerArgument(string Switch, string? Value, string Text)
{
    public bool IsSource => Switch.Length == 0;
}
