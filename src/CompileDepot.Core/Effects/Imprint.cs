using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Effects;

/// <summary>What of the place where an entry was made its local files hold, and what must be looked up at another place to rewrite them. Immutable.</summary>
/// <param name="Roots">Names of tokens without braces, and full paths.</param>
/// <param name="Commit">The commit that was checked out, or null.</param>
/// <param name="Texts">Sources whose content is another at another place: PDBs hold their checksums, or all of them.</param>
/// <param name="References">The references below the root: PDBs hold their ids.</param>
public sealed record Imprint(IReadOnlyList<(string Name, string Path)> Roots, string? Commit, IReadOnlyList<ImprintText> Texts, IReadOnlyList<ImprintReference> References)
{
    public Locality Place => new(new PathTokens(Roots), Commit);

    /// <summary>The full path of a source that is another at another place, by what the PDB calls it there; null for all other documents.</summary>
    public string? TextOf(string document, PathTokens there) =>
        Texts.Count > 0 && there.Tokenize(document) is var name && Texts.FirstOrDefault(t => t.Document == name) is { } text ? there.Resolve(text.Path) : null;
}

/// <summary>A source that the PDB knows.</summary>
/// <param name="Path">Tokenized: where it lies.</param>
/// <param name="Document">Tokenized: what the PDB calls it, which is another name where the compiler was told to map paths.</param>
public sealed record ImprintText(string Path, string Document);

/// <summary>A reference as the compiler saw it.</summary>
/// <param name="Path">Tokenized.</param>
public sealed record ImprintReference(string Path, ContentDigest Digest, ReferenceIdentity Identity);
