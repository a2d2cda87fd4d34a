using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences.Environments;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments create</c>.</summary>
internal sealed class CreateEnvironmentCommand : EnvironmentCommand
{
    private readonly Argument<string> _name = Named("The name: letters, digits, '.', '-' and '_'.");

    public CreateEnvironmentCommand(Report report, CliEnvironment environment)
        : base("create", "Makes a named environment that says nothing yet, in the first depot.", report, environment) =>
        Arguments.Add(_name);

    protected override int Run(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(_name);
        Report.Line($"created {EnvironmentFolders.Create(Depots(parsed), name)}");
        Report.Line($"'compiledepot preferences set … --environment {name}' writes into it, 'compiledepot environments use {name}' chooses it for this checkout.");
        return ExitCode.Done;
    }
}
