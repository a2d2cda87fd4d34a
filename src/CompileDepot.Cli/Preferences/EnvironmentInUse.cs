using CompileDepot.Core.Preferences.Environments;

namespace CompileDepot.Cli.Preferences;

/// <summary>Which environment a source tree uses here, as far as files and the environment variable say; a project may set the property by itself.</summary>
/// <param name="Folder">Null: no depot has it, or none is in use.</param>
internal sealed record EnvironmentInUse(string Root, EnvironmentChoice Choice, string? Folder)
{
    public static EnvironmentInUse Of(string root, IReadOnlyList<string> depots, CliEnvironment process)
    {
        var choice = EnvironmentChoice.Of(process.Variable(EnvironmentChoice.Setting) ?? "", FolderLayer.Of(root));
        return new EnvironmentInUse(root, choice, choice.Name.Length == 0 ? null : EnvironmentFolders.Find(depots, choice.Name));
    }

    /// <summary>Whether there is a choice, even of one that is not there.</summary>
    public bool IsChosen => Choice.Name.Length > 0;

    /// <summary>Who chose it: a file with its line, or the setting.</summary>
    public string ChosenBy => Choice.Origin.Shown(Root);

    /// <summary>Whether the setting wins over what the files in the root say.</summary>
    public bool IsForced => IsChosen && Choice.Origin.File == EnvironmentChoice.Setting;
}
