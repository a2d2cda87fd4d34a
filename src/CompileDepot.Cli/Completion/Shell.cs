namespace CompileDepot.Cli.Completion;

/// <summary>Shells that complete command lines of the tool. The names are what a person types.</summary>
internal enum Shell
{
    Bash,
    Zsh,
    Fish,
    Pwsh,
}
