using CompileDepot.Cli.Processes;
using CompileDepot.Core.Git;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Explaining;

/// <summary>What git knows of a tree's commits, asked for once. Where there is no git, or no repository, it knows nothing, and explanations are right without it.</summary>
internal sealed class GitFacts(string root)
{
    private readonly GitRepository? _repository = GitRepository.Find(root);
    private readonly Dictionary<string, ChildResult?> _known = new(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="commit"/> is <paramref name="of"/>, or one that it comes from.</summary>
    public bool IsAncestor(string commit, string of) => commit == of || (of.Length > 0 && Ask("merge-base", "--is-ancestor", commit, of) is { Succeeded: true });

    /// <summary>The id of what a person calls a commit; null: there is none.</summary>
    public string? Commit(string revision) => Ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}") is { Succeeded: true } found ? found.Output.Trim() : null;

    /// <summary>The text of a file at a commit; null where it was not there.</summary>
    /// <param name="path">Full path.</param>
    public string? Text(string commit, string path) =>
        _repository is not null && commit.Length > 0 && Ask("cat-file", "blob", $"{commit}:{PathRules.Relative(_repository.TopFolder, path)}") is { Succeeded: true } found ? found.Output : null;

    private ChildResult? Ask(params string[] arguments)
    {
        if (_repository is null)
            return null;
        var key = string.Join('\n', arguments);
        if (!_known.TryGetValue(key, out var result))
            _known[key] = result = TryRun(arguments);
        return result;
    }

    private ChildResult? TryRun(string[] arguments)
    {
        try
        {
            return GitProcess.Run(_repository!.TopFolder, DiagnosticCodes.UnknownCommit, arguments);
        }
        catch (CommandException)
        {
            return null;
        }
    }
}
