using CompileDepot.Core.Git;

namespace CompileDepot.Cli.Processes;

/// <summary>Makes a folder look like a worktree of a repository that does not know of it: objects and settings are shared, and nothing is written to it.</summary>
internal static class GitLink
{
    /// <summary>Makes the worktree's own git folder: which commit is checked out, and where all else is.</summary>
    public static void Create(string git, GitRepository repository, string commit)
    {
        Directory.CreateDirectory(git);
        File.WriteAllText(Path.Combine(git, "HEAD"), commit + "\n");
        File.WriteAllText(Path.Combine(git, "commondir"), repository.CommonFolder + "\n");
    }

    /// <summary>Leads from a tree's top to that folder.</summary>
    public static void Lead(string top, string git) => File.WriteAllText(Path.Combine(top, ".git"), $"gitdir: {git}\n");
}
