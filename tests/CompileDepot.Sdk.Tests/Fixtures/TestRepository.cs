using System.Diagnostics;

namespace CompileDepot.Sdk.Tests.Fixtures;

/// <summary>
/// A git repository around a tree. Its own folder lies beside the tree, which holds a <c>.git</c> file only: so the plain copy that takes the tree's place is in the same repository.
/// Commits are empty, and the same messages give the same ids in every repository: what Source Link looks at is the id, the remote and the ignored files.
/// </summary>
public sealed class TestRepository
{
    private readonly Workspace _workspace;
    private readonly string _folder;

    private TestRepository(Workspace workspace, string folder)
    {
        (_workspace, _folder) = (workspace, folder);
        workspace.Tree.Write(".git", $"gitdir: {folder}\n");
        workspace.Tree.Write(".gitignore", "bin/\nobj/\n");
    }

    public string Commit => Run(_folder, "rev-parse", "HEAD").Trim();

    /// <summary>Makes the tree the checkout of a new repository with one commit.</summary>
    public static TestRepository Around(Workspace workspace, string? remote = "https://github.com/example/repo.git")
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var folder = Path.Combine(Path.GetDirectoryName(workspace.Tree.Root)!, "git");
        Run(Path.GetDirectoryName(folder)!, "init", "-q", "-b", "main", "--bare", folder);
        Run(folder, "config", "core.bare", "false");
        if (remote is not null)
            Run(folder, "remote", "add", "origin", remote);
        var repository = new TestRepository(workspace, folder);
        repository.CommitEmpty("one");
        return repository;
    }

    /// <summary>Makes another tree a worktree of this repository, on a branch of its own.</summary>
    public TestRepository Worktree(Workspace workspace, string branch)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var place = Path.Combine(Path.GetDirectoryName(workspace.Tree.Root)!, "added");
        Run(_folder, "worktree", "add", "-q", "-b", branch, place);
        var link = File.ReadAllText(Path.Combine(place, ".git"))["gitdir: ".Length..].Trim();
        var worktree = new TestRepository(workspace, link);
        workspace.State = worktree.Commit;
        return worktree;
    }

    public void CommitEmpty(string message)
    {
        Run(_folder, "-c", "user.name=Test", "-c", "user.email=test@example.com", "--work-tree", _workspace.Tree.Root, "commit", "-q", "--allow-empty", "-m", message);
        _workspace.State = Commit;
    }

    /// <summary>Goes to a commit, without a branch.</summary>
    public void Detach(string commit)
    {
        Run(_folder, "update-ref", "--no-deref", "HEAD", commit);
        _workspace.State = Commit;
    }

    public void PackReferences() => Run(_folder, "pack-refs", "--all");

    private static string Run(string folder, params string[] arguments)
    {
        var info = new ProcessStartInfo("git", ["--git-dir", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (arguments is ["init", ..])
            info = new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in new[] { ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z"), ("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z") })
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"git {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }
}
