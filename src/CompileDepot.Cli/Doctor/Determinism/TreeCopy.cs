using CompileDepot.Cli.Processes;
using CompileDepot.Core.Git;
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
    /// <exception cref="CommandException">CD0128.</exception>
    public static TreeCopy Make(string root, string top, string git)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        Directory.CreateDirectory(top);
        foreach (var file in GitRepository.Find(root) is { } repository && repository.TopFolder == root ? Known(root) : Others(root, ""))
        {
            if (Copy(Path.Combine(root, file), Path.Combine(top, file)))
                files.Add(file);
        }
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

    // False: deleted, though git still knows it.
    private static bool Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (new FileInfo(source).LinkTarget is { } link)
            File.CreateSymbolicLink(target, link);
        else if (File.Exists(source))
            File.Copy(source, target);
        else
            return false;
        return true;
    }
}
