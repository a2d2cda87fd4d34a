using System.Text;

namespace CompileDepot.Core.Relocation;

/// <summary>The roots and texts of a <see cref="Rewriting"/>, made ready to be found in paths and in bytes. Immutable.</summary>
internal sealed class PlaceMap
{
    private readonly (string From, string To)[] _roots;
    private readonly Needle[] _rootTexts;
    private readonly Needle[] _replaced;
    private readonly Needle[] _searched;
    private readonly Needle[] _searchedInBlobs;

    /// <exception cref="ArgumentException">A text is not ASCII, or its replacement has another length.</exception>
    public PlaceMap(Rewriting rewriting)
    {
        if (rewriting.Texts.Any(t => t.From.Length != t.To.Length || t.From.Length == 0 || !Ascii.IsValid(t.From) || !Ascii.IsValid(t.To)))
            throw new ArgumentException("texts must be ASCII, and of equal lengths", nameof(rewriting));
        // Roots that stay are kept: a path below one is not below a shorter one that changes.
        _roots = [.. rewriting.Roots.Where(r => r.From.Length > 1).OrderByDescending(r => r.From.Length)];
        Texts = [.. rewriting.Texts.Where(t => t.From != t.To)];
        _rootTexts = [.. _roots.Where(r => r.From != r.To).Select(r => Needle.OfText(r.From, r.To, Encoding.UTF8))];
        _replaced =
        [
            .. _roots.SelectMany(r => new[] { r, (From: JsonEscaped(r.From), To: JsonEscaped(r.To)) }).Distinct().Select(r => Needle.OfPath(r.From, r.To, Encoding.UTF8)),
            .. Texts.Select(t => Needle.OfText(t.From, t.To, Encoding.UTF8)),
        ];
        _searchedInBlobs = [.. _roots.Where(r => r.From != r.To).SelectMany(r => RootBoundScanner.Spellings(r.From)).Distinct().Select(s => Needle.OfPathBehindAnything(s, Encoding.UTF8))];
        Encoding[] encodings = [Encoding.UTF8, Encoding.Unicode];
        _searched =
        [
            .. from root in _roots
               where root.From != root.To
               from spelling in RootBoundScanner.Spellings(root.From).Distinct()
               from encoding in encodings
               select Needle.OfPath(spelling, "", encoding),
            .. Texts.SelectMany(t => encodings.Select(e => Needle.OfText(t.From, t.To, e))),
        ];
    }

    public IReadOnlyList<(string From, string To)> Texts { get; }

    public string Path(string path)
    {
        foreach (var (from, to) in _roots)
        {
            if (path.StartsWith(from, StringComparison.Ordinal) && (path.Length == from.Length || path[from.Length] is '/' or '\\'))
                return to + path[from.Length..];
        }
        return path;
    }

    /// <summary>Replaces roots and texts in UTF-8, plain or within JSON.</summary>
    public byte[] Replace(ReadOnlySpan<byte> utf8)
    {
        using var result = new MemoryStream(utf8.Length);
        var search = new NeedleSearch(_replaced);
        for (var start = 0; ;)
        {
            var (at, needle) = search.Next(utf8, start);
            if (needle is null)
            {
                result.Write(utf8[start..]);
                return result.ToArray();
            }
            result.Write(utf8[start..at]);
            result.Write(needle.Replacement);
            start = at + needle.Length;
        }
    }

    /// <summary>Replaces the texts alone, where they are.</summary>
    public void ReplaceTexts(Span<byte> content, Encoding encoding)
    {
        foreach (var (from, to) in Texts)
        {
            var (old, renewed) = (encoding.GetBytes(from), encoding.GetBytes(to));
            var rest = content;
            for (int at; (at = rest.IndexOf(old)) >= 0; rest = rest[(at + old.Length)..])
                renewed.CopyTo(rest[at..]);
        }
    }

    /// <summary>A root or text that stands in the bytes in any spelling, or null.</summary>
    public string? FindIn(ReadOnlySpan<byte> content) => FindIn(content, _searched);

    /// <summary>A root in texts of the blob heap of an image: the byte in front of one is its length, and may look like a letter.</summary>
    public string? FindInBlobs(ReadOnlySpan<byte> content) => FindIn(content, _searchedInBlobs);

    /// <summary>Finds the roots' paths in UTF-8, whatever stands around them.</summary>
    public NeedleSearch Roots() => new(_rootTexts);

    private static string? FindIn(ReadOnlySpan<byte> content, Needle[] needles)
    {
        foreach (var needle in needles)
        {
            if (needle.IndexIn(content, 0) >= 0)
                return needle.Text;
        }
        return null;
    }

    private static string JsonEscaped(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal);
}
