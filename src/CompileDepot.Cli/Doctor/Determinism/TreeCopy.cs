using CompileDepot.Cli.Processes;
using CompileDepot.Core.Git;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Doctor.Determinism;

/// <summary>A copy of a source tree in another folder: what git knows or would add, as it is now; outside of a repository all but <c>bin</c>, <c>obj</c> and hidden folders.</summary>
/// <param name="Top">Full path of the copy.</param>
/// <param name="Files">What was copied, relative: the rest is what a build makes.</param>
internal sealed record TreeCopy(string Top, IReadOnlySet<string> Files)
{
    /// <param name="root">Full path of the tree.</param>
    /// <param name="top">Where to; it is made.</param>
    /// <param name="git">A folder beside it, for what git needs.</param>
    /// <param name="links">False: as where links can't be made, which Windows lets not everybody do.</param>
    /// <exception cref="CommandException">CD0128.</exception>
    public static TreeCopy Make(string root, string top, string git, bool links = true)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        Directory.CreateDirectory(top);
        foreach (var file in GitRepository.Find(root) is { } repository && repository.TopFolder == root ? Known(root) : Others(root, ""))
            files.UnionWith(Copy(Path.Combine(root, file), top, file, links, []));
        if (GitRepository.Find(root) is { Commit: { } commit } source && source.TopFolder == root)
        {
            GitLink.Create(git, source, commit);
            GitLink.Lead(top, git);
            files.Add(".git");
        }
        return new TreeCopy(top, files);
    }

    private static IEnumerable<string> Known(string folder)
    {
        var listed = GitProcess.Run(folder, DiagnosticCodes.TrialFailed, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        if (!listed.Succeeded)
            throw new CommandException(DiagnosticCodes.TrialFailed, $"'git ls-files' fails in {folder}: {listed.Complaint}");
        foreach (var file in listed.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Select(f => f.Replace('/', Path.DirectorySeparatorChar)))
        {
            var path = Path.Combine(folder, file);
            // A submodule, or another repository inside: its own git knows its files.
            if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
            {
                foreach (var inner in Path.Exists(Path.Combine(path, ".git")) ? Known(path) : Others(path, ""))
                    yield return Path.Combine(file, inner);
            }
            else
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Others(string folder, string relative)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return Path.Combine(relative, Path.GetFileName(file));
        foreach (var name in Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Where(n => n is not ("bin" or "obj") && !n.StartsWith('.')))
        {
            // Copied as a link: it may lead to where it stands.
            if (new FileInfo(Path.Combine(folder, name)).LinkTarget is not null)
            {
                yield return Path.Combine(relative, name);
                continue;
            }
            foreach (var file in Others(Path.Combine(folder, name), Path.Combine(relative, name)))
                yield return file;
        }
    }

    // What was copied: nothing, where it is deleted and git still knows it.
    private static IEnumerable<string> Copy(string source, string top, string file, bool links, string[] followed)
    {
        var target = Path.Combine(top, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var link = new FileInfo(source).LinkTarget;
        if (link is not null && links && TryLink(target, link, Directory.Exists(source)))
            return [file];
        var real = link is null ? source : Resolved(source);
        if (File.Exists(real))
        {
            File.Copy(real, target);
            return [file];
        }
        // A link to where it stands has no end.
        return link is null || !Directory.Exists(real) || followed.Append(source).Any(f => IsIn(f, real))
            ? []
            : Others(real, "").SelectMany(f => Copy(Path.Combine(real, f), top, Path.Combine(file, f), links, [.. followed, real]));
    }

    // Null where links lead round in a circle.
    private static string? Resolved(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsIn(string path, string folder) =>
        path.Equals(folder, PathRules.Comparison) || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, PathRules.Comparison);

    // Windows has other links for folders than for files.
    private static bool TryLink(string target, string link, bool isFolder)
    {
        try
        {
            if (isFolder)
                Directory.CreateSymbolicLink(target, link);
            else
                File.CreateSymbolicLink(target, link);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
