namespace CompileDepot.Core.Git;

/// <summary>
/// The git repository that a folder lies in, as Source Link's tasks find it: worktrees (<c>.git</c> is a file, and its folder names a common one), submodules, detached heads, packed
/// references, SHA-256 repositories. Read from its files at the moment of <see cref="Find"/>; no git process runs. Immutable. Layout: git's own <c>gitrepository-layout(5)</c>.
/// </summary>
public sealed class GitRepository
{
    private const string LinkPrefix = "gitdir: ";

    private GitRepository(string top, string folder, string common)
    {
        (TopFolder, CommonFolder) = (top, common);
        (Commit, IsReadable, Branch) = new GitReferences(folder, common).ResolveHead();
    }

    /// <summary>Full path of the folder that is checked out.</summary>
    public string TopFolder { get; }

    /// <summary>Full path of the folder with the references and settings that all worktrees share.</summary>
    public string CommonFolder { get; }

    /// <summary>The id of the commit that is checked out, in lower-case hexadecimal (40 or 64 characters); null where there is none yet, or it can't be told.</summary>
    public string? Commit { get; }

    /// <summary>The name of the branch that is checked out (<c>feature/x</c>); null where none is.</summary>
    public string? Branch { get; }

    /// <summary>False where the repository is damaged, or keeps its references in a way that is not known here (reftable): then nobody can say what Source Link makes of it.</summary>
    public bool IsReadable { get; }

    /// <summary>Null where the folder is in no repository. Never throws.</summary>
    /// <param name="folder">Full path.</param>
    public static GitRepository? Find(string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            var entry = Path.Combine(current, ".git");
            if (Directory.Exists(entry) && CommonOf(entry) is { } common)
                return new GitRepository(current, entry, common);
            if (File.Exists(entry))
                return FollowLink(entry) is { } linked && CommonOf(linked) is { } shared ? new GitRepository(current, linked, shared) : null;
        }
        return null;
    }

    private static string? FollowLink(string file) =>
        GitText.TryRead(file) is { } text && text.StartsWith(LinkPrefix, StringComparison.Ordinal) ? GitText.FullPath(text[LinkPrefix.Length..], Path.GetDirectoryName(file)!) : null;

    // Null: no git folder.
    private static string? CommonOf(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "HEAD")))
            return null;
        var link = Path.Combine(folder, "commondir");
        var common = File.Exists(link) ? GitText.TryRead(link) is { } text ? GitText.FullPath(text, folder) : null : folder;
        return Directory.Exists(common) ? common : null;
    }
}
