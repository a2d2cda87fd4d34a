using System.IO.Enumeration;

namespace CompileDepot.Core.Preferences;

/// <summary>Finds the project files of a source tree by looking: for questions about names that nothing else answers.</summary>
public static class ProjectFiles
{
    // Folders that hold no projects of anybody's, or far too many files.
    private static readonly string[] Skipped = ["bin", "obj", ".git", ".vs", "node_modules"];

    /// <summary>Whether a file is called as those of projects are.</summary>
    public static bool IsProject(ReadOnlySpan<char> path) => Path.GetExtension(path).EndsWith("proj", StringComparison.OrdinalIgnoreCase);

    /// <summary>Full paths, in no order. Links are not followed: they may lead round in circles or out of the tree.</summary>
    /// <param name="name">Of the file, without its ending, in any case; null: any.</param>
    public static IEnumerable<string> Below(string root, string? name = null)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return new FileSystemEnumerable<string>(root, (ref FileSystemEntry e) => e.ToFullPath(), options)
        {
            ShouldRecursePredicate = (ref FileSystemEntry e) => !Skipped.Contains(e.FileName.ToString(), StringComparer.OrdinalIgnoreCase),
            ShouldIncludePredicate = (ref FileSystemEntry e) => !e.IsDirectory
                && IsProject(e.FileName)
                && (name is null || Path.GetFileNameWithoutExtension(e.FileName).Equals(name, StringComparison.OrdinalIgnoreCase)),
        };
    }
}
