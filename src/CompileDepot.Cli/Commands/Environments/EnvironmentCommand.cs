using System.CommandLine;
using CompileDepot.Cli.Completion;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary>What the commands on named environments have in common.</summary>
internal abstract class EnvironmentCommand : Command
{
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly CliEnvironment _environment;

    protected EnvironmentCommand(string name, string description, Report report, CliEnvironment environment)
        : base(name, description)
    {
        (Report, _environment) = (report, environment);
        Options.Add(_depot);
        SetAction(Run);
    }

    protected Report Report { get; }

    /// <summary>The source tree around the current folder.</summary>
    protected string Root => SharedOptions.CurrentRoot(_environment);

    protected abstract int Run(ParseResult parsed);

    protected static Argument<string> Named(string description) => new("name") { Description = description };

    /// <summary>Lets shells complete an argument with the names of environments.</summary>
    protected void CompleteNames(Argument argument)
    {
        // Else help calls it by all that it could be.
        argument.HelpName = argument.Name;
        argument.CompletionSources.Add(RecordedNames.Environments(_depot, _environment));
    }

    protected IReadOnlyList<string> Depots(ParseResult parsed) => SharedOptions.Depots(parsed, _depot, _environment);

    protected EnvironmentInUse InUse(ParseResult parsed) => EnvironmentInUse.Of(Root, Depots(parsed), _environment);
}
