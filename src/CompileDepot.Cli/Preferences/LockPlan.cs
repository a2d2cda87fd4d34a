using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Preferences;

/// <summary>
/// What the lock files of a root should hold after some of its projects were evaluated. Those replace what is recorded of them; what is recorded of others stays as long as their files are there, because a tree may have
/// several solutions.
/// </summary>
/// <param name="Root">Full path.</param>
/// <param name="Shared">For version control.</param>
/// <param name="Local">Facts of this machine; null: there are none, and no file is needed.</param>
/// <param name="Differences">Of the shared file, in words.</param>
internal sealed record LockPlan(string Root, EnvironmentLock Shared, EnvironmentLock? Local, IReadOnlyList<string> Differences)
{
    public string SharedPath => Path.Combine(Root, EnvironmentLock.SharedName);

    public string LocalPath => Path.Combine(Root, EnvironmentLock.LocalName);

    /// <param name="replacesUnreadable">Whether a file that is no lock file counts as none.</param>
    /// <exception cref="SettingsException">CD0046: the file is no lock file, or a later version's.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static LockPlan Of(string entry, PreferenceView view, bool replacesUnreadable)
    {
        var projects = view.Projects;
        var root = RootOf(entry, projects);
        var recorded = Read(Path.Combine(root, EnvironmentLock.SharedName), replacesUnreadable);
        var locks = projects.Select(p => Lock(p, view, p.LockName(root))).ToList();
        var evaluated = projects.Select(p => p.PathFrom(root)).ToHashSet(StringComparer.Ordinal);
        var shared = new EnvironmentLock(Environments(view, local: false), [.. locks.Select(l => l.Shared), .. Others(recorded, root, evaluated)]);
        // This machine's facts are nobody's work: one that can't be read is made anew.
        var kept = Others(Read(Path.Combine(root, EnvironmentLock.LocalName), replacesUnreadable: true), root, evaluated);
        var local = new EnvironmentLock(Environments(view, local: true), [.. locks.Select(l => l.Machine).Where(m => m.Preferences.Count > 0), .. kept]);
        return new LockPlan(root, shared, local.Projects.Count > 0 || local.Environment.Length > 0 ? local : null, EnvironmentLock.Differences(recorded, shared));
    }

    /// <summary>Whether the shared file would change.</summary>
    public bool IsOutOfDate => !File.Exists(SharedPath) || Differences.Count > 0;

    /// <summary>Writes what changes.</summary>
    /// <returns>The files that did, removed ones too.</returns>
    /// <exception cref="IOException">A file can't be written.</exception>
    public IReadOnlyList<string> Write()
    {
        var written = new List<string>();
        if (Shared.Write(SharedPath))
            written.Add(SharedPath);
        if (Local is not null && Local.Write(LocalPath))
            written.Add(LocalPath);
        if (Local is null && File.Exists(LocalPath))
        {
            File.Delete(LocalPath);
            written.Add(LocalPath);
        }
        return written;
    }

    /// <summary>What builds of one project observe, of itself and of the projects below it, whose preferences it decides.</summary>
    private static (LockedProject Shared, LockedProject Machine) Lock(FrameworkPreferences project, PreferenceView view, string name)
    {
        var parts = view.Queries(project).Select(q => LockedProject.Of(name, view.Stack(project.File), q, project.Preferences.Versions)).ToList();
        return (Sum(parts.Select(p => p.Shared)), Sum(parts.Select(p => p.Machine)));

        // Two projects can't have one name, but they can be written so.
        static LockedProject Sum(IEnumerable<LockedProject> parts) => parts.Aggregate((sum, part) => sum with { Preferences = [.. sum.Preferences.Concat(part.Preferences).DistinctBy(p => (p.Package, p.Name))] });
    }

    // Projects say it, where they agree; a submodule is a root of its own, and is locked here with what uses it.
    private static string RootOf(string entry, IReadOnlyList<FrameworkPreferences> projects) =>
        projects.Select(p => p.Preferences.Request.Root).Distinct().ToList() is [var only] ? only : RootLocator.Find(Path.GetDirectoryName(entry)!);

    private static EnvironmentLock? Read(string path, bool replacesUnreadable)
    {
        try
        {
            return EnvironmentLock.Read(path);
        }
        catch (SettingsException) when (replacesUnreadable)
        {
            return null;
        }
    }

    private static IEnumerable<LockedProject> Others(EnvironmentLock? recorded, string root, HashSet<string> evaluated) =>
        (recorded?.Projects ?? []).Where(p => FileOf(p.Project) is var file && !evaluated.Contains(file) && File.Exists(Path.Combine(root, file)));

    // The inverse of FrameworkPreferences.LockName.
    private static string FileOf(string name) => name.EndsWith(')') && name.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;

    // A project may choose one by a property of its own.
    private static string Environments(PreferenceView view, bool local) => string.Join(
        ", ",
        view.Projects.Select(p => view.Stack(p.File))
            .Select(s => (local ? s : s.WithoutMachine()).Environment)
            .Where(e => e.Name.Length > 0 && e.IsLocal == local).Select(e => e.Name).Distinct().Order(StringComparer.Ordinal));
}
