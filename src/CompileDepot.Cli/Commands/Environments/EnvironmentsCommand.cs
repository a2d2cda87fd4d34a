using System.CommandLine;
using CompileDepot.Cli.Output;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments</c>: named sets of preferences, and what builds observe.</summary>
internal sealed class EnvironmentsCommand : Command
{
    public EnvironmentsCommand(Report report, CliEnvironment environment)
        : base("environments", "Makes, chooses and removes named environments of preferences, and locks what builds observe.")
    {
        Subcommands.Add(new ListEnvironmentsCommand(report, environment));
        Subcommands.Add(new CreateEnvironmentCommand(report, environment));
        Subcommands.Add(new ShowEnvironmentCommand(report, environment));
        Subcommands.Add(new UseEnvironmentCommand(report, environment));
        Subcommands.Add(new RemoveEnvironmentCommand(report, environment));
        Subcommands.Add(new LockEnvironmentCommand(report, environment));
    }
}
