using CompileDepot.Core.Depots;
using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Environments;

/// <summary>A named environment in one depot.</summary>
/// <param name="IsHidden">Whether an earlier depot has one of this name, which is the one that counts.</param>
public sealed record NamedEnvironment(string Name, string Folder, bool IsHidden);

/// <summary>The named environments of a stack of depots: folders <c>environments/&lt;name&gt;</c> with a <c>CompileDepot.toml</c>. The first depot that has a name wins; only the first depot is written.</summary>
public static class EnvironmentFolders
{
    private const string NameRule = "letters, digits, '.', '-' and '_', beginning with a letter or digit";

    /// <summary>All along the stack, by name, then in the order of the stack.</summary>
    public static IReadOnlyList<NamedEnvironment> List(IReadOnlyList<string> depots)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<NamedEnvironment>();
        foreach (var folder in depots.Select(d => new DepotLayout(d).Environments).Where(Directory.Exists))
        {
            foreach (var name in Directory.EnumerateDirectories(folder).Select(f => Path.GetFileName(f)).Where(n => IsName(n) && Has(Path.Combine(folder, n))))
                found.Add(new NamedEnvironment(name, Path.Combine(folder, name), !seen.Add(name)));
        }
        return [.. found.OrderBy(e => e.Name, StringComparer.Ordinal)];
    }

    /// <summary>The folder of an environment; null: no depot has it.</summary>
    /// <param name="name">A name, or the full path of a folder with a <c>CompileDepot.toml</c>.</param>
    public static string? Find(IReadOnlyList<string> depots, string name)
    {
        var found = Candidates(depots, name).FirstOrDefault(Has);
        return found is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(found));
    }

    /// <summary>Makes an environment that says nothing yet, in the first depot.</summary>
    /// <returns>The path of its file.</returns>
    /// <exception cref="SettingsException">CD0042: not a name, or the first depot has it.</exception>
    /// <exception cref="IOException">The depot can't be written.</exception>
    public static string Create(IReadOnlyList<string> depots, string name)
    {
        var folder = Path.Combine(new DepotLayout(First(depots)).Environments, Checked(name));
        var path = Path.Combine(folder, PreferenceFile.SharedName);
        return AtomicFile.Write(path, "[deps]\n\n[extras]\n"u8, overwrite: false)
            ? path
            : throw new SettingsException(DiagnosticCodes.BadEnvironmentName, $"There is an environment '{name}' already, in {folder}. Take another name, or edit that one.");
    }

    /// <summary>The folder of an environment, wherever it is.</summary>
    /// <exception cref="SettingsException">CD0041: no depot has it.</exception>
    public static string Known(IReadOnlyList<string> depots, string name) => Find(depots, name) ?? throw new SettingsException(DiagnosticCodes.UnknownEnvironment, Unknown(depots, name));

    /// <summary>The folder of an environment in the first depot, where it may be edited.</summary>
    /// <exception cref="SettingsException">CD0041: the first depot does not have it; CD0042: not a name.</exception>
    public static string Own(IReadOnlyList<string> depots, string name)
    {
        var folder = Path.Combine(new DepotLayout(First(depots)).Environments, Checked(name));
        if (Has(folder))
            return folder;
        throw new SettingsException(
            DiagnosticCodes.UnknownEnvironment,
            Find(depots, name) is { } other ? $"{First(depots)} has no environment '{name}'; the one in {other} is not ours to change: only the first depot is written." : Unknown(depots, name));
    }

    /// <summary>Removes the files of an environment from the first depot, and its folder where nothing else is in it. One of the same name in a later depot counts from then on.</summary>
    /// <exception cref="SettingsException">CD0041: the first depot does not have it; CD0042: not a name.</exception>
    /// <exception cref="IOException">The depot can't be written.</exception>
    public static void Remove(IReadOnlyList<string> depots, string name)
    {
        var folder = Own(depots, name);
        // The local file first: what remains after a fault is still an environment, and can be removed again.
        File.Delete(Path.Combine(folder, PreferenceFile.LocalName));
        File.Delete(Path.Combine(folder, PreferenceFile.SharedName));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <summary>Writes into the local file of the root which environment this checkout uses; null: none. The setting <c>CompileDepotEnvironment</c> wins over it.</summary>
    /// <exception cref="SettingsException">CD0041: no depot has it; CD0030: the file is not TOML.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Use(IReadOnlyList<string> depots, string root, string? name)
    {
        if (name is not null)
            Known(depots, name);
        PreferenceDocument.Edit(Path.Combine(root, PreferenceFile.LocalName), document =>
        {
            if (name is not null)
                document.Set(["environment"], new Toml.TomlString(name));
            else
                document.Remove(["environment"]);
        });
    }

    /// <summary>Where an environment could lie, whether it does or not.</summary>
    internal static IEnumerable<string> Candidates(IReadOnlyList<string> depots, string name) =>
        Path.IsPathFullyQualified(name) ? [name] : IsName(name) ? depots.Select(d => Path.Combine(new DepotLayout(d).Environments, name)) : [];

    /// <summary>The folder of the environment in use; null, with the problem, where no depot has it.</summary>
    internal static string? Find(IReadOnlyList<string> depots, EnvironmentChoice choice, List<PreferenceProblem> problems)
    {
        var folder = Find(depots, choice.Name);
        if (folder is null)
            problems.Add(choice.Problem(DiagnosticCodes.UnknownEnvironment, Unknown(depots, choice.Name)));
        return folder;
    }

    private static string Unknown(IReadOnlyList<string> depots, string name)
    {
        var names = List(depots).Where(e => !e.IsHidden).Select(e => e.Name).ToList();
        return $"There is no environment '{name}'; {(names.Count == 0 ? "no depot has any" : $"there are: {string.Join(", ", names)}")}.{NearestName.Hint(name, names)} 'compiledepot environments create' makes one.";
    }

    private static string First(IReadOnlyList<string> depots) =>
        depots.Count > 0 ? depots[0] : throw new SettingsException(DiagnosticCodes.UnknownEnvironment, "There is no depot to hold environments: the depot path is empty.");

    private static string Checked(string name) =>
        IsName(name) ? name : throw new SettingsException(DiagnosticCodes.BadEnvironmentName, $"'{name}' can't be the name of an environment, because it is a folder's: {NameRule}.");

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(name[0]) && name[^1] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool Has(string folder) => File.Exists(Path.Combine(folder, PreferenceFile.SharedName));
}
