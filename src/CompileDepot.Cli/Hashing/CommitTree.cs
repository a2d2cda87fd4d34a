using CompileDepot.Cli.Processes;
using CompileDepot.Core.Git;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Hashing;

/// <summary>
/// The tree of another commit in a temporary folder, with its submodules as far as their commits are here. It looks like a worktree of the same repository: a <c>.git</c> file leads to a folder with a
/// <c>HEAD</c> and an index of its own, which names the repository as its common folder. So settings and objects are shared, and the repository does not know of it: nothing in it is written.
/// Disposing deletes the folder.
/// </summary>
internal sealed class CommitTree : IDisposable
{
    // Nobody's hooks and watchers run for it, and no index but its own is refreshed.
    private static readonly string[] Settings = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.sparseCheckout=false"];

    private readonly TemporaryFolder _folder = new("since");
    private readonly List<string> _notes = [];
    private int _repositories;

    private CommitTree(string commit) => Commit = commit;

    /// <summary>The commit's full id.</summary>
    public string Commit { get; }

    /// <summary>Full path of the tree's top.</summary>
    public string Top => Path.Combine(_folder.FullPath, "tree");

    /// <summary>What of the commit could not be had, in words.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <param name="revision">As git takes it: a branch, a tag, an id, <c>HEAD~1</c>.</param>
    /// <exception cref="CommandException">CD0113.</exception>
    public static CommitTree CheckOut(GitRepository repository, string revision)
    {
        var found = Git(repository.TopFolder, [], "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        if (!found.Succeeded)
            throw new CommandException(DiagnosticCodes.UnknownCommit, $"'{revision}' is no commit of the repository in {repository.TopFolder}. {found.Complaint}".TrimEnd() + " In a shallow clone, fetch it first.");
        var tree = new CommitTree(found.Output.Trim());
        try
        {
            tree.Fill(repository, tree.Commit, tree.Top);
            return tree;
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Fill(GitRepository repository, string commit, string folder)
    {
        var git = Path.Combine(_folder.FullPath, $"git{_repositories++}");
        GitLink.Create(git, repository, commit);
        Directory.CreateDirectory(folder);
        var place = new Dictionary<string, string?> { ["GIT_DIR"] = git, ["GIT_WORK_TREE"] = folder };
        Demand(folder, place, "read-tree", commit);
        Demand(folder, place, "checkout-index", "--all", "--quiet");
        GitLink.Lead(folder, git);
        // "160000 id stage<tab>path": the commits of submodules.
        foreach (var line in Demand(folder, place, "ls-files", "--stage", "-z").Split('\0').Where(l => l.StartsWith("160000 ", StringComparison.Ordinal)))
        {
            var path = line[(line.IndexOf('\t') + 1)..];
            FillSubmodule(Path.Combine(repository.TopFolder, path), line.Split(' ')[1], Path.Combine(folder, path), path);
        }
    }

    private void FillSubmodule(string original, string commit, string folder, string path)
    {
        if (GitRepository.Find(original) is not { } module || module.TopFolder != Path.TrimEndingDirectorySeparator(original))
            _notes.Add($"the submodule {path} is not checked out, and was left empty");
        else if (!Git(module.TopFolder, [], "cat-file", "-e", commit + "^{commit}").Succeeded)
            _notes.Add($"the submodule {path} has no commit {commit[..12]} here, and was left empty");
        else
            Fill(module, commit, folder);
    }

    private static string Demand(string folder, Dictionary<string, string?> place, params ReadOnlySpan<string> arguments)
    {
        var result = Git(folder, place, arguments);
        return result.Succeeded ? result.Output : throw new CommandException(DiagnosticCodes.UnknownCommit, $"'git {string.Join(' ', arguments)}' fails: {result.Complaint}");
    }

    private static ChildResult Git(string folder, Dictionary<string, string?> place, params ReadOnlySpan<string> arguments) => GitProcess.Run(folder, DiagnosticCodes.UnknownCommit, place, [.. Settings, .. arguments]);
}
