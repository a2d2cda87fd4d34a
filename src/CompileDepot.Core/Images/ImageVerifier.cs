using System.Collections.Concurrent;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Images;

/// <summary>Reads all of an image and says what is wrong with it. Never throws for a fault of the image.</summary>
/// <param name="stack">An entry's blobs may lie in any of its depots, as for a restore.</param>
/// <param name="progress">Gets (things done, things in all), from several threads.</param>
public sealed class ImageVerifier(DepotStack stack, Action<int, int>? progress = null)
{
    public DepotVerification Verify(DepotImage image)
    {
        try
        {
            return VerifyAll(image);
        }
        catch (IOException e)
        {
            return new DepotVerification(image.Place, 0, 0, 0, 0, 0, [new DepotProblem(DepotProblemKind.Unreadable, image.Place, e.Message)]);
        }
    }

    private DepotVerification VerifyAll(DepotImage image)
    {
        var checks = image.Blobs.Select(b => (Func<(DepotProblem? Problem, bool IsForeign)>)(() => Check(image, b.Digest)))
            .Concat(image.Entries.Select(key => (Func<(DepotProblem?, bool)>)(() => Check(image, $"{image.Place}: entry {key}", image.ReadEntry(key) ?? [], key.Value))))
            .Concat(image.Projects.Select(p => (Func<(DepotProblem?, bool)>)(() => Check(image, $"{image.Place}: project {p.Tree} {p.Id}", image.ReadProject(p.Tree, p.Id) ?? [], p.Tree.Value))))
            .ToList();
        var problems = new ConcurrentBag<DepotProblem>();
        var (done, foreign) = (0, 0);
        Parallel.ForEach(checks, check =>
        {
            var (problem, isForeign) = check();
            if (problem is not null)
                problems.Add(problem);
            if (isForeign)
                Interlocked.Increment(ref foreign);
            progress?.Invoke(Interlocked.Increment(ref done), checks.Count);
        });
        return new DepotVerification(image.Place, image.Blobs.Count, image.Entries.Count, foreign, image.Bytes, 0, [.. problems.OrderBy(p => p.Path, StringComparer.Ordinal)]);
    }

    private static (DepotProblem?, bool) Check(DepotImage image, ContentDigest digest) => Guard(image.Name(digest), path =>
        image.PeekBlob(digest) is null ? (new DepotProblem(DepotProblemKind.DamagedBlob, path, "the content is not what the address says"), false) : default);

    private (DepotProblem?, bool) Check(DepotImage image, string name, byte[] file, Digest256 address) => Guard(name, path =>
    {
        DepotProblem Damaged(string what) => new(DepotProblemKind.DamagedEntry, path, what);
        if (image.Distrust(file) is { } doubt)
            return (Damaged(doubt), false);
        if (ProjectEntryFile.TryRead(file) is { } project)
            return (project.Tree.Value == address ? Missing(image, path, project.Project, project.OwnFiles.Select(f => (f.Path, f.Blob, f.Size))) : Damaged("the entry belongs to another tree hash"), false);
        try
        {
            var entry = EntryFile.Read(file);
            return (entry.Key.Value == address ? Missing(image, path, entry.Made.Project, entry.Files.Select(f => (f.Path, f.Blob, f.Size))) : Damaged("the entry belongs to another key"), false);
        }
        catch (FormatException e)
        {
            return EntryFile.IsForeign(file) || SignedFile.IsWhole(file) ? (null, true) : (Damaged(e.Message), false);
        }
    });

    private DepotProblem? Missing(DepotImage image, string path, string project, IEnumerable<(string Path, ContentDigest Blob, long Size)> files) =>
        files.Where(f => stack.FindBlob(f.Blob, f.Size, image) is null)
            .Select(f => new DepotProblem(DepotProblemKind.MissingBlob, path, $"{f.Path} of {project} is missing or has another size (blob {f.Blob})")).FirstOrDefault();

    private static (DepotProblem?, bool) Guard(string path, Func<string, (DepotProblem?, bool)> check)
    {
        try
        {
            return check(path);
        }
        catch (IOException e)
        {
            return (new DepotProblem(DepotProblemKind.Unreadable, path, e.Message), false);
        }
    }
}
