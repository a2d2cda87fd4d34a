using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Preferences;

/// <summary>The files of one folder by themselves, whatever other layers say.</summary>
internal static class FolderLayer
{
    public static PreferenceLayer Of(string folder, bool localOnly = false) => new(
        LayerKind.Folder,
        folder,
        localOnly ? null : PreferenceFiles.Read(Path.Combine(folder, PreferenceFile.SharedName), isLocal: false),
        PreferenceFiles.Read(Path.Combine(folder, PreferenceFile.LocalName), isLocal: true));

    /// <summary>The same, for those who want an answer of it: a file that can't be understood has none.</summary>
    /// <exception cref="CommandException">With the code of the first error.</exception>
    public static PreferenceLayer Checked(string folder, bool localOnly)
    {
        var layer = Of(folder, localOnly);
        // CD0031 is about one place of the file, and says so where the file is listed.
        if (layer.Files.SelectMany(f => f.Problems).FirstOrDefault(p => p.IsError && p.Code != DiagnosticCodes.BadPreferenceFile) is { } problem)
            throw new CommandException(problem.Code, ShownProblems.Sentence(problem));
        return layer;
    }
}
