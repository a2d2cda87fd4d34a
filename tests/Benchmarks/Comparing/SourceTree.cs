using System.Globalization;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>A solution in a git repository of its own. Commits have fixed dates, so that trees of the same content are at the same commit, and hold the same id in their assemblies.</summary>
/// <param name="Solution">Relative path.</param>
internal sealed record SourceTree(Workplace Place, string Folder, string Solution)
{
    private const string Ignored = "bin/\nobj/\n.nx/\nnode_modules\n";

    public static readonly string[] ProjectPatterns = ["*.csproj", "*.vbproj", "*.fsproj"];

    private static readonly Dictionary<string, string?> GitEnvironment = new()
    {
        ["GIT_AUTHOR_NAME"] = "compare",
        ["GIT_AUTHOR_EMAIL"] = "compare@example.org",
        ["GIT_AUTHOR_DATE"] = "2026-01-01T00:00:00Z",
        ["GIT_COMMITTER_NAME"] = "compare",
        ["GIT_COMMITTER_EMAIL"] = "compare@example.org",
        ["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_SYSTEM"] = "/dev/null",
    };

    public string File(string path) => Path.Combine(Folder, path);

    /// <summary>Makes it a repository with one commit.</summary>
    public SourceTree Commit()
    {
        System.IO.File.AppendAllText(File(".gitignore"), Ignored);
        Git("init", "-q");
        Git("add", "-A");
        Git("commit", "-q", "--no-verify", "-m", "base");
        Git("tag", "base");
        return this;
    }

    /// <summary>A commit that changes no file is checked out.</summary>
    public void CommitNothing() => Git("commit", "-q", "--no-verify", "--allow-empty", "-m", "empty");

    /// <summary>Back at the first commit; files stay as they are.</summary>
    public void ForgetCommits() => Git("reset", "-q", "--soft", "base");

    public SourceTree CopyTo(string folder)
    {
        Copy(Folder, folder, _ => true);
        return this with { Folder = folder };
    }

    /// <summary>All outputs go, what a restore of packages left stays.</summary>
    public void Clean()
    {
        foreach (var folder in ProjectFolders())
        {
            Place.MoveAway(Path.Combine(folder, "bin"));
            MoveSubfolders(Path.Combine(folder, "obj"));
        }
        Place.MoveAway(File("artifacts/bin"));
        if (Directory.Exists(File("artifacts/obj")))
            Array.ForEach(Directory.GetDirectories(File("artifacts/obj")), MoveSubfolders);
    }

    /// <summary>The projects' folders, outputs and Node's packages left out.</summary>
    public IEnumerable<string> ProjectFolders() => Projects(Folder).Select(p => Path.GetDirectoryName(p)!).Distinct();

    public static IEnumerable<string> Projects(string folder) =>
        ProjectPatterns.SelectMany(p => Directory.GetFiles(folder, p)).Concat(Directory.GetDirectories(folder).Where(d => Path.GetFileName(d) is not ("bin" or "obj" or "node_modules" or ".git" or "artifacts")).SelectMany(Projects));

    /// <param name="takes">Whether a folder is copied, by its name.</param>
    public static void Copy(string from, string to, Func<string, bool> takes)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
                System.IO.File.CreateSymbolicLink(target, link);
            else if (entry is FileInfo file)
                file.CopyTo(target);
            else if (takes(entry.Name))
                Copy(entry.FullName, target, takes);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Solution} in {Folder}");

    private void MoveSubfolders(string folder)
    {
        if (Directory.Exists(folder))
            Array.ForEach(Directory.GetDirectories(folder), Place.MoveAway);
    }

    private void Git(params string[] arguments) => ProcessRun.Start(Folder, GitEnvironment, "git", arguments).Checked("git " + arguments[0]);
}
