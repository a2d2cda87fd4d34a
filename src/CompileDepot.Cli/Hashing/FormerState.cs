using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Processes;
using CompileDepot.Core.Git;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Hashing;

/// <summary>The hashes that the same projects had at another commit.</summary>
/// <param name="Commit">The full id.</param>
/// <param name="Notes">What has to be known about them, in words.</param>
internal sealed record FormerState(string Commit, IReadOnlyList<ProjectHash> Hashes, IReadOnlyList<string> Notes)
{
    // Of these, MSBuild and dotnet take the nearest.
    private static readonly string[] NearestAbove = ["Directory.Build.props", "Directory.Build.targets", "Directory.Build.rsp", "Directory.Packages.props", "global.json"];

    // And of these, all folders above add up. The names of a line are spellings of one file, of which NuGet takes the first that is there.
    private static readonly string[][] EachAbove = [["nuget.config", "NuGet.config", "NuGet.Config"], [".editorconfig"], [".globalconfig"]];

    /// <param name="sdk">The one that the present state uses, and that this process has loaded.</param>
    /// <exception cref="CommandException">CD0112, CD0113 or CD0114.</exception>
    public static FormerState Of(string revision, EvaluationRequest request, DotNetSdk sdk)
    {
        if (GitRepository.Find(Path.GetDirectoryName(request.Entry)!) is not { } repository)
            throw new CommandException(DiagnosticCodes.UnknownCommit, $"{request.Entry} is in no git repository, so there is no commit '{revision}'.");
        using var tree = CommitTree.CheckOut(repository, revision);
        var moved = request.MovedTo(repository.TopFolder, tree.Top);
        if (!File.Exists(moved.Entry))
            return new FormerState(tree.Commit, [], [.. tree.Notes, $"{Path.GetRelativePath(tree.Top, moved.Entry)} is not in that commit"]);
        var folder = Path.GetDirectoryName(moved.Entry)!;
        var former = DotNetSdk.Find(folder);
        // Its files are inputs of every project; nothing can be the same.
        if (former.Folder != sdk.Folder)
            return new FormerState(tree.Commit, [], [.. tree.Notes, $"that commit is built by the SDK {former.Version}, and this one by {sdk.Version}: every project counts as new"]);
        Restore(moved, sdk, folder);
        return new FormerState(tree.Commit, TreeHasher.Hash(moved, keepsDigests: false), [.. tree.Notes, .. Above(repository.TopFolder, tree.Top)]);
    }

    // What lies above a tree counts in it, and the two have other folders above them.
    private static IEnumerable<string> Above(string now, string former)
    {
        var (here, there) = (Above(now).ToList(), Above(former).ToList());
        return here.Except(there).Select(f => $"{f} counts in the present tree, and not in the former one")
            .Concat(there.Except(here).Select(f => $"{f} counts in the former tree, which is put below it, and not in the present one"));
    }

    /// <summary>Full paths of the files above a tree that count in it.</summary>
    internal static IEnumerable<string> Above(string top)
    {
        var nearest = NearestAbove.Where(n => !File.Exists(Path.Combine(top, n))).ToList();
        for (var folder = Path.GetDirectoryName(top); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (var name in nearest.Where(n => File.Exists(Path.Combine(folder, n))).ToList())
            {
                nearest.Remove(name);
                yield return Path.Combine(folder, name);
            }
            foreach (var names in EachAbove)
            {
                if (names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) is { } path)
                    yield return path;
            }
        }
    }

    // What NuGet resolves is an input of every project. The packages themselves are most often there already. Of a tree that is gone at once no depot is told.
    private static void Restore(EvaluationRequest request, DotNetSdk sdk, string folder)
    {
        var properties = request.GlobalProperties(request.Configurations.Count > 0 ? request.Configurations[0] : null).Select(p => ResponseFile.Property(p.Key, p.Value));
        var restored = ChildProcess.Run(sdk.Host, folder, DiagnosticCodes.RestoreFailed, MSBuildHost.Unset, ["restore", request.Entry, "-nologo", "-v:q", "-p:_CompileDepotForgets=true", .. properties]);
        if (!restored.Succeeded)
            throw new CommandException(DiagnosticCodes.RestoreFailed, $"The packages of the commit can't be restored: {restored.Complaint}");
    }
}
