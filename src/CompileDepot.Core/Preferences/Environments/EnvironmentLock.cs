using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Environments;

/// <summary>What is recorded of one project.</summary>
/// <param name="Project">Path of the project's file, relative to the root, with <c>/</c>; followed by a framework in brackets where the project has several.</param>
/// <param name="Versions">Names in its closure to the versions that were resolved.</param>
public sealed record LockedProject(string Project, IReadOnlyList<ObservedPreference> Preferences, IReadOnlyDictionary<string, string> Versions)
{
    /// <summary>
    /// What is recorded of one project, apart by who may know it: what every machine finds is for version control; what only this one does stays here. A preference that this machine's own files decide is in the first
    /// with the answer that the shared files alone would give, so that the lock file is the same wherever it is made.
    /// </summary>
    public static (LockedProject Shared, LockedProject Machine) Of(string project, LayerStack stack, PreferenceQuery query, IReadOnlyDictionary<string, string> versions)
    {
        var resolution = PreferenceResolver.Resolve(stack, query);
        var shared = ObservedPreference.Of(PreferenceResolver.Resolve(stack.WithoutMachine(), query));
        var machine = ObservedPreference.Of(resolution).Zip(resolution.Preferences, shared)
            .Where(p => p.Second.Origin.IsLocal || p.First.Answer != p.Third.Answer)
            .Select(p => p.First);
        return (new LockedProject(project, shared, versions), new LockedProject(project, [.. machine], new Dictionary<string, string>()));
    }
}

/// <summary>
/// What the builds of a source tree observe: for each project its preferences with types, and the resolved versions of its closure.
/// Two files in the root, in the form of <see cref="LockText"/>: one for version control, one for the facts of this machine. Immutable.
/// </summary>
/// <param name="Environment">Empty: none.</param>
/// <param name="Projects">Each once, in any order.</param>
public sealed record EnvironmentLock(string Environment, IReadOnlyList<LockedProject> Projects)
{
    /// <summary>To be checked in.</summary>
    public const string SharedName = "CompileDepot.lock.toml";

    /// <summary>Facts of this machine.</summary>
    public const string LocalName = "CompileDepot.local.lock.toml";

    private static readonly StampedFiles<IReadOnlySet<string>> Packages = new(ReadPackages);

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="SettingsException">CD0046: the file is no lock file, or a later version's.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static EnvironmentLock? Read(string path) => File.Exists(path) ? LockText.Parse(File.ReadAllText(path), path) : null;

    /// <summary>Writes the file only where it changes.</summary>
    /// <returns>Whether it did.</returns>
    /// <exception cref="IOException">The file can't be written.</exception>
    public bool Write(string path) => AtomicFile.WriteIfChanged(path, Encoding.UTF8.GetBytes(LockText.Of(this)));

    /// <summary>What a build would change in a lock file, in words, each with its project; empty: nothing.</summary>
    /// <param name="recorded">Null: there is no file.</param>
    public static IReadOnlyList<string> Differences(EnvironmentLock? recorded, EnvironmentLock now)
    {
        var old = recorded ?? new EnvironmentLock("", []);
        var differences = new List<string>();
        if (old.Environment != now.Environment)
            differences.Add($"environment: {Or(old.Environment)} → {Or(now.Environment)}");
        var (before, after) = (old.Projects.ToDictionary(p => p.Project), now.Projects.ToDictionary(p => p.Project));
        foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            if (!after.TryGetValue(name, out var right))
                differences.Add($"{name}: is gone");
            else if (!before.TryGetValue(name, out var left))
                differences.Add($"{name}: is new");
            else
                differences.AddRange(PreferenceLines.Differences(left.Preferences, right.Preferences).Concat(Versions(left.Versions, right.Versions)).Select(d => $"{name}: {d}"));
        }
        return differences;

        static string Or(string name) => name.Length == 0 ? "none" : name;
    }

    /// <summary>The names of all that was resolved below a folder, as its lock file says; empty where it has none that can be read: then nothing is known, and <c>lock --check</c> says why.</summary>
    internal static IReadOnlySet<string> PackagesOf(string folder) => Packages.Read(Path.Combine(folder, SharedName)) ?? new HashSet<string>();

    private static HashSet<string> ReadPackages(string path)
    {
        try
        {
            return Read(path) is { } found ? found.Projects.SelectMany(p => p.Versions.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Versions(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        from name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
        let left = before.GetValueOrDefault(name)
        let right = after.GetValueOrDefault(name)
        where left != right
        select $"version {name}: {left ?? "none"} → {right ?? "none"}";
}
