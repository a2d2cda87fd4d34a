using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using CompileDepot.Core.Relocation.Assemblies;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Relocation;

/// <summary>
/// Computes from an assembly and its portable PDB, which Roslyn or F# made deterministically at one place, the very bytes that the same compile makes at another place:
/// under another root, at another commit. All ids in them are hashes of content, so they follow. What is not understood to the last byte is refused. Safe for concurrent use.
/// </summary>
internal static class ImageRewriter
{
    /// <param name="assembly">A library, program, module, reference assembly or satellite.</param>
    /// <param name="pdb">Its PDB, if it has one that is a file of its own.</param>
    /// <param name="reason">Why the exact bytes can't be had, about the assembly as "it"; null where they can.</param>
    /// <exception cref="ArgumentException">The texts of the rewriting have different lengths, or are not ASCII.</exception>
    public static bool TryRewrite(byte[] assembly, byte[]? pdb, Rewriting rewriting, out byte[] newAssembly, out byte[]? newPdb, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(rewriting);
        (newAssembly, newPdb, reason) = (assembly, pdb, null);
        var map = new PlaceMap(rewriting);
        try
        {
            (newAssembly, newPdb) = Rewrite(assembly, pdb, map, rewriting);
            return true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            reason = e is NotRewritableException ? e.Message : "it cannot be read";
            return false;
        }
    }

    /// <summary>Names of the source documents that a portable PDB lists; none where it is no portable PDB.</summary>
    public static IReadOnlyList<string> Documents(byte[] pdb)
    {
        try
        {
            using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(pdb));
            var reader = provider.GetMetadataReader();
            return [.. reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name))];
        }
        catch (BadImageFormatException)
        {
            return [];
        }
    }

    /// <summary>Whether this is our own refusal, or one of the ways in which readers say that something is damaged.</summary>
    internal static bool IsRefusal(Exception e) =>
        e is NotRewritableException or BadImageFormatException or ArgumentException or InvalidOperationException or InvalidDataException or IOException or OverflowException or IndexOutOfRangeException;

    /// <summary>Reads an image, without its signature if it has one, and makes sure that it is of the kind that is understood.</summary>
    /// <exception cref="NotRewritableException">It is not.</exception>
    internal static ManagedImage Open(byte[] assembly)
    {
        var image = ManagedImage.Open(assembly);
        try
        {
            if (image.DebugData.Has(DebugDirectoryEntryType.EmbeddedPortablePdb))
                throw new NotRewritableException("its PDB is embedded");
            NotRewritableException.ThrowIfNot(image.DebugData.IsKnown, "its debug directory");
            if (!image.Identify((byte[])image.Bytes.Clone()).AsSpan().SequenceEqual(image.Bytes))
                throw new NotRewritableException("its ids do not follow from its content");
            return image;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static (byte[] Assembly, byte[]? Pdb) Rewrite(byte[] assembly, byte[]? pdb, PlaceMap map, Rewriting rewriting)
    {
        using var image = Open(assembly);
        if (image.WasSigned)
            throw new NotRewritableException("it is signed");
        if (image.DebugData.Has(DebugDirectoryEntryType.CodeView) != pdb is not null)
            throw new NotRewritableException(pdb is null ? "its PDB is missing" : "its PDB is not a portable one");
        IEnumerable<(string, string)> documents = rewriting.Documents.Select(d => (d, map.Path(d)));
        if (pdb is null)
            return (Rewrite(image, null, map, [.. documents], rewriting), null);
        var (algorithm, checksum) = image.DebugData.PdbChecksum;
        var newPdb = PdbRewriter.Rewrite(pdb, algorithm, checksum, map, rewriting, out var found);
        return (Rewrite(image, newPdb, map, found, rewriting), newPdb.Pdb);
    }

    // First to the layout that the new place asks for: then it is an image as any other.
    private static byte[] Rewrite(ManagedImage image, PdbRewriter.Result? pdb, PlaceMap map, IReadOnlyList<(string Old, string New)> documents, Rewriting rewriting)
    {
        if (!CallerPaths.TryRewrite(image, map, documents, rewriting.IsCallerPath, out var moved, out var explained))
            return AssemblyRewriter.Rewrite(image, pdb, map, (layout, bytes) => FileLocalTypes.Rename(layout, bytes, documents));
        using var layout = ManagedImage.Open(moved);
        return AssemblyRewriter.Rewrite(layout, pdb, map, (layout, bytes) => FileLocalTypes.Rename(layout, bytes, documents), explained);
    }
}
