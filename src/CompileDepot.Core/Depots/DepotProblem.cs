namespace CompileDepot.Core.Depots;

/// <summary>What can be wrong with a depot.</summary>
public enum DepotProblemKind
{
    /// <summary>A blob whose content is not what its address says.</summary>
    DamagedBlob,

    /// <summary>An entry that is not whole, or lies at another key's address.</summary>
    DamagedEntry,

    /// <summary>A whole entry that names a blob which no depot of the stack has in the right size.</summary>
    MissingBlob,

    /// <summary>A file or folder that can't be read.</summary>
    Unreadable,

    /// <summary>A file of the readable way in that can't be understood, or belongs to another entry.</summary>
    WrongIndex,

    /// <summary>A root record or a build record that can't be understood, and is of no other version.</summary>
    DamagedRecord,

    /// <summary>A whole entry that no trusted key signed.</summary>
    Untrusted,
}

/// <summary>One thing that is wrong with a depot.</summary>
/// <param name="Path">Full path of the file or folder; of what lies in an image, its path and what it is.</param>
/// <param name="What">In words, without the path and the final full stop.</param>
public sealed record DepotProblem(DepotProblemKind Kind, string Path, string What);

/// <summary>What verifying one depot gave.</summary>
/// <param name="Folder">Full path, of a folder or of an image.</param>
/// <param name="Blobs">How many were read.</param>
/// <param name="Entries">How many were read.</param>
/// <param name="Foreign">Those of the entries that another version wrote: whole, and not looked into.</param>
/// <param name="Bytes">Of blobs and entries.</param>
/// <param name="SetAside">Damaged files that a build has set aside before; no problem any more.</param>
/// <param name="Problems">By path.</param>
public sealed record DepotVerification(string Folder, int Blobs, int Entries, int Foreign, long Bytes, int SetAside, IReadOnlyList<DepotProblem> Problems);
