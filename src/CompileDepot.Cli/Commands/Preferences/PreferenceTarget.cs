using System.CommandLine;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary>The options that say whose files are meant: those of a folder, or of a named environment.</summary>
internal sealed class PreferenceTarget
{
    private readonly Option<string?> _folder = new("--folder") { Description = "The folder with the files; otherwise the current one.", HelpName = "DIR" };
    private readonly Option<string?> _environment = new("--environment") { Description = "The files of a named environment instead. Only those in the first depot can be edited.", HelpName = "NAME" };
    private readonly Option<bool> _local = new("--local") { Description = $"Only {PreferenceFile.LocalName}, the file of this machine." };
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly CliEnvironment _process;

    public PreferenceTarget(Command command, CliEnvironment process)
    {
        _process = process;
        command.Options.Add(_folder);
        command.Options.Add(_environment);
        command.Options.Add(_local);
        command.Options.Add(_depot);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_folder) is not null && result.GetResult(_environment) is not null)
                result.AddError("--folder and --environment exclude each other. Give one of them.");
        });
    }

    public bool IsLocal(ParseResult parsed) => parsed.GetValue(_local);

    /// <summary>Full path of the folder with the files to read.</summary>
    /// <exception cref="CommandException">CD0103: it is not there.</exception>
    /// <exception cref="SettingsException">CD0041: no depot has the environment.</exception>
    public string ToRead(ParseResult parsed) => parsed.GetValue(_environment) is { } name ? EnvironmentFolders.Known(Depots(parsed), name) : Folder(parsed);

    /// <summary>The same of files to edit.</summary>
    /// <exception cref="CommandException">CD0103: it is not there.</exception>
    /// <exception cref="SettingsException">CD0041: the first depot does not have the environment; CD0042: not a name.</exception>
    public string ToEdit(ParseResult parsed) => parsed.GetValue(_environment) is { } name ? EnvironmentFolders.Own(Depots(parsed), name) : Folder(parsed);

    private IReadOnlyList<string> Depots(ParseResult parsed) => SharedOptions.Depots(parsed, _depot, _process);

    private string Folder(ParseResult parsed)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(_folder) ?? ".", _process.CurrentFolder()));
        return Directory.Exists(folder) ? folder : throw new CommandException(DiagnosticCodes.InaccessibleFile, $"There is no folder {folder}.");
    }
}
