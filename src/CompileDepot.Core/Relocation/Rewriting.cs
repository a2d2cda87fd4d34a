namespace CompileDepot.Core.Relocation;

/// <summary>
/// What differs between the place where something was compiled and the place where it is wanted: all that enters compiled bytes. Read by <see cref="ImageRewriter"/>.
/// </summary>
/// <param name="Roots">Full paths without a separator at the end, from → to, of any lengths. The longest match wins; only whole path components match.</param>
/// <param name="Texts">ASCII texts of equal lengths, from → to, such as commit ids.</param>
public sealed record Rewriting(IReadOnlyList<(string From, string To)> Roots, IReadOnlyList<(string From, string To)> Texts)
{
    /// <summary>
    /// The bytes of a source document by its full path at the new place, for documents that differ there (generated attributes that hold the commit id).
    /// Null: the document is as it was.
    /// </summary>
    public Func<string, byte[]?> Document { get; init; } = _ => null;

    /// <summary>A reference as it is at the new place, by its old module version id; PDBs hold these. Null: the reference is as it was.</summary>
    public Func<Guid, ReferenceIdentity?> Reference { get; init; } = _ => null;
}
