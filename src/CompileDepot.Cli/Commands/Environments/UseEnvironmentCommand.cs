using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments use</c>.</summary>
internal sealed class UseEnvironmentCommand : EnvironmentCommand
{
    private readonly Argument<string?> _name = new("name") { Description = "A name, or the full path of a folder with such files.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _none = new("--none") { Description = "Take the choice of this checkout out again." };

    public UseEnvironmentCommand(Report report, CliEnvironment environment)
        : base("use", $"Chooses the environment of this checkout: writes it into {PreferenceFile.LocalName} of the root.", report, environment)
    {
        CompleteNames(_name);
        Arguments.Add(_name);
        Options.Add(_none);
        Validators.Add(result =>
        {
            if (result.GetValue(_name) is null == !result.GetValue(_none))
                result.AddError("Name an environment, or give --none.");
        });
    }

    protected override int Run(ParseResult parsed)
    {
        var name = parsed.GetValue(_name);
        EnvironmentFolders.Use(Depots(parsed), Root, name);
        var used = InUse(parsed);
        Report.Line(used.IsChosen ? $"{Root} uses the environment {used.Choice.Name}, chosen by {used.ChosenBy}." : $"{Root} uses no environment.");
        if (used.IsForced)
            Report.Line($"The environment variable {EnvironmentChoice.Setting} wins over what stands in files.");
        return ExitCode.Done;
    }
}
