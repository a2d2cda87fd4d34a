namespace CompileDepot.Core.Relocation;

/// <summary>
/// Finds the relocation root of a project: the top folder of its git checkout, else the nearest folder above that holds a solution, else the nearest that holds
/// <c>Directory.Build.props</c>, else the project's own. Read from the disk and not from <c>SolutionDir</c>: a project built alone must have the same root as in its solution.
/// </summary>
public static class RootLocator
{
    /// <summary>The property, and variable, that names the root instead.</summary>
    public const string Property = "CompileDepotRoot";

    /// <summary>The root that a person names: the full path of a folder that is there. Null: nothing is named, or something else.</summary>
    public static string? Said(string? text) =>
        !string.IsNullOrEmpty(text) && Path.IsPathFullyQualified(text) && Directory.Exists(text) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(text)) : null;

    /// <param name="projectFolder">Full path of an existing folder.</param>
    /// <remarks>Looks each time: the processes that MSBuild keeps live longer than a root, which <c>git init</c> moves. In a git checkout that is one look for each folder up to its top.</remarks>
    public static string Find(string projectFolder)
    {
        projectFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(projectFolder));
        var folders = Ancestors(projectFolder).ToList();
        return folders.FirstOrDefault(IsGitTop)
            ?? folders.FirstOrDefault(HasSolution)
            ?? folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "Directory.Build.props")))
            ?? projectFolder;
    }

    // In a worktree or submodule .git is a file.
    private static bool IsGitTop(string folder) => Path.Exists(Path.Combine(folder, ".git"));

    private static bool HasSolution(string folder)
    {
        try
        {
            // The pattern takes solution filters, too.
            return Directory.EnumerateFiles(folder, "*.sln*").Any(f => Path.GetExtension(f).ToUpperInvariant() is ".SLN" or ".SLNX");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = folder; current is not null && current != Path.GetPathRoot(current); current = Path.GetDirectoryName(current))
            yield return current;
    }
}
