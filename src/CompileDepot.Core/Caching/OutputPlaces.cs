using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Caching;

/// <summary>
/// Where an entry may put files: it can name paths, and nothing else, so paths are what has to be judged. It may write below the root; not into packages or the SDK, which others trust, not into git's own
/// folder, where files are run, and not through a link that leads somewhere else, unless that is on the way to a folder which the project itself writes to: that link is the user's (<c>obj</c> on another disk). A link in the very
/// place of a file is replaced, and not followed. Not thread-safe.
/// </summary>
/// <param name="own">Full paths of the folders that the project writes to, each with a separator at its end.</param>
internal sealed class OutputPlaces(Locality here, IReadOnlyList<string> own)
{
    private readonly string _root = here.Tokens.Resolve("{" + PathTokens.Root + "}") ?? "";
    private readonly Dictionary<string, bool> _links = new(StringComparer.Ordinal);

    /// <summary>Whether a full path is one that the file system is not needed to refuse.</summary>
    public static bool IsAllowed(Locality here, string path) => here.Tokens.Tokenize(path) is var name
        && name.StartsWith(PathTokens.InRoot, StringComparison.Ordinal)
        && !name.EndsWith('/')
        && !name.Split('/').Any(part => part.Equals(".git", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a file may be written at a full path.</summary>
    public bool MayWrite(string path)
    {
        if (!IsAllowed(here, path))
            return false;
        foreach (var folder in Between(_root, path))
        {
            if (!_links.TryGetValue(folder, out var isLink))
                _links[folder] = isLink = IsLink(folder);
            if (isLink && !own.Any(o => o.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && path.StartsWith(o, StringComparison.Ordinal)))
                return false;
        }
        return true;
    }

    /// <summary>Whether one of the folders from <paramref name="folder"/> (not included) down to a file is a link.</summary>
    public static bool LeadsThroughLink(string folder, string path) => Between(folder, path).Any(IsLink);

    private static IEnumerable<string> Between(string folder, string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not null && above.Length > folder.Length; above = Path.GetDirectoryName(above))
            yield return above;
    }

    private static bool IsLink(string folder) => new DirectoryInfo(folder).LinkTarget is not null;
}
