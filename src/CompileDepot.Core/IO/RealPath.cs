namespace CompileDepot.Core.IO;

/// <summary>Where a path leads in the end.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The full path of a folder, without a link in it.</summary>
    /// <exception cref="IOException">The links lead nowhere.</exception>
    public static string Of(string folder) => Of(Path.TrimEndingDirectorySeparator(folder), MostLinks);

    private static string Of(string folder, int links)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
            return folder;
        var real = new DirectoryInfo(Path.Combine(Of(parent, links), Path.GetFileName(folder)));
        if (real.LinkTarget is not { } target)
            return real.FullName;
        return links > 0 ? Of(Path.GetFullPath(target, Path.GetDirectoryName(real.FullName)!), links - 1) : throw new IOException($"The links of '{folder}' have no end.");
    }
}
