namespace CompileDepot.Core.IO;

/// <summary>How paths are compared, and written so that they are the same in each checkout.</summary>
public static class PathRules
{
    /// <summary>Windows does not mind the case of a path.</summary>
    public static StringComparison Comparison { get; } = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static StringComparer Comparer { get; } = StringComparer.FromComparison(Comparison);

    /// <summary>A path from a folder on, with <c>/</c>.</summary>
    public static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
