using System.Text;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Caching;

/// <summary>
/// Finds out what an entry is bound to, before it is stored: its local files are rewritten for a place that does not exist, searched for traces of the place where they were made, and rewritten
/// back, which must give the very same bytes. What does not pass must stay as it is, and with it the roots, the commit, or both.
/// </summary>
/// <param name="imprint">Of the place where the files were made, which is this one.</param>
/// <param name="files">The local files.</param>
/// <param name="isCallerPath">Of <see cref="Rewriting.IsCallerPath"/>.</param>
internal sealed class BindingProof(Imprint imprint, IReadOnlyList<LocalFile> files, Func<string, bool, bool> isCallerPath)
{
    private readonly Locality _here = imprint.Place;

    /// <returns>The least that the entry is bound to, and why no less; null for nothing.</returns>
    public (Binding To, string? By) Find()
    {
        string? by = null;
        foreach (var binding in (Binding[])[Binding.None, Binding.Roots, Binding.Commit])
        {
            if (Try(roots: binding != Binding.Roots, commit: binding != Binding.Commit) is not { } failure)
                return (binding, by);
            by ??= failure;
        }
        return (Binding.Exact, by);
    }

    /// <returns>Why the files can't do without what is varied; null where they can.</returns>
    private string? Try(bool roots, bool commit)
    {
        var there = new Imprint(
            [.. imprint.Roots.Select(r => (r.Name, roots ? Elsewhere(r) : r.Path))],
            commit && imprint.Commit is not null ? Flip(imprint.Commit) : imprint.Commit,
            imprint.Texts,
            [.. imprint.References.Select(r => r with { Identity = new ReferenceIdentity(Flip(r.Identity.Mvid), ~r.Identity.Timestamp, r.Identity.ImageSize ^ 0x2000) })]);
        if (LocalFiles.TryRewrite(files, Between(imprint, there, path => TextThere(path, there)) with { IsCallerPath = isCallerPath }, out var reason) is not { } rewritten)
            return reason;
        // Hashes of paths can't be seen: the rewriter has accounted for them.
        var scanner = new RootBoundScanner(roots ? imprint.Roots.Select(r => r.Path) : [], commit ? imprint.Commit : null) { FindsHashes = false };
        var moved = files.Zip(rewritten, (f, content) => f with { Content = content }).ToList();
        if (moved.Select(f => (f.Name, Found: scanner.Find(f.Name, f.Content))).FirstOrDefault(f => f.Found is not null) is { Found: { } found } trace)
            return $"{trace.Name}: {found}";
        if (imprint.References.FirstOrDefault(r => moved.Exists(f => f.Content.AsSpan().IndexOf(r.Identity.Mvid.ToByteArray()) >= 0)) is { } reference)
            return $"the id of {reference.Path} in an unknown place";
        var back = LocalFiles.TryRewrite(moved, Between(there, imprint, path => File.ReadAllBytes(path)), out reason);
        return back is null ? reason : files.Zip(back).FirstOrDefault(p => !p.First.Content.AsSpan().SequenceEqual(p.Second)) is { First.Path: { } path } ? $"{path}: it is not what it was after being rewritten there and back" : null;
    }

    private static Rewriting Between(Imprint from, Imprint to, Func<string, byte[]> textOf)
    {
        var tokens = to.Place.Tokens;
        var references = from.References.Zip(to.References).GroupBy(r => r.First.Identity.Mvid).ToDictionary(g => g.Key, g => g.First().Second.Identity);
        return new Rewriting(
            [.. from.Roots.Zip(to.Roots, (f, t) => (f.Path, t.Path))],
            from.Commit == to.Commit ? [] : [(from.Commit!, to.Commit!)])
        {
            Content = document => from.TextOf(document, tokens) is { } path ? textOf(path) : null,
            Reference = mvid => references.TryGetValue(mvid, out var identity) ? identity : null,
        };
    }

    // What the SDK would generate there.
    private byte[] TextThere(string path, Imprint there)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(_here.Tokens.Resolve(there.Place.Tokens.Tokenize(path))!));
        return Encoding.Latin1.GetBytes(imprint.Commit is null ? text : text.Replace(imprint.Commit, there.Commit, StringComparison.Ordinal));
    }

    // Of another length, below no root and above none.
    private static string Elsewhere((string Name, string Path) root) => Path.GetPathRoot(root.Path) + "compiledepot-elsewhere" + Path.DirectorySeparatorChar + root.Name + new string('~', root.Path.Length % 16);

    // No character stays.
    private static string Flip(string hex) => string.Concat(hex.Select(c => "fedcba9876543210"[Convert.ToInt32(c.ToString(), 16)]));

    private static Guid Flip(Guid id) => new([.. id.ToByteArray().Select(b => (byte)~b)]);
}
