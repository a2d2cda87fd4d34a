using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Files;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences delete</c>: this folder says nothing any more, and later layers are heard again.</summary>
internal sealed class DeletePreferenceCommand(Report report, CliEnvironment environment)
    : PreferenceCommand("delete", "Removes the value of a preference and its mention in __clear__, so that the layers after this one are heard again.", report, environment)
{
    protected override int Run(ParseResult parsed)
    {
        var (package, name, folder) = (Package(parsed), PreferenceName(parsed), Target.ToEdit(parsed));
        var editor = new PreferenceEditor(folder, Target.IsLocal(parsed));
        var names = editor.List(package).Select(e => e.Name).ToList();
        var changed = editor.Delete(package, name);
        // One that is not there may be a misspelt one.
        Said(editor, folder, package, name, changed, wasNamed: true, "is out of it", $"the file says nothing of {package}.{name}");
        if (!changed && NearestName.Hint(name, names) is { Length: > 0 } hint)
            Report.Line(hint.Trim());
        return ExitCode.Done;
    }
}
