using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences.Environments;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments remove</c>.</summary>
internal sealed class RemoveEnvironmentCommand : EnvironmentCommand
{
    private readonly Argument<string> _name = Named("An environment of the first depot.");

    public RemoveEnvironmentCommand(Report report, CliEnvironment environment)
        : base("remove", "Removes the files of a named environment from the first depot. Other files in its folder stay.", report, environment)
    {
        CompleteNames(_name);
        Arguments.Add(_name);
    }

    protected override int Run(ParseResult parsed)
    {
        var (depots, name) = (Depots(parsed), parsed.GetRequiredValue(_name));
        var folder = EnvironmentFolders.Own(depots, name);
        EnvironmentFolders.Remove(depots, name);
        Report.Line($"removed {name} from {folder}{(Directory.Exists(folder) ? ", where other files are left" : "")}");
        if (EnvironmentFolders.Find(depots, name) is { } next)
            Report.Line($"From now on {name} is the one in {next}.");
        else if (InUse(parsed) is var used && used.Choice.Name == name)
            Report.Line($"{used.ChosenBy} still chooses it; builds will fail until 'compiledepot environments use' chooses another, or --none.");
        return ExitCode.Done;
    }
}
