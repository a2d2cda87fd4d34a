using System.Collections.Concurrent;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Images;

/// <summary>Reads all of an image and says what is wrong with it. Never throws for a fault of the image.</summary>
/// <param name="stack">An entry's blobs may lie in any of its depots, as for a restore.</param>
/// <param name="progress">Gets (things done, things in all), from several threads.</param>
/// <param name="trusted">Who has to have signed the entries; null: nobody but whom the image itself is read with (see <see cref="DepotImage.Distrust"/>).</param>
public sealed class ImageVerifier(DepotStack stack, Action<int, int>? progress = null, TrustedKeys? trusted = null)
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
        var (blobs, entries, projects) = (image.Blobs, image.Entries, image.Projects);
        var problems = new ConcurrentBag<DepotProblem>();
        var (done, foreign) = (0, 0);
        void Each<T>(IEnumerable<T> things, Func<T, string> name, Func<string, T, IReadOnlyList<DepotProblem>> check) => Parallel.ForEach(things, thing =>
        {
            foreach (var problem in Guard(name(thing), n => check(n, thing)))
                problems.Add(problem);
            progress?.Invoke(Interlocked.Increment(ref done), blobs.Count + entries.Count + projects.Count);
        });

        var entry = new EntryCheck(stack, image, file => trusted is null ? image.Distrust(file) : trusted.Distrust(file));
        Each(blobs, b => image.Name(b.Digest), (name, b) => image.PeekBlob(b.Digest) is null ? [new DepotProblem(DepotProblemKind.DamagedBlob, name, "the content is not what the address says")] : []);
        Each(entries, key => $"{image.Place}: entry {key}", (name, key) => entry.Of(name, image.ReadEntry(key) ?? [], key, ref foreign));
        Each(projects, p => $"{image.Place}: project {p.Tree} {p.Id}", (name, p) => entry.Of(name, image.ReadProject(p.Tree, p.Id) ?? [], p.Tree, ref foreign));
        return new DepotVerification(image.Place, blobs.Count, entries.Count, foreign, image.Bytes, 0, [.. problems.OrderBy(p => p.Path, StringComparer.Ordinal).ThenBy(p => p.What, StringComparer.Ordinal)]);
    }

    private static IReadOnlyList<DepotProblem> Guard(string name, Func<string, IReadOnlyList<DepotProblem>> check)
    {
        try
        {
            return check(name);
        }
        catch (IOException e)
        {
            return [new DepotProblem(DepotProblemKind.Unreadable, name, e.Message)];
        }
    }
}
