using CompileDepot.Core.Settings;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Files;

/// <summary>What one file says of one preference.</summary>
/// <param name="Name">Keys with dots between.</param>
/// <param name="Value">Null: the file clears it.</param>
public sealed record PreferenceEntry(string Package, string Name, TomlValue? Value, int Line);

/// <summary>
/// Edits the preferences in one file of a folder, for the command line. Each edit is one write of the whole file.
/// <code>
/// set      the value is there, and __clear__ of its table does not mention it
/// unset    no value, and __clear__ mentions it: later layers are not heard on it
/// delete   no value, and __clear__ does not mention it: later layers are heard again
/// </code>
/// </summary>
/// <param name="folder">Full path.</param>
/// <param name="local">Whether the local file is edited.</param>
public sealed class PreferenceEditor(string folder, bool local)
{
    public string Path { get; } = System.IO.Path.Combine(folder, local ? PreferenceFile.LocalName : PreferenceFile.SharedName);

    /// <summary>All that the file says of a package; of all packages for null. Sorted.</summary>
    /// <exception cref="SettingsException">CD0030: the file is not TOML.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public IReadOnlyList<PreferenceEntry> List(string? package = null) => List(PreferenceFileReader.Read(PreferenceDocument.Load(Path).Root, Path, local), package);

    /// <summary>All that a file says of a package; of all packages for null. Sorted.</summary>
    public static IReadOnlyList<PreferenceEntry> List(PreferenceFile file, string? package = null)
    {
        var entries = new List<PreferenceEntry>();
        foreach (var (name, table) in file.Preferences.Where(p => package is null || p.Key.Equals(package, StringComparison.OrdinalIgnoreCase)))
            Collect(name, table, "", entries);
        return [.. entries.OrderBy(e => e.Package, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal)];
    }

    /// <summary>The value in this file, whatever other layers say; null: it has none.</summary>
    /// <exception cref="SettingsException">CD0030: the file is not TOML.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public TomlValue? Get(string package, string name)
    {
        var document = PreferenceDocument.Load(Path);
        return Find(document, Keys(document, package, name));
    }

    /// <summary>Writes a value. Adds the package to <c>[extras]</c> where no file of the folder names it, because else nobody would hear it; not for a project's own folder.</summary>
    /// <param name="force">Whether another value that is there may be replaced.</param>
    /// <param name="project">The project that the folder is the folder of; empty: none.</param>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="SettingsException">CD0030: the file is not TOML; CD0044: the name can't be one, another value is there, or a value is in the way.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public bool Set(string package, string name, TomlValue value, bool force = false, string project = "") => PreferenceDocument.Edit(Path, document =>
    {
        var keys = Keys(document, package, name);
        if (!force && Find(document, keys) is { } there && !there.Equals(value))
            throw new SettingsException(DiagnosticCodes.RefusedEdit, $"{Path}({there.Position.Line}): {package}.{name} is {PreferenceText.Typed(there)} here; --force replaces it by {PreferenceText.Typed(value)}.");
        document.Set(keys, value);
        Mention(document, keys, mentioned: false);
        if (!package.Equals(project, StringComparison.OrdinalIgnoreCase) && !IsNamed(document, package))
            document.Set(["extras", package], new TomlString("*"));
    });

    /// <summary>Removes the value, and keeps later layers from giving one.</summary>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="SettingsException">CD0030: the file is not TOML; CD0044: a value is in the way.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public bool Unset(string package, string name, string project = "") => PreferenceDocument.Edit(Path, document =>
    {
        var keys = Keys(document, package, name);
        Mention(document, keys, mentioned: true);
        document.Remove(keys);
        if (!package.Equals(project, StringComparison.OrdinalIgnoreCase) && !IsNamed(document, package))
            document.Set(["extras", package], new TomlString("*"));
    });

    /// <summary>Removes the value and the mention in <c>__clear__</c>, so that later layers are heard.</summary>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="SettingsException">CD0030: the file is not TOML; CD0044: a value is in the way.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public bool Delete(string package, string name) => PreferenceDocument.Edit(Path, document =>
    {
        var keys = Keys(document, package, name);
        document.Remove(keys);
        Mention(document, keys, mentioned: false);
    });

    /// <summary>The package's key as the file spells it already, so that it does not get a second table.</summary>
    private static string[] Keys(TomlDocument document, string package, string name)
    {
        if (!PreferenceDeclaration.IsName(name))
            throw new SettingsException(DiagnosticCodes.RefusedEdit, $"'{name}' can't be the name of a preference: {PreferenceDeclaration.NameRule}.");
        var spelt = (Find(document, ["preferences"]) as TomlTable)?.Members.Keys.FirstOrDefault(k => k.Equals(package, StringComparison.OrdinalIgnoreCase));
        return ["preferences", spelt ?? package, .. name.Split('.')];
    }

    private static TomlValue? Find(TomlDocument document, IReadOnlyList<string> keys)
    {
        TomlValue? value = document.Root;
        foreach (var key in keys)
            value = value is TomlTable table ? table.Members.GetValueOrDefault(key) : null;
        return value;
    }

    private static void Mention(TomlDocument document, string[] keys, bool mentioned)
    {
        string[] list = [.. keys[..^1], PreferenceTable.ClearKey];
        var items = Find(document, list) switch
        {
            null => [],
            TomlArray array when array.Items.All(i => i is TomlString) => array.Items,
            var other => throw new TomlException(document.Path, other.Position, $"{PreferenceTable.ClearKey} is no list of texts"),
        };
        var key = new TomlString(keys[^1]);
        if (items.Contains(key) == mentioned)
            return;
        if (mentioned)
            document.Set(list, new TomlArray([.. items, key]));
        else if (items.All(key.Equals))
            document.Remove(list);
        else
            document.Set(list, new TomlArray([.. items.Where(i => !i.Equals(key))]));
    }

    /// <summary>Whether this document or the folder's other file names the package.</summary>
    private bool IsNamed(TomlDocument document, string package)
    {
        var other = System.IO.Path.Combine(folder, local ? PreferenceFile.SharedName : PreferenceFile.LocalName);
        return Names(PreferenceFileReader.Read(document.Root, Path, local)) || (PreferenceFiles.Read(other, !local) is { } file && Names(file));

        bool Names(PreferenceFile file) => file.Deps.ContainsKey(package) || file.Extras.ContainsKey(package);
    }

    private static void Collect(string package, PreferenceTable table, string prefix, List<PreferenceEntry> entries)
    {
        foreach (var (key, node) in table.Members)
        {
            if (node is PreferenceTable inner)
                Collect(package, inner, $"{prefix}{key}.", entries);
            else
                entries.Add(new PreferenceEntry(package, prefix + key, ((PreferenceLeaf)node).Value, node.Origin.Position.Line));
        }
        foreach (var (key, origin) in table.Cleared.Where(c => !table.Members.ContainsKey(c.Key)))
            entries.Add(new PreferenceEntry(package, prefix + key, null, origin.Position.Line));
    }
}
