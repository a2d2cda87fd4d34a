using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Builds;

/// <summary>A project as a person names it: by the path of its file or folder, or by its bare name in the tree around the current folder.</summary>
public sealed class ProjectQuery
{
    private readonly string _text;
    private readonly string _path;
    private readonly string _pathRoot;
    private readonly string _nameRoot;

    /// <param name="text">What the person wrote.</param>
    /// <param name="currentFolder">Full path; relative paths start here.</param>
    /// <param name="root">Full path of the root to look in; null: the one that the path lies in.</param>
    public ProjectQuery(string text, string currentFolder, string? root)
    {
        _text = text;
        _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, currentFolder));
        _nameRoot = root ?? RootLocator.Find(currentFolder);
        _pathRoot = root ?? RootLocator.Find(NearestFolder(_path));
    }

    /// <summary>The roots that are looked in.</summary>
    public IReadOnlyList<string> Roots => IsBareName ? [.. new[] { _pathRoot, _nameRoot }.Distinct()] : [_pathRoot];

    private bool IsBareName => _text.IndexOfAny(['/', '\\']) < 0 && _text is not ("." or "..");

    /// <summary>The newest build that has the project, and the project's actions in it, by time; null where none has. A path counts before a name: several projects may share one.</summary>
    /// <param name="depot">Full path of the depot that builds write to.</param>
    /// <param name="build">Which build of the tree to look into instead: 1 is the last.</param>
    public (BuildSummary Build, IReadOnlyList<ActionRecord> Actions)? Find(string depot, int? build = null) =>
        Find(depot, _pathRoot, build, IsAtPath) ?? (IsBareName ? Find(depot, _nameRoot, build, HasName) : null);

    /// <summary>The names of the projects that are recorded where this query looks, sorted.</summary>
    public IReadOnlyList<string> Recorded(string depot) =>
        [.. Roots.SelectMany(r => BuildRecordReader.Read(depot, r)).SelectMany(b => b.Actions).Select(a => Path.GetFileNameWithoutExtension(a.Project)).Distinct().Order(StringComparer.OrdinalIgnoreCase)];

    private static (BuildSummary Build, IReadOnlyList<ActionRecord> Actions)? Find(string depot, string root, int? build, Func<ActionRecord, bool> matches)
    {
        var builds = BuildRecordReader.Read(depot, root);
        foreach (var one in build is { } number ? builds.Skip(number - 1).Take(1) : builds)
        {
            if (one.Actions.Where(matches).ToList() is { Count: > 0 } actions)
                return (one, actions);
        }
        return null;
    }

    private bool IsAtPath(ActionRecord action) =>
        new PathTokens([(PathTokens.Root, action.Root)]).Resolve(action.Project) is { } project
        && (project.Equals(_path, PathRules.Comparison) || _path.Equals(Path.GetDirectoryName(project), PathRules.Comparison));

    private bool HasName(ActionRecord action) =>
        _text.Equals(Path.GetFileNameWithoutExtension(action.Project), StringComparison.OrdinalIgnoreCase) || _text.Equals(Path.GetFileName(action.Project), StringComparison.OrdinalIgnoreCase);

    // A project may be gone since it was built.
    private static string NearestFolder(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above)
            path = above;
        return path;
    }
}
