using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Files;

/// <summary>Reads files of preferences, each once a process as long as it stays the same. Safe among threads.</summary>
public static class PreferenceFiles
{
    private static readonly StampedFiles<PreferenceFile> Shared = new(path => ReadNow(path, isLocal: false));
    private static readonly StampedFiles<PreferenceFile> Local = new(path => ReadNow(path, isLocal: true));

    /// <summary>Null where there is no such file. What can't be read or is no TOML is a file that says nothing, with the error among its problems.</summary>
    public static PreferenceFile? Read(string path, bool isLocal) => (isLocal ? Local : Shared).Read(path);

    private static PreferenceFile ReadNow(string path, bool isLocal)
    {
        try
        {
            return PreferenceFileReader.Read(TomlDocument.Load(path).Root, path, isLocal);
        }
        catch (TomlException e)
        {
            return Failed(DiagnosticCodes.BadToml, e.Position, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(DiagnosticCodes.UnreadablePreferences, default, $"The file can't be read, and what it says would count: {e.Message}");
        }

        PreferenceFile Failed(string code, TomlPosition position, string message) => new() { Path = path, Problems = [new PreferenceProblem(code, true, path, position, message)] };
    }
}
