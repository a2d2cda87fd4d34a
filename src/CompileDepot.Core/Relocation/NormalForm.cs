using System.Reflection.PortableExecutable;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation.Assemblies;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// The digest of an assembly as if it had been made at no place and no commit in particular: that of a copy rewritten to names of roots and to a commit of zeros, without
/// signature, and with the id of no PDB. Equal for one compile in two checkouts, at two commits. For assemblies that a repository builds and then compiles with: references
/// and analyzers.
/// </summary>
internal static class NormalForm
{
    /// <param name="roots">Names, and the full paths that they stand for.</param>
    /// <param name="commit">The id that the assembly's versions may hold, or null.</param>
    /// <returns>The digest of the content where the file is not one that <see cref="ImageRewriter"/> understands, or holds a root in its code.</returns>
    public static ContentDigest Of(byte[] assembly, IReadOnlyList<(string Token, string Path)> roots, string? commit) => Of(assembly, roots, commit, image => ContentDigest.Of(image));

    /// <summary>As it counts where it is compiled with: what a reference assembly contributes to collections is left out too (see <see cref="ReferenceForm"/>). Not for what runs, or is copied.</summary>
    public static ContentDigest OfReference(byte[] assembly, IReadOnlyList<(string Token, string Path)> roots, string? commit) =>
        Of(assembly, roots, commit, image => ContentDigest.Of(ReferenceForm.TryWrite(image) ?? image));

    private static ContentDigest Of(byte[] assembly, IReadOnlyList<(string Token, string Path)> roots, string? commit, Func<byte[], ContentDigest> digest)
    {
        var map = new PlaceMap(new Rewriting([.. roots.Select(r => (r.Path, r.Token))], commit is null ? [] : [(commit, new string('0', commit.Length))]));
        try
        {
            return digest(Rewrite(assembly, map));
        }
        catch (Exception e) when (ImageRewriter.IsRefusal(e))
        {
            return ContentDigest.Of(assembly);
        }
    }

    private static byte[] Rewrite(byte[] assembly, PlaceMap map)
    {
        using var image = ImageRewriter.Open(assembly);
        var data = image.DebugData;
        var pdb = data.Has(DebugDirectoryEntryType.CodeView) ? new PdbRewriter.Result([], new byte[data.PdbChecksum.Checksum.Length]) : default(PdbRewriter.Result?);
        return AssemblyRewriter.Rewrite(image, pdb, map, FileLocalTypes.Blank);
    }
}
