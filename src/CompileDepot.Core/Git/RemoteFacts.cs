using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Git;

/// <summary>
/// What of git's settings decides the addresses that Source Link writes, and which sources it embeds: remotes, <c>insteadOf</c>, submodules and their commits, files of patterns; in a form that is the same in every
/// checkout, unless something hangs on a condition: those name folders and branches, so both count then. The files are those that Source Link reads: the system's, the user's, and the repository's; <c>include</c> is
/// followed.
/// </summary>
/// <param name="Lines">One fact each, fields escaped as in key texts; in the order in which they count. Addresses may hold secrets: take digests where they leave this machine.</param>
/// <param name="Unknown">Why the lines may not be all, in words; null where they are.</param>
public sealed record RemoteFacts(IReadOnlyList<string> Lines, string? Unknown)
{
    /// <summary>
    /// Full paths of files of patterns that may count beside the tree's own <c>.gitignore</c>s: the SDK embeds ignored sources into PDBs. They need not exist: the lines say which of them do, in this order. Git takes
    /// the last <c>core.excludesFile</c> alone; which one that is may hang on a condition, so that all are here, and the one that counts where none is set.
    /// </summary>
    public IReadOnlyList<string> IgnoreFiles { get; init; } = [];

    // As many as Source Link follows.
    private const int IncludeDepth = 10;

    private static readonly string[] Sections = ["remote", "url", "submodule", "extensions"];

    // Beside the file of patterns: where the tree is, how its patterns compare, and whether Source Link reads the repository at all.
    private static readonly string[] CoreNames = ["worktree", "ignorecase", "repositoryformatversion"];

    /// <summary>Reads them. Never throws.</summary>
    public static RemoteFacts Read(GitRepository repository)
    {
        var reading = new Reading();
        foreach (var path in UserFiles().Append(Path.Combine(repository.CommonFolder, "config")))
            reading.AddFile(path, IncludeDepth);
        reading.AddSubmodules(repository.TopFolder);
        IReadOnlyList<string> ignored = [DefaultExcludes(), .. reading.Excludes, Path.Combine(repository.CommonFolder, "info", "exclude")];
        // One that is set counts in the place of the others even if it is not there.
        reading.Lines.Add("ignored " + string.Concat(ignored.Select(f => File.Exists(f) ? '+' : '-')));
        if (reading.IsConditional)
            reading.Lines.Add(KeyField.Join(["condition", repository.TopFolder, repository.Branch ?? ""]));
        return new RemoteFacts(reading.Lines, repository.IsReadable ? reading.Unknown : "the repository can't be read") { IgnoreFiles = ignored };
    }

    private static string DefaultExcludes() =>
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } configuration
            ? Path.Combine(configuration, "git", "ignore")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".config", "git", "ignore");

    private static IEnumerable<string> UserFiles()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("PROGRAMDATA") is { } shared && !string.IsNullOrWhiteSpace(shared))
            yield return Path.Combine(shared, "git", "config");
        if (SystemFolder(Environment.GetEnvironmentVariable("PATH"), OperatingSystem.IsWindows()) is { } system)
            yield return Path.Combine(system, "gitconfig");
        if (Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } configuration)
            yield return Path.Combine(configuration, "git", "config");
        else if (home.Length > 0)
            yield return Path.Combine(home, ".config", "git", "config");
        if (home.Length > 0)
            yield return Path.Combine(home, ".gitconfig");
    }

    /// <summary>
    /// The folder of the system's <c>gitconfig</c>. On Windows that of the installation whose <c>cmd</c> or <c>bin</c> comes first on the path: <c>mingw64\etc</c> of Git for Windows, <c>etc</c> of others. Source Link
    /// looks for <c>git.exe</c> in all folders before it looks for <c>git.cmd</c>, and takes the parent of the folder as it is written. Null where there is none.
    /// </summary>
    internal static string? SystemFolder(string? searchPath, bool isWindows)
    {
        if (!isWindows)
            return "/etc";
        var folders = (searchPath ?? "").Split(';').Where(f => !string.IsNullOrWhiteSpace(f)).ToList();
        var tools = folders.Find(f => File.Exists(Path.Combine(f, "git.exe"))) ?? folders.Find(f => File.Exists(Path.Combine(f, "git.cmd")));
        if (Path.GetDirectoryName(tools) is not { } installation)
            return null;
        var mingw = Path.Combine(installation, "mingw64", "etc");
        return Directory.Exists(mingw) ? mingw : Path.Combine(installation, "etc");
    }

    private sealed class Reading
    {
        public List<string> Lines { get; } = [];

        public List<string> Excludes { get; } = [];

        public string? Unknown { get; private set; }

        public bool IsConditional { get; private set; }

        public void AddFile(string path, int depth)
        {
            if (!File.Exists(path))
                return;
            if (depth == 0 || GitText.TryRead(path) is not { } text || GitConfigText.Parse(text) is not { } settings)
            {
                Unknown ??= $"{path} can't be read";
                return;
            }
            foreach (var setting in settings)
            {
                if (Sections.Contains(setting.Section) || (setting.Section == "core" && CoreNames.Contains(setting.Name)))
                    Lines.Add(KeyField.Join([setting.Section, setting.Subsection, setting.Name, setting.Value]));
                else if (setting is { Section: "core", Name: "excludesfile" })
                    Excludes.Add(Included(setting.Value, path));
                else if (setting is { Section: "include", Name: "path" })
                    AddFile(Included(setting.Value, path), depth - 1);
                else if (setting is { Section: "includeif", Name: "path" })
                    AddConditional(Included(setting.Value, path), depth - 1);
            }
        }

        public void AddSubmodules(string top)
        {
            var path = Path.Combine(top, ".gitmodules");
            if (!File.Exists(path))
                return;
            if (GitText.TryRead(path) is not { } text || GitConfigText.Parse(text) is not { } settings)
            {
                Unknown ??= $"{path} can't be read";
                return;
            }
            foreach (var module in settings.Where(s => s is { Section: "submodule", Name: "path" }))
            {
                var commit = GitText.FullPath(module.Value, top) is { } folder && GitRepository.Find(folder) is { } found && found.TopFolder == folder ? found.Commit : null;
                // The name too: under it Source Link finds the address, in the repository's settings.
                Lines.Add($"commit {KeyField.Escape(module.Subsection)} {KeyField.Escape(module.Value)} {commit ?? "%"}");
            }
        }

        // Nearly all such files hold a name and an address to commit with, and then it does not matter whether they count.
        private void AddConditional(string path, int depth)
        {
            var before = (Lines.Count, Excludes.Count, Unknown);
            AddFile(path, depth);
            IsConditional |= before != (Lines.Count, Excludes.Count, Unknown);
        }

        private static string Included(string value, string path) =>
            value.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), value[2..])
                : GitText.FullPath(value, Path.GetDirectoryName(path)!) ?? path;
    }
}
