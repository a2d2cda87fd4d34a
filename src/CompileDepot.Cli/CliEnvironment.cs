namespace CompileDepot.Cli;

/// <summary>What the tool takes from the process it runs in, so that tests can put something else in its place.</summary>
/// <param name="CurrentFolder">Full path; asked for when it is needed, since a process may stand in a folder that is gone.</param>
/// <param name="Variable">The value of an environment variable, or null.</param>
/// <param name="IsTerminal">Whether a person watches the output: then there are colours and progress.</param>
/// <param name="IsErrorTerminal">Whether a person watches errors: then they end with a hint.</param>
/// <param name="HelpWidth">Columns that help may take.</param>
internal sealed record CliEnvironment(Func<string> CurrentFolder, Func<string, string?> Variable, bool IsTerminal, bool IsErrorTerminal, int HelpWidth)
{
    // Redirected help is read in files and pagers of any width.
    private const int RedirectedWidth = 120;

    public static CliEnvironment Process => new(
        () => Environment.CurrentDirectory,
        Environment.GetEnvironmentVariable,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        Console.IsOutputRedirected ? RedirectedWidth : Math.Max(Console.WindowWidth, 40));
}
