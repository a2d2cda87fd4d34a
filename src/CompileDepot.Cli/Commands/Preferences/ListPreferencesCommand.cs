using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences list</c>: all that the files of one folder say.</summary>
internal sealed class ListPreferencesCommand : Command
{
    private readonly Argument<string?> _package = new("package") { Description = "A project or package; otherwise all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly PreferenceTarget _target;
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;

    public ListPreferencesCommand(Report report, CliEnvironment environment)
        : base("list", "Shows what the files of a folder say of preferences.")
    {
        _report = report;
        Arguments.Add(_package);
        _target = new PreferenceTarget(this, environment);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var says = new FolderSays(_target.ToRead(parsed), _target.IsLocal(parsed), parsed.GetValue(_package));
        return says.Report(_report, parsed.GetValue(_json));
    }
}
