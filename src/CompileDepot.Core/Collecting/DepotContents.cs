using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Collecting;

/// <summary>What a depot holds, as far as collection goes by it.</summary>
/// <param name="Units">Entries of actions and of projects.</param>
/// <param name="Roots">Of this depot and of those that are read beside it.</param>
/// <param name="Unknown">Bytes of files that are none of these; they are never freed.</param>
internal sealed record DepotContents(IReadOnlyList<StoredUnit> Units, IReadOnlyList<StoredBlob> Blobs, IReadOnlyList<StoredRoot> Roots, IReadOnlyList<LooseFile> Loose, long Unknown);

/// <summary>An entry: it is found by its address, and needs blobs and other entries.</summary>
/// <param name="Kind"><see cref="DepotFileKind.Entry"/> or <see cref="DepotFileKind.Project"/>.</param>
/// <param name="Address">An action key; of a project its tree hash, under which there may be several.</param>
/// <param name="Used">See <see cref="IO.UseStamp"/>.</param>
/// <param name="Title">What it is of, for people.</param>
/// <param name="Entries">Of a project: the keys of its actions.</param>
internal sealed record StoredUnit(DepotFileKind Kind, string Path, long Size, Digest256 Address, DateTimeOffset Used, string Title, IReadOnlyList<Digest256> Blobs, IReadOnlyList<Digest256> Entries);

/// <summary>A blob.</summary>
internal sealed record StoredBlob(string Path, long Size, Digest256 Address, DateTimeOffset Used);

/// <summary>A root record: what one project in one checkout uses.</summary>
/// <param name="Size">0 of a record of another depot: it counts, and is not ours to free.</param>
/// <param name="Memo">Full path of the memo of the checkout.</param>
/// <param name="Names">Addresses of entries, projects and key texts.</param>
internal sealed record StoredRoot(string Path, long Size, string Title, TreeState State, DateTimeOffset Used, string Memo, IReadOnlyList<Digest256> Names)
{
    /// <summary>Whether it lies in the depot that is collected.</summary>
    public bool IsOurs { get; init; } = true;
}

/// <summary>What is known of the checkout and project that a root record is of.</summary>
internal enum TreeState
{
    There,

    /// <summary>It is not where it was, and the folder around it is.</summary>
    Gone,

    /// <summary>The folder around it is not there either: a disk that is not mounted, another machine's tree, or one that is gone with all around it.</summary>
    OutOfReach,

    /// <summary>The record is damaged, or of another version, and does not tell.</summary>
    Untold,
}

/// <summary>A file that no address leads to.</summary>
/// <param name="Owner">Of an index file: the beginning of its entry's key. Else empty.</param>
internal sealed record LooseFile(CollectedKind Kind, string Path, long Size, DateTimeOffset Used, string Owner);

/// <summary>What a file is to collection. In the order in which they are freed: what leads to others before what it leads to, so that a collector may be killed at any time.</summary>
public enum CollectedKind
{
    Root,
    BuildRecord,
    Memo,

    /// <summary>In the making, and left by a killed process.</summary>
    Leftover,

    /// <summary>Damaged, and set aside by a build.</summary>
    SetAside,
    Project,
    Entry,

    /// <summary>The readable way to an entry.</summary>
    Index,
    Blob,
}

/// <summary>A file that goes or stays, and why.</summary>
/// <param name="Size">Bytes; of an entry that stays, with those of the blobs that no entry before it in the list needs.</param>
/// <param name="Why">In words, without the final full stop.</param>
public sealed record CollectedThing(CollectedKind Kind, string Path, long Size, string Title, DateTimeOffset Used, string Why);

/// <summary>What a collection would do.</summary>
/// <param name="Bytes">Of all files below <c>v1</c>.</param>
/// <param name="Freed">In the order in which they go.</param>
/// <param name="Kept">Entries, the roots that protect them, and blobs that belong to none.</param>
/// <param name="MaxSize">The limit; null: none.</param>
public sealed record CollectionPlan(long Bytes, IReadOnlyList<CollectedThing> Freed, IReadOnlyList<CollectedThing> Kept, long? MaxSize)
{
    /// <summary>Bytes that stay.</summary>
    public long Left { get; } = Bytes - Freed.Sum(f => f.Size);

    /// <summary>Whether what stays is within the limit.</summary>
    public bool IsWithinLimit => MaxSize is not { } max || Left <= max;
}
