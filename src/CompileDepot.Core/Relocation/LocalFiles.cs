using CompileDepot.Core.Effects;

namespace CompileDepot.Core.Relocation;

/// <summary>A file of an entry with its bytes.</summary>
/// <param name="Path">Tokenized.</param>
internal readonly record struct LocalFile(OutputRole Role, string Path, byte[] Content)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>Rewrites the local files of one entry for another place: each assembly together with its PDB, reference assemblies alone, error logs as text.</summary>
internal static class LocalFiles
{
    /// <summary>Rewrites all, or none.</summary>
    /// <param name="files">With an assembly comes the PDB that belongs to it, and the other way round.</param>
    /// <param name="reason">Which file can't be rewritten exactly, and why.</param>
    /// <returns>The new contents, in the order of <paramref name="files"/>; null where one can't be had.</returns>
    public static IReadOnlyList<byte[]>? TryRewrite(IReadOnlyList<LocalFile> files, Rewriting rewriting, out string? reason)
    {
        var contents = new byte[files.Count][];
        // Reference assemblies may name types after documents, and do not come with a PDB of their own.
        if (files.Any(f => f.Role == OutputRole.ReferenceAssembly) && files.FirstOrDefault(f => f.Role == OutputRole.Pdb).Content is { } symbols)
            rewriting = rewriting with { Documents = ImageRewriter.Documents(symbols) };
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            // A PDB is rewritten with its assembly.
            if (contents[i] is not null || (file.Role == OutputRole.Pdb && AssemblyOf(files, i) >= 0))
                continue;
            if (!TryRewrite(files, i, rewriting, contents, out reason))
            {
                reason = $"{file.Name}: {reason}";
                return null;
            }
        }
        reason = null;
        return contents;
    }

    private static bool TryRewrite(IReadOnlyList<LocalFile> files, int index, Rewriting rewriting, byte[][] contents, out string? reason)
    {
        var file = files[index];
        switch (file.Role)
        {
            case OutputRole.Assembly or OutputRole.ReferenceAssembly:
                var pdb = file.Role == OutputRole.Assembly ? PdbOf(files, index) : -1;
                if (!ImageRewriter.TryRewrite(file.Content, pdb < 0 ? null : files[pdb].Content, rewriting, out contents[index], out var symbols, out reason))
                    return false;
                if (pdb >= 0)
                    contents[pdb] = symbols!;
                return true;
            case OutputRole.ErrorLog:
                return ErrorLogText.TryRewrite(file.Content, rewriting, out contents[index], out reason);
            default:
                // What holds nothing that is another there stays; of a PDB that can't be seen.
                if (file.Role != OutputRole.Pdb && new RootBoundScanner(rewriting.Roots.Where(r => r.From != r.To).Select(r => r.From).Concat(rewriting.Texts.Select(t => t.From))).Find(file.Name, file.Content) is null)
                {
                    contents[index] = file.Content;
                    reason = null;
                    return true;
                }
                // What a text of this kind means by a path nobody knows: a person may have written just that.
                reason = "it is not known which texts in it are of this place";
                return false;
        }
    }

    private static int PdbOf(IReadOnlyList<LocalFile> files, int assembly) => Partner(files, assembly, OutputRole.Pdb, OutputRole.Assembly);

    private static int AssemblyOf(IReadOnlyList<LocalFile> files, int pdb) => Partner(files, pdb, OutputRole.Assembly, OutputRole.Pdb);

    // Of the same name, beside each other; or the only two there are (a compile may write its PDB anywhere).
    private static int Partner(IReadOnlyList<LocalFile> files, int index, OutputRole wanted, OutputRole own)
    {
        var stem = Stem(files[index].Path);
        var only = -1;
        var (count, ofOwn) = (0, 0);
        for (var i = 0; i < files.Count; i++)
        {
            ofOwn += files[i].Role == own ? 1 : 0;
            if (files[i].Role != wanted)
                continue;
            if (Stem(files[i].Path) == stem)
                return i;
            count++;
            only = i;
        }
        return count == 1 && ofOwn == 1 ? only : -1;
    }

    private static string Stem(string path) => path[..^Path.GetExtension(path).Length];
}
