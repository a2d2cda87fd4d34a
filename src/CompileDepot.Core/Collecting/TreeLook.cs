using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Collecting;

/// <summary>Looks whether a checkout and a project in it are still there. What can't be looked at (another user's folder, say) counts as there.</summary>
internal static class TreeLook
{
    /// <param name="root">Full path of the checkout, maybe of another system.</param>
    /// <param name="project">Tokenized path.</param>
    public static TreeState At(string root, string project)
    {
        if (!Path.IsPathFullyQualified(root))
            return TreeState.OutOfReach;
        if (IsMissing(root))
            return Path.GetDirectoryName(root) is { } above && HoldsAnything(above) ? TreeState.Gone : TreeState.OutOfReach;
        if (new PathTokens([(PathTokens.Root, root)]).Resolve(project) is not { } path || !Path.IsPathFullyQualified(path) || !IsMissing(path))
            return TreeState.There;
        // An empty folder may be where a disk is mounted at other times.
        return HoldsAnything(root) ? TreeState.Gone : TreeState.OutOfReach;
    }

    // Path.Exists says no to what may not be looked at, too.
    private static bool IsMissing(string path)
    {
        try
        {
            File.GetAttributes(path);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static bool HoldsAnything(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
