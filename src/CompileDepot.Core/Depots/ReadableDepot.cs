using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Depots;

/// <summary>
/// What a stack is made of: something that has blobs and entries, be it a folder that others write to, or a file that never changes. What is found may be gone a moment later; what is given out has been
/// verified, unless a member says otherwise. Members throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where the depot does not work; callers turn that into a miss.
/// </summary>
public abstract class ReadableDepot
{
    /// <summary>How many entries of whole projects one tree hash is looked at for. Beyond some, looking costs more than building: each is a list of inputs to check. The newest are the likeliest.</summary>
    internal const int MostCandidates = 8;

    /// <summary>Full path of the folder or file; for people.</summary>
    public abstract string Place { get; }

    /// <summary>Looks for an entry, to use it: from here on a collector leaves it, and the blobs that it names.</summary>
    /// <param name="damage">What was wrong with a file that is there, and now is set aside where that can be done; null otherwise.</param>
    public Entry? FindEntry(ActionKey key, out string? damage)
    {
        // First: see UseStamp.
        Renew(key);
        var entry = Parse(key, out damage)?.Entry;
        if (damage is not null)
            SetAside(key);
        return entry;
    }

    /// <summary>Looks for an entry without touching anything; a damaged one counts as none.</summary>
    public Entry? PeekEntry(ActionKey key) => PeekFile(key)?.Entry;

    /// <summary>The same with the file that it was read from, signature and all: what has been judged is what is copied.</summary>
    public (Entry Entry, byte[] File)? PeekFile(ActionKey key) => Parse(key, out _);

    /// <summary>The entry of a whole project with the file that it was read from.</summary>
    public (ProjectEntry Entry, byte[] File)? PeekFile(TreeHash tree, string id) => ReadProject(tree, id) is { } file && Parse(tree, file) is { } entry ? (entry, file) : null;

    /// <summary>The entries of whole projects with one tree hash, each with its name (see <see cref="ProjectEntryFile.IdOf"/>), newest first. Those that are damaged, not to be trusted or of another version are passed over.</summary>
    public IEnumerable<(ProjectEntry Entry, string Id)> FindProjects(TreeHash tree)
    {
        foreach (var (bytes, id) in ReadProjects(tree))
        {
            if (Parse(tree, bytes) is { } entry)
                yield return (entry, id);
        }
    }

    /// <summary>Says that a project's entry is of use (see <see cref="IO.UseStamp"/>). One that is gone meanwhile is none any more: its blobs may be going.</summary>
    /// <returns>Whether it is there.</returns>
    public abstract bool Renew(TreeHash tree, string id);

    /// <summary>Whether a blob is there with the right size. Its content is not verified.</summary>
    /// <param name="size">Bytes; negative: any.</param>
    public abstract bool HasBlob(ContentDigest digest, long size);

    /// <summary>Reads a small blob whole, and verifies it; one that is damaged is set aside where that can be done.</summary>
    public byte[]? ReadBlob(ContentDigest digest) => ReadBlob(digest, out _);

    /// <inheritdoc cref="ReadBlob(ContentDigest)"/>
    /// <param name="damage">What was wrong with one that is there; null otherwise.</param>
    public byte[]? ReadBlob(ContentDigest digest, out string? damage)
    {
        damage = null;
        if (ReadBytes(digest) is not { } content)
            return null;
        if (ContentDigest.Of(content) == digest)
            return content;
        damage = NotWhole(digest);
        SetAside(digest);
        return null;
    }

    /// <summary>As <see cref="ReadBlob(ContentDigest)"/>, without touching anything.</summary>
    public byte[]? PeekBlob(ContentDigest digest) => ReadBytes(digest) is { } content && ContentDigest.Of(content) == digest ? content : null;

    /// <summary>Writes a blob to a file, over what is there. Nothing is verified, be it size or content.</summary>
    /// <returns>False: the blob is not there.</returns>
    public abstract bool TryCopyBlob(ContentDigest digest, string path);

    /// <summary>Says that a blob is not what its address says, so that the next writer finds the place free and a person still finds the evidence. Never throws: what can't be written heals in the depot above it.</summary>
    public abstract void SetAside(ContentDigest digest);

    /// <summary>The file of an entry as it is, signature and all; null where there is none.</summary>
    public abstract byte[]? ReadEntry(ActionKey key);

    /// <summary>The file of one entry of a whole project as it is; null where there is none.</summary>
    public abstract byte[]? ReadProject(TreeHash tree, string id);

    /// <summary>The files of projects' entries as they are, newest first and no more than are looked at, each with its name. Never throws for a fault of the depot: then there are none.</summary>
    public abstract IEnumerable<(byte[] Bytes, string Id)> ReadProjects(TreeHash tree);

    protected abstract byte[]? ReadBytes(ContentDigest digest);

    private protected virtual void Renew(ActionKey key)
    {
    }

    private protected virtual void SetAside(ActionKey key)
    {
    }

    /// <summary>Why the file of an entry is not to be trusted, in words; null: it is.</summary>
    private protected virtual string? Doubt(byte[] bytes) => null;

    private ProjectEntry? Parse(TreeHash tree, byte[] file) => Doubt(file) is null && ProjectEntryFile.TryRead(file) is { } entry && entry.Tree == tree ? entry : null;

    private (Entry Entry, byte[] File)? Parse(ActionKey key, out string? damage)
    {
        damage = null;
        if (ReadEntry(key) is not { } bytes)
            return null;
        if (Doubt(bytes) is { } doubt)
        {
            damage = $"{Name(key)}: {doubt}";
            return null;
        }
        try
        {
            var entry = EntryFile.Read(bytes);
            if (entry.Key == key)
                return (entry, bytes);
            damage = $"{Name(key)}: the entry belongs to another key";
        }
        catch (FormatException e)
        {
            if (!EntryFile.IsForeign(bytes))
                damage = $"{Name(key)}: {e.Message}";
        }
        return null;
    }

    /// <summary>Where an entry is, for people.</summary>
    private protected virtual string Name(ActionKey key) => $"{Place}: {key.Short}";

    /// <summary>What there is to say of a damaged blob.</summary>
    internal string NotWhole(ContentDigest digest) => $"{Name(digest)}: the content is not what its address says";

    /// <summary>Where a blob is, for people.</summary>
    public virtual string Name(ContentDigest digest) => $"{Place}: {digest}";
}
