namespace CompileDepot.Cli;

/// <summary>What the tool answers to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int FoundWrong = 1;
    public const int WrongUsage = 2;
}
