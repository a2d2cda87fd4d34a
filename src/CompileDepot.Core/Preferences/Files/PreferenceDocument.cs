using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Files;

/// <summary>Edits of files of preferences: the whole new file or the old one, comments, order and layout kept. Two that edit one file at once: the later one wins, as with any editor.</summary>
internal static class PreferenceDocument
{
    /// <summary>A file that is not there is empty.</summary>
    /// <exception cref="SettingsException">CD0030: the file is not TOML.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static TomlDocument Load(string path)
    {
        try
        {
            return File.Exists(path) ? TomlDocument.Load(path) : TomlDocument.Parse("", path);
        }
        catch (TomlException e)
        {
            throw new SettingsException(DiagnosticCodes.BadToml, $"{path}({e.Position.Line},{e.Position.Column}): {e.Message}");
        }
    }

    /// <summary>Changes a file; one that would stay as it is, is not written.</summary>
    /// <returns>Whether it changed.</returns>
    /// <exception cref="SettingsException">CD0030: the file is not TOML; CD0044: the edit does not fit what is there.</exception>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static bool Edit(string path, Action<TomlDocument> edit)
    {
        var document = Load(path);
        var before = document.ToString();
        try
        {
            edit(document);
        }
        catch (TomlException e)
        {
            throw new SettingsException(DiagnosticCodes.RefusedEdit, $"{path}({e.Position.Line},{e.Position.Column}): {e.Message}");
        }
        if (document.ToString() == before)
            return false;
        // Behind a link lies the file that is meant; a rename would put a file in the place of the link.
        var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        AtomicFile.Write(target, Encoding.UTF8.GetBytes(document.ToString()), mode: !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null);
        return true;
    }
}
