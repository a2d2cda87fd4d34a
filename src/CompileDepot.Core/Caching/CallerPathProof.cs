using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Caching;

/// <summary>Proves that paths in a compile's outputs are no constants of its code: then the compiler gave them, for <c>[CallerFilePath]</c>. Reads nothing before it is asked.</summary>
/// <param name="files">The outputs.</param>
internal sealed class CallerPathProof(CompileAction action, IReadOnlyList<LocalFile> files)
{
    private readonly Lazy<ConstantPieces?> _pieces = new(() => Pieces(action, files));

    /// <param name="inCode">As for <see cref="ConstantPieces.CanMake"/>.</param>
    public bool IsCallerPath(string path, bool inCode) => _pieces.Value?.CanMake(path, inCode) == false;

    private static ConstantPieces? Pieces(CompileAction action, IReadOnlyList<LocalFile> files)
    {
        // Without a PDB nobody knows what generators made.
        if (action.Constants is not { } inputs || files.FirstOrDefault(f => f.Role == OutputRole.Pdb).Content is not { } pdb)
            return null;
        try
        {
            var pieces = new ConstantPieces(ImageRewriter.Documents(pdb).Max(d => d.Length));
            pieces.AddEmbedded(pdb);
            foreach (var source in inputs.Sources)
            {
                var content = File.ReadAllBytes(source.Path);
                if (ContentDigest.Of(content) != source.Digest)
                    return null;
                pieces.AddSource(content);
            }
            foreach (var reference in inputs.References.DistinctBy(r => r.Path))
            {
                using var content = File.OpenRead(reference.Path);
                pieces.AddAssembly(content);
            }
            return pieces;
        }
        catch (Exception e) when (e is UnauthorizedAccessException || ImageRewriter.IsRefusal(e))
        {
            return null;
        }
    }
}
