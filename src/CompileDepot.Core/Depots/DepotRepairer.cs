using CompileDepot.Core.Actions;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Depots;

/// <summary>One thing that a repair did.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="What">In words, without the path and the final full stop.</param>
public sealed record RepairStep(string Path, string What);

/// <summary>
/// Mends the depots of a stack, while builds run. What is damaged is taken whole from another depot of the stack, or set aside as builds do; entries that nobody can restore go; files of the index are
/// written anew from their entries. A file is taken away <em>before</em> it is judged for the last time, and put back if a build has mended it meanwhile; collectors are kept out by their lock.
/// Nothing unknown is touched. May be killed at any time.
/// </summary>
/// <param name="progress">As for <see cref="DepotVerifier"/>; it begins again where something had to be mended.</param>
/// <param name="trusted">Entries that none of these keys signed are set aside; null: nothing has to be signed.</param>
public sealed class DepotRepairer(DepotStack stack, Action<int, int>? progress = null, TrustedKeys? trusted = null)
{
    // A file in the making that is older than this is nobody's any more.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    // Blobs first, then the entries that named them; a third time for what builds did meanwhile.
    private const int Rounds = 3;

    private readonly List<RepairStep> _done = [];
    private readonly List<string> _passed = [];

    /// <summary>Depots that can't be written, and so were left as they are; in words.</summary>
    public IReadOnlyList<string> Passed => _passed;

    /// <summary>Repairs until nothing more can be done.</summary>
    /// <returns>What was done, and what the depots are like now.</returns>
    /// <exception cref="CollectException">CD0090: a depot is collected just now.</exception>
    public (IReadOnlyList<RepairStep> Done, IReadOnlyList<DepotVerification> Now) Repair()
    {
        var depots = new Dictionary<string, Depot>();
        var locks = new List<CollectorLock>();
        try
        {
            foreach (var depot in stack.Depots.OfType<Depot>().Where(d => Directory.Exists(d.Layout.Versioned)))
            {
                if (TryLock(depot.Layout) is not { } held)
                    continue;
                locks.Add(held);
                depots.Add(depot.Layout.Folder, depot);
            }
            foreach (var depot in depots.Values)
                RemoveLeftovers(depot.Layout);
            for (var round = 1; ; round++)
            {
                var found = new DepotVerifier(stack, progress, trusted).Verify();
                // A depot that can't be read may have what is missing.
                var isAllSeen = !found.Any(d => d.Problems.Any(p => p.Kind == DepotProblemKind.Unreadable));
                var before = _done.Count;
                if (round <= Rounds)
                {
                    foreach (var verification in found.Where(v => depots.ContainsKey(v.Folder)))
                        Mend(depots[verification.Folder], verification.Problems, isAllSeen);
                }
                if (_done.Count == before)
                    return (_done, found);
            }
        }
        finally
        {
            locks.ForEach(l => l.Dispose());
        }
    }

    private CollectorLock? TryLock(DepotLayout layout)
    {
        try
        {
            return CollectorLock.Take(layout);
        }
        catch (CollectException e) when (e.Code == DiagnosticCodes.NotRemoved)
        {
            _passed.Add(e.Message);
            return null;
        }
    }

    private void RemoveLeftovers(DepotLayout layout)
    {
        var oldest = DateTimeOffset.UtcNow - LeftoverAge;
        foreach (var file in DepotFiles.List(layout, new List<(string, string)>()).Where(f => f.Kind == DepotFileKind.Leftover))
        {
            if (!FileStamp.TryRead(file.Path, out var stamp) || stamp.Modified > oldest)
                continue;
            AtomicFile.TryDelete(file.Path);
            if (!File.Exists(file.Path))
                _done.Add(new RepairStep(file.Path, "removed: left by a process that was killed"));
        }
    }

    private void Mend(Depot depot, IReadOnlyList<DepotProblem> problems, bool isAllSeen)
    {
        // One file may have several problems; damage outweighs what follows from it.
        foreach (var problem in problems.OrderBy(p => p.Kind).DistinctBy(p => p.Path))
        {
            var step = Guard(() => problem.Kind switch
            {
                DepotProblemKind.DamagedBlob => MendBlob(depot, problem.Path),
                DepotProblemKind.DamagedEntry => MendEntry(depot, problem.Path),
                DepotProblemKind.MissingBlob when isAllSeen => Take(problem.Path, p => IsComplete(depot, File.ReadAllBytes(p)), "removed: no depot has all of its blobs", keep: false),
                DepotProblemKind.Untrusted => Take(problem.Path, p => trusted?.Distrust(File.ReadAllBytes(p)) is null, "set aside: no trusted key signed it"),
                DepotProblemKind.WrongIndex => MendIndex(depot, problem.Path),
                DepotProblemKind.DamagedRecord => Take(problem.Path, p => DepotRecords.Fault(depot, problem.Path, DepotRecords.Read(p)) is null, "set aside"),
                _ => null,
            });
            if (step is not null)
                _done.Add(new RepairStep(problem.Path, step));
        }
    }

