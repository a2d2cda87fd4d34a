using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments list</c>.</summary>
internal sealed class ListEnvironmentsCommand : EnvironmentCommand
{
    private readonly Option<bool> _json = SharedOptions.Json();

    public ListEnvironmentsCommand(Report report, CliEnvironment environment)
        : base("list", "Lists the named environments of all depots, which of them is in use here, and which are hidden by one of the same name in an earlier depot.", report, environment) =>
        Options.Add(_json);

    protected override int Run(ParseResult parsed)
    {
        var (found, used) = (EnvironmentFolders.List(Depots(parsed)), InUse(parsed));
        if (parsed.GetValue(_json))
            Report.Json(Shape(found, used));
        else
            Show(found, used);
        return used is { IsChosen: true, Folder: null }
            ? Report.Fail(DiagnosticCodes.UnknownEnvironment, $"No depot has the environment '{used.Choice.Name}', which {used.ChosenBy} chooses. 'compiledepot environments create' makes it, 'use' chooses another.")
            : ExitCode.Done;
    }

    private static object Shape(IReadOnlyList<NamedEnvironment> found, EnvironmentInUse used) => new
    {
        used.Root,
        InUse = used.IsChosen ? new { used.Choice.Name, used.Folder, used.ChosenBy } : null,
        Environments = found.Select(e => new { e.Name, e.Folder, Hidden = e.IsHidden, InUse = e.Folder == used.Folder }),
    };

    private void Show(IReadOnlyList<NamedEnvironment> found, EnvironmentInUse used)
    {
        if (found.Count == 0)
            Report.Line("No depot has an environment. 'compiledepot environments create' makes one.");
        else
            Report.Table(["environment", "state", "folder"], found.Select(e => (string[])[e.Name, e.IsHidden ? "hidden" : e.Folder == used.Folder ? "in use" : "", e.Folder]));
        if (used.Folder is not null)
            Report.Line($"In use: {used.Choice.Name}, chosen by {used.ChosenBy}.");
        else if (!used.IsChosen)
            Report.Line($"None is in use in {used.Root}.");
    }
}
