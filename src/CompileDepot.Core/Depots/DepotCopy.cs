using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Copies entries, with the blobs that they name, into a depot. Every blob is verified, and is there before the entry; files of entries are copied as they are. What is there already stays.
/// Members throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where a depot does not work.
/// </summary>
/// <param name="sources">Where blobs may be, beside the depot that has the entry.</param>
public sealed class DepotCopy(IReadOnlyList<ReadableDepot> sources, Depot into)
{
    /// <param name="fault">Why not, in words, where the answer is false. Then the entry is not there; some of its blobs may be.</param>
    public bool TryCopy(ReadableDepot from, ActionKey key, out string? fault)
    {
        fault = null;
        if (from.PeekFile(key) is not var (entry, file))
        {
            fault = "it is damaged, not to be trusted, or of another version";
            return false;
        }
        foreach (var output in entry.Files)
        {
            if (!Take(from, output.Blob, output.Size))
            {
                fault = $"{output.Path}, blob {output.Blob}, is missing or damaged";
                return false;
            }
        }
        // An entry is restored without it; whole projects that name the entry are not.
        Take(from, new ContentDigest(entry.KeyText.Value), -1);
        if (into.TakeEntry(key, file))
            CompiledIndex.TryWrite(into.Layout, entry);
        return true;
    }

    /// <summary>An entry of a whole project. Those of its actions are copied by themselves.</summary>
    /// <param name="fault">As above.</param>
    public bool TryCopy(ReadableDepot from, TreeHash tree, string id, out string? fault)
    {
        fault = null;
        if (from.PeekFile(tree, id) is not var (entry, file))
        {
            fault = "it is damaged, not to be trusted, or of another version";
            return false;
        }
        foreach (var output in entry.Files)
        {
            // A copy's bytes are needed only where nothing is there to copy: a package's file is, most often.
            if (!Take(from, output.Blob, output.Size) && output.Kind != ProjectFileKind.Copy)
            {
                fault = $"{output.Path}, blob {output.Blob}, is missing or damaged";
                return false;
            }
        }
        foreach (var text in entry.Actions.Select(a => a.KeyText.Value).Prepend(entry.Tree.Value))
            Take(from, new ContentDigest(text), -1);
        into.TakeProject(tree, id, file);
        return true;
    }

    private bool Take(ReadableDepot from, ContentDigest digest, long size) => sources.Prepend(from).Any(s => into.TakeBlob(s, digest, size));
}