    private string? MendBlob(Depot depot, string path)
    {
        if (!ContentDigest.TryParse(Path.GetFileName(path), out var digest))
            return null;
        foreach (var other in stack.Depots.Where(d => d != depot))
        {
            if (Guard(() => other.PeekBlob(digest)) is { } content)
            {
                depot.AddBlob(content, digest, replace: true);
                return $"healed from {other.Place}";
            }
        }
        return Take(path, p => ContentDigest.OfFile(p) == digest, "set aside: no depot has it whole");
    }

    private string? MendEntry(Depot depot, string path)
    {
        // Folders of this machine alone: who may write there is trusted here.
        foreach (var other in stack.Depots.OfType<Depot>().Where(d => d != depot))
        {
            var twin = Path.Combine(other.Layout.Folder, Path.GetRelativePath(depot.Layout.Folder, path));
            if (Guard(() => File.Exists(twin) ? File.ReadAllBytes(twin) : null) is { } bytes && Belongs(other.Layout, twin, bytes) && trusted?.Distrust(bytes) is null)
            {
                AtomicFile.Write(path, bytes);
                return $"healed from {other.Place}";
            }
        }
        return Take(path, p => Belongs(depot.Layout, path, File.ReadAllBytes(p)), "set aside: it is damaged");
    }

    private static string? MendIndex(Depot depot, string path)
    {
        // The name holds the beginning of the key, and the folder of entries is by that, too.
        var name = Path.GetFileNameWithoutExtension(path);
        var folder = Path.Combine(depot.Layout.Entries, name[..2]);
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, name + "*.json") : [])
        {
            if (ActionKey.TryParse(Path.GetFileNameWithoutExtension(file), out var key) && depot.PeekEntry(key) is { } entry && CompiledIndex.Place(depot.Layout, entry) == path)
            {
                CompiledIndex.TryWrite(depot.Layout, entry);
                return "written anew";
            }
        }
        return Take(path, p => CompiledIndex.Fault(depot, path, File.ReadAllBytes(p)) is null, "set aside: its entry is not there");
    }

    // One of another version is not ours to judge.
    private bool IsComplete(Depot depot, byte[] bytes) =>
        (EntryFile.TryRead(bytes)?.Blobs ?? ProjectEntryFile.TryRead(bytes)?.Blobs)?.All(b => stack.FindBlob(b.Blob, b.Size, depot) is not null) ?? true;

    // The same goes here.
    private static bool Belongs(DepotLayout layout, string path, byte[] bytes)
    {
        if (EntryFile.TryRead(bytes) is { } entry)
            return layout.Entry(entry.Key) == path;
        if (ProjectEntryFile.TryRead(bytes) is { } project)
            return layout.Project(project.Tree) == Path.GetDirectoryName(path);
        return SignedFile.IsWhole(bytes);
    }

    /// <summary>Takes a file out of the way.</summary>
    /// <param name="isGood">Asked with the path where the file is by then, which no build knows.</param>
    /// <param name="keep">Beside its place, for people; else it is deleted.</param>
    /// <returns>What was done; null: nothing, since a build has mended it meanwhile.</returns>
    private static string? Take(string path, Func<string, bool> isGood, string step, bool keep = true)
    {
        var taken = AtomicFile.TemporaryFor(path);
        File.Move(path, taken);
        var isBack = true;
        try
        {
            isBack = isGood(taken);
        }
        finally
        {
            // A writer may have put a good one there meanwhile.
            if (isBack)
                AtomicFile.Publish(taken, path, overwrite: false);
        }
        if (isBack)
            return null;
        if (keep)
            File.Move(taken, path + Depot.DamagedSuffix, overwrite: true);
        else
            File.Delete(taken);
        return step;
    }

    private static T? Guard<T>(Func<T?> work)
        where T : class
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and the next look tells so.
            return null;
        }
    }
}
