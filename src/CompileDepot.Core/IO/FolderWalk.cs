namespace CompileDepot.Core.IO;

/// <summary>
/// All files below a folder. Links to folders are followed, but never to where the walk is or has been: package managers link folders in rings (pnpm's <c>node_modules</c>), and every way through a ring would
/// be walked. Folders come before links, so that a file which lies there itself goes by its own name. The names are in no order.
/// </summary>
internal sealed class FolderWalk
{
    // Real paths, and the names under which they were walked.
    private readonly Dictionary<string, string> _walked = new(PathRules.Comparer);
    private readonly List<string> _files = [];
    private readonly List<(string Link, string Target)> _links = [];

    /// <param name="except">Names of folders directly below that are left out.</param>
    /// <exception cref="IOException">A folder can't be listed; or a link leads to what holds the folder, whose files have no end that would mean anything.</exception>
    public FolderWalk(string folder, IReadOnlyCollection<string>? except = null)
    {
        var top = RealPath.Of(folder);
        var links = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Walk(folder, top, except ?? [], links);
        while (links.Count > 0)
        {
            var (link, real) = links.First();
            links.Remove(link);
            if (top.Length > real.Length && top.StartsWith(real, PathRules.Comparison) && (Path.EndsInDirectorySeparator(real) || top[real.Length] == Path.DirectorySeparatorChar))
                throw new IOException($"'{link}' leads to '{real}', which holds '{folder}' itself.");
            if (_walked.TryGetValue(real, out var known))
                _links.Add((link, known));
            else
                Walk(link, real, [], links);
        }
    }

    /// <summary>Full paths.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Links that were not followed, and the name under which the files that they lead to are in <see cref="Files"/>.</summary>
    public IReadOnlyList<(string Link, string Target)> Links => _links;

    private void Walk(string folder, string real, IReadOnlyCollection<string> except, SortedDictionary<string, string> links)
    {
        _walked.Add(real, folder);
        _files.AddRange(Directory.EnumerateFiles(folder));
        foreach (var below in new DirectoryInfo(folder).EnumerateDirectories().Where(d => !except.Contains(d.Name)))
        {
            var path = Path.Combine(folder, below.Name);
            if (below.Attributes.HasFlag(FileAttributes.ReparsePoint) && below.LinkTarget is not null)
                links.Add(path, RealPath.Of(path));
            else if (!_walked.ContainsKey(Path.Combine(real, below.Name)))
                Walk(path, Path.Combine(real, below.Name), [], links);
            else
                _links.Add((path, _walked[Path.Combine(real, below.Name)]));
        }
    }
}
