using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Evaluating;

/// <summary>What a build begins with: a project or solution, found as <c>dotnet build</c> finds it.</summary>
internal static class BuildEntry
{
    private static readonly string[] Solutions = [".sln", ".slnx", ".slnf"];

    /// <param name="text">A file or folder as the person wrote it; null: the current folder.</param>
    /// <returns>Full path of the file.</returns>
    /// <exception cref="CommandException">CD0110.</exception>
    public static string Find(string? text, string currentFolder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text ?? ".", currentFolder));
        if (File.Exists(path))
            return path;
        if (!Directory.Exists(path))
            throw new CommandException(DiagnosticCodes.NoProject, $"There is no project or solution '{path}'.");
        var solutions = Directory.EnumerateFiles(path).Where(f => IsSolution(f) && !f.EndsWith(".slnf", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        var projects = Directory.EnumerateFiles(path).Where(f => ProjectFiles.IsProject(f)).Order(StringComparer.Ordinal).ToList();
        return (solutions, projects) switch
        {
            ([var solution], []) => solution,
            ([], [var project]) => project,
            ([], []) => throw new CommandException(DiagnosticCodes.NoProject, $"{path} holds no project and no solution. Name one."),
            _ => throw new CommandException(DiagnosticCodes.NoProject, $"{path} holds several: {string.Join(", ", solutions.Concat(projects).Select(Path.GetFileName))}. Name one."),
        };
    }

    /// <summary>The same where it must be a project.</summary>
    /// <exception cref="CommandException">CD0110.</exception>
    public static string FindProject(string? text, string currentFolder)
    {
        var entry = Find(text, currentFolder);
        return IsSolution(entry) ? throw new CommandException(DiagnosticCodes.NoProject, $"{entry} is a solution. Name one of its projects.") : entry;
    }

    public static bool IsSolution(string path) => Solutions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
