using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Projects;

/// <summary>
/// The projects' entries of a stack of depots. Each tree hash has a folder of them: builds that agree in all that is known before a build may differ in what the compiler turned out to read.
/// No member throws for a fault of a depot.
/// </summary>
public static class ProjectStore
{
    // Beyond some, looking costs more than building: each is a list of inputs to check. The newest are the likeliest.
    private const int MostCandidates = 8;

    /// <summary>What may fit, newest first, of the first depot that has any before those of the next.</summary>
    public static IEnumerable<(ProjectEntry Entry, string Id, Depot Depot)> Candidates(DepotStack stack, TreeHash tree)
    {
        foreach (var depot in stack.Depots)
        {
            foreach (var (entry, id) in Read(depot.Layout.Project(tree)))
            {
                if (entry.Tree == tree)
                    yield return (entry, id, depot);
            }
        }
    }

    /// <summary>Publishes an entry whose blobs are there. Builds with the same outcome take the same place.</summary>
    /// <returns>Its name (see <see cref="Id"/>).</returns>
    /// <exception cref="IOException">The depot does not work.</exception>
    public static string Add(Depot depot, ProjectEntry entry)
    {
        var id = Id(entry);
        AtomicFile.Write(Path.Combine(depot.Layout.Project(entry.Tree), id + ".json"), ProjectEntryFile.Write(entry));
        return id;
    }

    /// <summary>Says that an entry is of use (see <see cref="UseStamp"/>). One that is gone meanwhile is none any more: its blobs may be going.</summary>
    /// <returns>Whether it is there.</returns>
    public static bool Renew(Depot depot, TreeHash tree, string id)
    {
        var path = Path.Combine(depot.Layout.Project(tree), id + ".json");
        return UseStamp.Renew(path) || File.Exists(path);
    }

    /// <summary>The name of an entry within its tree hash: what it holds, and not when or by whom it was made.</summary>
    public static string Id(ProjectEntry entry) =>
        ContentDigest.Of(ProjectEntryFile.Write(entry with { Time = default, Duration = default, Root = entry.BoundBy is null ? "" : entry.Root })).ToString()[..32];

    private static IEnumerable<(ProjectEntry, string)> Read(string folder)
    {
        List<FileInfo> files;
        try
        {
            if (!Directory.Exists(folder))
                yield break;
            files = [.. new DirectoryInfo(folder).EnumerateFiles("*.json").OrderByDescending(f => f.LastWriteTimeUtc).Take(MostCandidates)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }
        foreach (var file in files)
        {
            if (TryRead(file.FullName) is { } entry)
                yield return (entry, Path.GetFileNameWithoutExtension(file.Name));
        }
    }

    private static ProjectEntry? TryRead(string path)
    {
        try
        {
            return ProjectEntryFile.TryRead(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
