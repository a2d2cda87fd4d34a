namespace CompileDepot.Core.Git;

/// <summary>Small files of a repository.</summary>
internal static class GitText
{
    /// <summary>The text without white space at its end; null where it can't be read.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).TrimEnd() : null;
        }
        // ArgumentException: a NUL in a path that a damaged file names.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Null for what is no path.</summary>
    public static string? FullPath(string path, string folder) => path.Length == 0 || path.Contains('\0') ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, folder));
}
