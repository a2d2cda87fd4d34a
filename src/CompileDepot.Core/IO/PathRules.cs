namespace CompileDepot.Core.IO;

/// <summary>How paths are compared, and written so that they are the same in each checkout.</summary>
public static class PathRules
{
    /// <summary>Windows does not mind the case of a path.</summary>
    public static StringComparison Comparison { get; } = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static StringComparer Comparer { get; } = StringComparer.FromComparison(Comparison);

    /// <summary>How the file system finds a name that somebody wrote: the usual ones of Windows and macOS do not mind the case.</summary>
    public static StringComparison NameComparison { get; } = OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : Comparison;

    public static StringComparer NameComparer { get; } = StringComparer.FromComparison(NameComparison);

    /// <summary>A path from a folder on, with <c>/</c>.</summary>
    public static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
