using System.Collections.Concurrent;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Images;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Reads every blob, entry, record and way in of a stack, and says what is wrong with them; changes nothing. Builds may run meanwhile: blobs come before the entry that names them, and a file that
/// is gone when its turn comes is not missed. Never throws for a fault of a depot.
/// </summary>
/// <param name="stack">An entry's blobs may lie in any of its depots, as for a restore.</param>
/// <param name="progress">Gets (files done, files in all) of one depot after the other, from several threads.</param>
/// <param name="trusted">Who has to have signed the entries; null: nobody.</param>
public sealed class DepotVerifier(DepotStack stack, Action<int, int>? progress = null, TrustedKeys? trusted = null)
{
    public IReadOnlyList<DepotVerification> Verify() => [.. stack.Depots.Select(d => d is Depot folder ? Verify(folder) : new ImageVerifier(stack, progress, trusted).Verify((DepotImage)d))];

    private DepotVerification Verify(Depot depot)
    {
        var faults = new List<(string Path, string What)>();
        var all = DepotFiles.List(depot.Layout, faults).ToList();
        var files = all.Where(f => f.Kind is DepotFileKind.Blob or DepotFileKind.Entry or DepotFileKind.Project || DepotRecords.Are(f.Kind)).ToList();
        var problems = new ConcurrentBag<DepotProblem>(faults.Select(f => new DepotProblem(DepotProblemKind.Unreadable, f.Path, f.What)));
        var (done, foreign) = (0, 0);
        var entry = new EntryCheck(stack, depot, bytes => trusted?.Distrust(bytes));
        Parallel.ForEach(files, file =>
        {
            foreach (var problem in Check(depot, file, entry, ref foreign))
                problems.Add(problem);
            progress?.Invoke(Interlocked.Increment(ref done), files.Count);
        });
        return new DepotVerification(
            depot.Layout.Folder,
            files.Count(f => f.Kind == DepotFileKind.Blob),
            files.Count(f => f.Kind == DepotFileKind.Entry),
            foreign,
            files.Where(f => !DepotRecords.Are(f.Kind)).Sum(f => f.Size),
            all.Count(f => f.Kind == DepotFileKind.SetAside),
            // Threads find them in any order.
            [.. problems.OrderBy(p => p.Path, StringComparer.Ordinal).ThenBy(p => p.What, StringComparer.Ordinal)]);
    }

    private static IReadOnlyList<DepotProblem> Check(Depot depot, DepotFile file, EntryCheck entry, ref int foreign)
    {
        try
        {
            return file.Kind switch
            {
                DepotFileKind.Blob => CheckBlob(file),
                DepotFileKind.Project => entry.Of(file.Path, File.ReadAllBytes(file.Path), new TreeHash(file.Address), ref foreign),
                DepotFileKind.Entry => entry.Of(file.Path, File.ReadAllBytes(file.Path), new ActionKey(file.Address), ref foreign),
                _ => DepotRecords.Check(depot, file) is { } problem ? [problem] : [],
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [new DepotProblem(DepotProblemKind.Unreadable, file.Path, e.Message)];
        }
    }

    private static List<DepotProblem> CheckBlob(DepotFile file)
    {
        using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        return ContentDigest.Of(stream).Value == file.Address
            ? []
            : [new DepotProblem(DepotProblemKind.DamagedBlob, file.Path, "the content is not what the address says")];
    }
}
