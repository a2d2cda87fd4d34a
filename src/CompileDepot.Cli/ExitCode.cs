namespace CompileDepot.Cli;

/// <summary>What the tool answers to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int FoundWrong = 1;
    public const int WrongUsage = 2;

    /// <summary>Of <c>verify</c>, which adds up what it found: entries that no trusted key signed.</summary>
    public const int Untrusted = 4;

    /// <summary>Of <c>verify</c>: what could not be read or mended.</summary>
    public const int Unverified = 8;
}
