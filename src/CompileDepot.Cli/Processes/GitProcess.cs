namespace CompileDepot.Cli.Processes;

/// <summary>Runs git in a folder. A hook of git's that calls us leaves variables about its own repository, which are not meant for this one; and nothing is locked or refreshed by the way.</summary>
internal static class GitProcess
{
    /// <param name="code">Of the error where there is no git.</param>
    /// <param name="place">Variables that name another repository than the folder's.</param>
    /// <exception cref="CommandException">It can't be started.</exception>
    public static ChildResult Run(string folder, string code, IReadOnlyDictionary<string, string?> place, params IEnumerable<string> arguments)
    {
        var environment = new Dictionary<string, string?> { ["GIT_DIR"] = null, ["GIT_WORK_TREE"] = null, ["GIT_INDEX_FILE"] = null, ["GIT_COMMON_DIR"] = null, ["GIT_OPTIONAL_LOCKS"] = "0" };
        foreach (var (name, value) in place)
            environment[name] = value;
        return ChildProcess.Run("git", folder, code, environment, arguments);
    }

    /// <inheritdoc cref="Run(string, string, IReadOnlyDictionary{string, string?}, IEnumerable{string})"/>
    public static ChildResult Run(string folder, string code, params IEnumerable<string> arguments) => Run(folder, code, new Dictionary<string, string?>(), arguments);
}
