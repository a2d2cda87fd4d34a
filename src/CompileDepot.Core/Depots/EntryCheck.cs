using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Depots;

/// <summary>Says what is wrong with the file of an entry, be it one of a folder or of an image. Thread-safe.</summary>
/// <param name="stack">An entry's blobs may lie in any of its depots, as for a restore.</param>
/// <param name="depot">The depot that has the file.</param>
/// <param name="distrust">Given a file, says why it is not to be trusted, in words after "the entry"; null: it is.</param>
internal sealed class EntryCheck(DepotStack stack, ReadableDepot depot, Func<byte[], string?> distrust)
{
    /// <param name="name">What the file is called in what is wrong with it.</param>
    /// <param name="foreign">Counts whole entries of another version, into which nobody looks.</param>
    public IReadOnlyList<DepotProblem> Of(string name, byte[] file, ActionKey key, ref int foreign)
    {
        try
        {
            var entry = EntryFile.Read(file);
            return entry.Key == key
                ? Whole(name, file, entry.Made.Project, entry.KeyText.Value, entry.Files.Select(f => (f.Path, f.Blob, f.Size)))
                : [Damaged(name, "the entry belongs to another key")];
        }
        catch (FormatException e)
        {
            if (!EntryFile.IsForeign(file))
                return [Damaged(name, e.Message)];
            Interlocked.Increment(ref foreign);
            return [];
        }
    }

    /// <inheritdoc cref="Of(string, byte[], ActionKey, ref int)"/>
    public IReadOnlyList<DepotProblem> Of(string name, byte[] file, TreeHash tree, ref int foreign)
    {
        if (ProjectEntryFile.TryRead(file) is { } entry)
        {
            return entry.Tree == tree
                ? Whole(name, file, entry.Project, entry.Tree.Value, entry.OwnFiles.Select(f => (f.Path, f.Blob, f.Size)))
                : [Damaged(name, "the entry belongs to another tree hash")];
        }
        if (!SignedFile.IsWhole(file))
            return [Damaged(name, "the entry is not whole")];
        Interlocked.Increment(ref foreign);
        return [];
    }

    private static DepotProblem Damaged(string name, string what) => new(DepotProblemKind.DamagedEntry, name, what);

    private List<DepotProblem> Whole(string name, byte[] file, string project, Digest256 text, IEnumerable<(string Path, ContentDigest Blob, long Size)> files)
    {
        var problems = new List<DepotProblem>();
        if (distrust(file) is { } why)
            problems.Add(new DepotProblem(DepotProblemKind.Untrusted, name, $"the entry {why}"));
        void Want(ContentDigest digest, long size, string what)
        {
            if (stack.FindBlob(digest, size, depot) is null)
                problems.Add(new DepotProblem(DepotProblemKind.MissingBlob, name, $"{what} of {project} is missing or has another size (blob {digest})"));
        }

        // An entry is restored without its key text; but whole projects that name it are not, and no miss is explained.
        Want(new ContentDigest(text), -1, "the key text");
        foreach (var (path, blob, size) in files)
            Want(blob, size, path);
        return problems;
    }
}
