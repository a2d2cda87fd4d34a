using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Comparing;

/// <summary>Compares outputs of two builds of one tree, which stood in two places. What follows from the places alone is no difference: that can be rewritten.</summary>
public sealed class OutputComparer
{
    private const string Token = "{root}";

    private readonly string _firstRoot;
    private readonly string _secondRoot;
    private readonly PlaceMap _first;
    private readonly PlaceMap _second;
    private readonly Dictionary<Guid, ReferenceIdentity> _references = [];

    /// <param name="firstRoot">Full path of the first tree.</param>
    /// <param name="secondRoot">Full path of the second.</param>
    public OutputComparer(string firstRoot, string secondRoot) =>
        (_firstRoot, _secondRoot, _first, _second) = (firstRoot, secondRoot, Map(firstRoot), Map(secondRoot));

    /// <summary>Tells of an assembly of both trees, to be called before those that refer to it are compared: PDBs hold the ids of references.</summary>
    public void AddReference(byte[] first, byte[] second)
    {
        try
        {
            _references[ReferenceIdentity.Of(first).Mvid] = ReferenceIdentity.Of(second);
        }
        catch (BadImageFormatException)
        {
            // Nothing that a compiler could refer to.
        }
    }

    /// <summary>Of assemblies, each with its PDB if that is a file of its own.</summary>
    /// <returns>Null: the one is what the other is, made for its place.</returns>
    public OutputDifference? CompareImages(string name, byte[] first, byte[]? firstPdb, byte[] second, byte[]? secondPdb)
    {
        if (first.AsSpan().SequenceEqual(second) && Same(firstPdb, secondPdb))
            return null;
        var rewriting = new Rewriting([(_firstRoot, _secondRoot)], [])
        {
            Documents = firstPdb is null ? [] : ImageRewriter.Documents(firstPdb),
            Content = path => File.Exists(path) ? File.ReadAllBytes(path) : null,
            Reference = id => _references.TryGetValue(id, out var there) ? there : null,
        };
        var isRewritten = ImageRewriter.TryRewrite(first, firstPdb, rewriting, out var moved, out var movedPdb, out _);
        if (isRewritten && moved.AsSpan().SequenceEqual(second) && Same(movedPdb, secondPdb))
            return null;
        // A reference assembly names its local types after documents that it does not list.
        if (!isRewritten && NormalForm.Of(first, [(Token, _firstRoot)], null) == NormalForm.Of(second, [(Token, _secondRoot)], null))
            return null;
        return new ImagePair(name, first, second, _first, _second, _firstRoot).Find() ?? new OutputDifference(DifferenceCause.Symbols, DifferenceKind.Unknown, "debug information");
    }

    /// <summary>Of any other files.</summary>
    public OutputDifference? CompareFiles(byte[] first, byte[] second)
    {
        if (first.AsSpan().SequenceEqual(second))
            return null;
        var (a, b) = (_first.Replace(first), _second.Replace(second));
        if (a.AsSpan().SequenceEqual(b))
            return null;
        return Text(a) is { } one && Text(b) is { } other ? Lines(one, other) : new OutputDifference(DifferenceCause.Bytes, DifferenceKind.Unknown, $"bytes from {a.AsSpan().CommonPrefixLength(b)} on");
    }

    /// <summary>Whether a file holds the path of the first tree, and so is another in each checkout.</summary>
    public bool HoldsPath(byte[] first) => !_first.Replace(first).AsSpan().SequenceEqual(first);

    private static OutputDifference Lines(string first, string second)
    {
        var (a, b) = (first.Split('\n'), second.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(i => (i < a.Length ? a[i] : null) != (i < b.Length ? b[i] : null));
        var (one, other) = (line < a.Length ? a[line] : "", line < b.Length ? b[line] : "");
        return new OutputDifference(DifferenceCause.Line, TwoTexts.Kind(one, other), $"line {line + 1}: {TwoTexts.Describe(one, other)}");
    }

    private static string? Text(byte[] content)
    {
        try
        {
            return content.Contains((byte)0) ? null : StrictUtf8.Encoding.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static PlaceMap Map(string root) => new(new Rewriting([(root, Token)], []));

    private static bool Same(byte[]? first, byte[]? second) => first is null ? second is null : second is not null && first.AsSpan().SequenceEqual(second);
}
