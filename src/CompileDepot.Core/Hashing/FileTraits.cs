namespace CompileDepot.Core.Hashing;

/// <summary>
/// Inputs that a compiler reads because another input tells it to. They are found when a file is hashed (its bytes are at hand then) and kept
/// in the memo beside the digest, so that they cost nothing later.
/// </summary>
/// <param name="References">
/// Names as they stand in the file: of <c>&lt;include file=…&gt;</c> in documentation comments, <c>&lt;Include Path=…&gt;</c> in rule sets, modules of a multi-module assembly, line directives, files linked from resources.
/// </param>
/// <param name="IsTypeProvider">An F# type provider: it may read anything while compiling.</param>
/// <param name="HasWildcardVersion">An <c>AssemblyVersion</c> with a star: the compiler fills in the clock.</param>
public sealed record FileTraits(IReadOnlyList<string> References, bool IsTypeProvider, bool HasWildcardVersion)
{
    /// <summary>Begins a reference that nobody can look up; what follows says what it is, in words.</summary>
    public const char Undeclared = '\0';

    /// <summary>Begins the name of a file that a directive (<c>#line</c>, <c>#ExternalSource</c>) maps lines to: read where sources are embedded, and by fsc for its checksum.</summary>
    public const char Mapped = '\u0001';

    public static FileTraits None { get; } = new([], false, false);

    public bool IsNone => References.Count == 0 && !IsTypeProvider && !HasWildcardVersion;

    public bool Equals(FileTraits? other) =>
        other is not null && References.SequenceEqual(other.References) && IsTypeProvider == other.IsTypeProvider && HasWildcardVersion == other.HasWildcardVersion;

    public override int GetHashCode() => HashCode.Combine(References.Count, IsTypeProvider, HasWildcardVersion);
}
