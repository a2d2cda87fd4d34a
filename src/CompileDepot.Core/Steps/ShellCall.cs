namespace CompileDepot.Core.Steps;

/// <summary>Finds the script in the arguments of a shell. A script is a file, which counts by content, be it standard input; any other call runs what its words say.</summary>
internal static class ShellCall
{
    // Options of sh, bash, dash, ksh and zsh that take no value; with an "o" at the end comes one.
    private const string Flags = "abefhkmnpuvxBCEHPT";

    private static readonly HashSet<string> PosixShells = new(StringComparer.Ordinal) { "sh", "bash", "dash", "ksh", "zsh" };
    private static readonly HashSet<string> PowerShells = new(StringComparer.OrdinalIgnoreCase) { "pwsh", "powershell" };
    private static readonly HashSet<string> PowerShellFlags = new(StringComparer.OrdinalIgnoreCase) { "-NoProfile", "-nop", "-NonInteractive", "-noni", "-NoLogo", "-nol" };

    /// <param name="name">A program's, without its folder and without <c>.exe</c>.</param>
    public static bool IsShell(string name) => PosixShells.Contains(name) || PowerShells.Contains(name) || name.Equals("cmd", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where among the arguments the script stands; behind them all: it is what standard input gives; -1: there is none, or nobody can tell. (cmd.exe takes commands and no script.)</summary>
    /// <param name="arguments">Without redirections.</param>
    public static int Script(string name, IReadOnlyList<string> arguments) =>
        PosixShells.Contains(name) ? PosixScript(arguments) : PowerShells.Contains(name) ? PowerShellScript(arguments) : -1;

    private static int PosixScript(IReadOnlyList<string> arguments)
    {
        var at = 0;
        for (; at < arguments.Count && arguments[at] is ['-' or '+', .. { Length: > 0 } flags]; at++)
        {
            var takesValue = flags.EndsWith('o');
            if (!(takesValue ? flags[..^1] : flags).All(Flags.Contains))
                return -1;
            at += takesValue ? 1 : 0;
        }
        return at == arguments.Count || (at < arguments.Count && arguments[at] is not ("-" or "")) ? at : -1;
    }

    // Without -File, the one takes the words for a command and the other for a file.
    private static int PowerShellScript(IReadOnlyList<string> arguments)
    {
        var at = 0;
        while (at < arguments.Count && (PowerShellFlags.Contains(arguments[at]) || IsPolicy(arguments[at])))
            at += IsPolicy(arguments[at]) ? 2 : 1;
        return at + 1 < arguments.Count && (arguments[at].Equals("-File", StringComparison.OrdinalIgnoreCase) || arguments[at].Equals("-f", StringComparison.OrdinalIgnoreCase)) && arguments[at + 1] is not "-" ? at + 1 : -1;
    }

    private static bool IsPolicy(string word) => word.Equals("-ExecutionPolicy", StringComparison.OrdinalIgnoreCase) || word.Equals("-ep", StringComparison.OrdinalIgnoreCase);
}
