using System.CommandLine;
using CompileDepot.Cli.Completion;
using CompileDepot.Cli.Output;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot completion</c>: the script that makes a shell complete command lines of the tool.</summary>
internal sealed class CompletionCommand : Command
{
    public CompletionCommand(Report report)
        : base("completion", "Prints the script that makes a shell complete commands, options and names of projects. Its first lines say where it goes.")
    {
        var shells = Enum.GetValues<Shell>().ToDictionary(s => s.ToString().ToLowerInvariant());
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh.", HelpName = "shell" };
        shell.AcceptOnlyFromAmong([.. shells.Keys]);
        Arguments.Add(shell);
        SetAction(parsed =>
        {
            report.Line(ShellScripts.Of(shells[parsed.GetValue(shell)!]).ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
    }
}
