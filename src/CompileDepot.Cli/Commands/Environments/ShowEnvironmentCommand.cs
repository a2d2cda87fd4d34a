using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments show</c>.</summary>
internal sealed class ShowEnvironmentCommand : EnvironmentCommand
{
    private readonly Argument<string?> _name = new("name") { Description = "A name, or the full path of a folder; otherwise the environment in use.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _json = SharedOptions.Json();

    public ShowEnvironmentCommand(Report report, CliEnvironment environment)
        : base("show", "Shows what an environment says.", report, environment)
    {
        CompleteNames(_name);
        Arguments.Add(_name);
        Options.Add(_json);
    }

    protected override int Run(ParseResult parsed)
    {
        if ((parsed.GetValue(_name) ?? InUse(parsed).Choice.Name) is not { Length: > 0 } name)
            return Report.Fail(DiagnosticCodes.UnknownEnvironment, $"No environment is in use in {Root}. Name one; 'compiledepot environments list' shows those that there are.");
        return new FolderSays(EnvironmentFolders.Known(Depots(parsed), name), localOnly: false, package: null).Report(Report, parsed.GetValue(_json));
    }
}
