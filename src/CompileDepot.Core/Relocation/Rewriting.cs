using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// What differs between the place where something was compiled and the place where it is wanted: all that enters compiled bytes. Read by <see cref="ImageRewriter"/>.
/// </summary>
/// <param name="Roots">Full paths without a separator at the end, from → to, of any lengths. The longest match wins; only whole path components match.</param>
/// <param name="Texts">ASCII texts of equal lengths, from → to, such as commit ids.</param>
internal sealed record Rewriting(IReadOnlyList<(string From, string To)> Roots, IReadOnlyList<(string From, string To)> Texts)
{
    /// <summary>
    /// Names of source documents at the old place, as <see cref="ImageRewriter.Documents"/> has them from the PDB. An assembly that comes without its PDB (a reference
    /// assembly) may name types after them.
    /// </summary>
    public IReadOnlyList<string> Documents { get; init; } = [];

    /// <summary>
    /// The bytes of a source document by the name that the PDB has for it at the new place (the full path, unless the compiler was told to map it), for documents that
    /// differ there: generated attributes that hold the commit id. Null: the document is as it was.
    /// </summary>
    public Func<string, byte[]?> Content { get; init; } = _ => null;

    /// <summary>A reference as it is at the new place, by its old module version id; PDBs hold these. Null: the reference is as it was.</summary>
    public Func<Guid, ReferenceIdentity?> Reference { get; init; } = _ => null;

    /// <summary>
    /// Whether a text that is the name of a source document is what <c>[CallerFilePath]</c> gave, so that it is another at the new place; or may be what a person wrote. The second argument tells
    /// whether code loads it, or an attribute holds it. Asked when an entry is made: in what is stored there is nothing but the former.
    /// </summary>
    public Func<string, bool, bool> IsCallerPath { get; init; } = (_, _) => true;
}
