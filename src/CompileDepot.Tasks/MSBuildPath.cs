namespace CompileDepot.Tasks;

/// <summary>Paths as project files write them: with either slash, wherever they are built.</summary>
internal static class MSBuildPath
{
    /// <summary>The full path of what a project or its targets name.</summary>
    /// <param name="folder">Full path of the folder that relative paths begin in.</param>
    public static string Full(string path, string folder) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), folder);
}
