using System.CommandLine;
using CompileDepot.Cli.Output;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences</c>: reads and edits compile-time preferences.</summary>
internal sealed class PreferencesCommand : Command
{
    public PreferencesCommand(Report report, CliEnvironment environment)
        : base("preferences", "Reads and edits compile-time preferences, file by file, and tells which layer decides.")
    {
        Subcommands.Add(new GetPreferenceCommand(report, environment));
        Subcommands.Add(new SetPreferenceCommand(report, environment));
        Subcommands.Add(new UnsetPreferenceCommand(report, environment));
        Subcommands.Add(new DeletePreferenceCommand(report, environment));
        Subcommands.Add(new ListPreferencesCommand(report, environment));
        Subcommands.Add(new ExplainPreferencesCommand(report, environment));
    }
}
