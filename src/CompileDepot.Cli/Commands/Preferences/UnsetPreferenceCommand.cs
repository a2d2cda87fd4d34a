using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences.Files;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences unset</c>: no value here, and none from the layers after this one.</summary>
internal sealed class UnsetPreferenceCommand(Report report, CliEnvironment environment)
    : PreferenceCommand("unset", "Removes the value of a preference, and keeps the layers after this one from giving another: the file mentions it in __clear__.", report, environment)
{
    protected override int Run(ParseResult parsed)
    {
        var (package, name, folder) = (Package(parsed), PreferenceName(parsed), Target.ToEdit(parsed));
        var editor = new PreferenceEditor(folder, Target.IsLocal(parsed));
        var wasNamed = FolderLayer.Of(folder).Naming(package) is not null;
        var changed = editor.Unset(package, name, Project(folder));
        Said(editor, folder, package, name, changed, wasNamed, "is cleared");
        return ExitCode.Done;
    }
}
