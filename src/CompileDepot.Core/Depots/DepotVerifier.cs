using System.Collections.Concurrent;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
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
    public IReadOnlyList<DepotVerification> Verify() => [.. stack.Depots.Select(d => d is Depot folder ? Verify(folder) : new ImageVerifier(stack, progress).Verify((DepotImage)d))];

    private DepotVerification Verify(Depot depot)
    {
        var faults = new List<(string Path, string What)>();
        var all = DepotFiles.List(depot.Layout, faults).ToList();
        var files = all.Where(f => f.Kind is DepotFileKind.Blob or DepotFileKind.Entry or DepotFileKind.Project || DepotRecords.KindOf(depot.Layout, f.Path) is not null).ToList();
        var problems = new ConcurrentBag<DepotProblem>(faults.Select(f => new DepotProblem(DepotProblemKind.Unreadable, f.Path, f.What)));
        var (done, foreign) = (0, 0);
        Parallel.ForEach(files, file =>
        {
            foreach (var problem in Check(depot, file, ref foreign))
                problems.Add(problem);
            progress?.Invoke(Interlocked.Increment(ref done), files.Count);
        });
        return new DepotVerification(
            depot.Layout.Folder,
            files.Count(f => f.Kind == DepotFileKind.Blob),
            files.Count(f => f.Kind == DepotFileKind.Entry),
            foreign,
            files.Where(f => f.Kind != DepotFileKind.Other).Sum(f => f.Size),
            all.Count(f => f.Kind == DepotFileKind.SetAside),
            // Threads find them in any order.
            [.. problems.OrderBy(p => p.Path, StringComparer.Ordinal).ThenBy(p => p.What, StringComparer.Ordinal)]);
    }

    private List<DepotProblem> Check(Depot depot, DepotFile file, ref int foreign)
    {
        try
        {
            return file.Kind switch
            {
                DepotFileKind.Blob => CheckBlob(file),
                DepotFileKind.Project => CheckProject(depot, file, ref foreign),
                DepotFileKind.Entry => CheckEntry(depot, file, ref foreign),
                _ => DepotRecords.Check(depot, file.Path) is { } problem ? [problem] : [],
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

    private List<DepotProblem> CheckEntry(Depot depot, DepotFile file, ref int foreign)
    {
        var bytes = File.ReadAllBytes(file.Path);
        try
        {
            var entry = EntryFile.Read(bytes);
            return entry.Key == new ActionKey(file.Address)
                ? [.. Untrusted(file, bytes), .. MissingBlobs(depot, file, entry.Made.Project, entry.KeyText.Value, entry.Files.Select(f => (f.Path, f.Blob, f.Size)))]
                : [new DepotProblem(DepotProblemKind.DamagedEntry, file.Path, "the entry belongs to another key")];
        }
        catch (FormatException) when (EntryFile.IsForeign(bytes))
        {
            Interlocked.Increment(ref foreign);
            return [];
        }
        catch (FormatException e)
        {
            return [new DepotProblem(DepotProblemKind.DamagedEntry, file.Path, e.Message)];
        }
    }

    private List<DepotProblem> CheckProject(Depot depot, DepotFile file, ref int foreign)
    {
        var bytes = File.ReadAllBytes(file.Path);
        if (ProjectEntryFile.TryRead(bytes) is not { } entry)
        {
            if (!SignedFile.IsWhole(bytes))
                return [new DepotProblem(DepotProblemKind.DamagedEntry, file.Path, "the entry is not whole")];
            Interlocked.Increment(ref foreign);
            return [];
        }
        return entry.Tree.Value == file.Address
            ? [.. Untrusted(file, bytes), .. MissingBlobs(depot, file, entry.Project, entry.Tree.Value, entry.OwnFiles.Select(f => (f.Path, f.Blob, f.Size)))]
            : [new DepotProblem(DepotProblemKind.DamagedEntry, file.Path, "the entry belongs to another tree hash")];
    }

    private IEnumerable<DepotProblem> Untrusted(DepotFile file, byte[] bytes)
    {
        if (trusted?.Distrust(bytes) is { } why)
            yield return new DepotProblem(DepotProblemKind.Untrusted, file.Path, $"the entry {why}");
    }

    private List<DepotProblem> MissingBlobs(Depot depot, DepotFile file, string project, Digest256 text, IEnumerable<(string Path, ContentDigest Blob, long Size)> files)
    {
        var problems = new List<DepotProblem>();
        void Want(ContentDigest digest, long size, string what)
        {
            if (stack.FindBlob(digest, size, depot) is null)
                problems.Add(new DepotProblem(DepotProblemKind.MissingBlob, file.Path, $"{what} of {project} is missing or has another size (blob {digest})"));
        }

        // Nothing is restored from the key text, but a miss can't be explained without it.
        Want(new ContentDigest(text), -1, "the key text");
        foreach (var (path, blob, size) in files)
            Want(blob, size, path);
        return problems;
    }
}
