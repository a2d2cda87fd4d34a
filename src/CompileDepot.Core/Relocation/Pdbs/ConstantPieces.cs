using System.Buffers;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Relocation.Pdbs;

/// <summary>
/// Tells whether a constant string of a C# compile could be a given text. Constants are put together (<c>+</c>, <c>$""</c>) from literals and names (<c>nameof</c>) in the sources and from constants of
/// references; in code, the compiler also joins them with characters. So a text that can't be cut into such pieces is no person's: where an attribute or code holds it, it is what
/// <c>[CallerFilePath]</c> gave. Sources are not parsed. Whatever may be a literal, between quotes, braces and line ends, counts as one: in doubt a text counts as a person's.
/// </summary>
internal sealed class ConstantPieces
{
    private const string NameOf = "nameof";


    // What ends every piece, or begins it. Lines of raw literals end in any of the latter.
    private static readonly SearchValues<char> Ends = SearchValues.Create("\"{}\r\n\u0085\u2028\u2029");

    private readonly HashSet<string> _pieces = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _spans;
    private readonly HashSet<char> _characters = [];
    private readonly int _longest;
    private bool _hasAnyCharacter;
    private bool _isUnknown;

    /// <param name="longest">Of the texts that will be asked for, in characters: what is longer is no piece of them.</param>
    public ConstantPieces(int longest) => (_longest, _spans) = (longest, _pieces.GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>Takes the pieces of a source.</summary>
    public void AddSource(ReadOnlySpan<byte> content)
    {
        // Text that the compiler may take for text of another encoding says nothing.
        if (Decode(content) is { } text && !text.Contains('\0'))
            AddText(text);
        else
            _isUnknown = true;
    }

    /// <summary>Takes the texts of the sources that a portable PDB holds: those that generators made are among them, each and all.</summary>
    public void AddEmbedded(byte[] pdb)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbImage(ImmutableCollectionsMarshal.AsImmutableArray(pdb));
        var reader = provider.GetMetadataReader();
        foreach (var information in reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Where(i => reader.GetGuid(i.Kind) == DebugInformationKinds.EmbeddedSource))
            AddSource(SourceDocument.TextOf(reader.GetBlobBytes(information.Value)));
    }

    /// <summary>Takes the constants of an assembly or module.</summary>
    public void AddAssembly(Stream content)
    {
        try
        {
            using var image = new PEReader(content, PEStreamOptions.PrefetchMetadata);
            var metadata = image.GetMetadataReader();
            for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.Constant); row++)
            {
                var constant = metadata.GetConstant(MetadataTokens.ConstantHandle(row));
                if (constant.TypeCode == ConstantTypeCode.String && metadata.GetBlobReader(constant.Value) is { Length: > 0 } value && value.Length <= 2 * _longest)
                    _pieces.Add(value.ReadUTF16(value.Length).TrimStart());
                else if (constant.TypeCode == ConstantTypeCode.Char)
                    _characters.Add(metadata.GetBlobReader(constant.Value).ReadChar());
            }
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            // No assembly that the compiler could read.
            _isUnknown = true;
        }
    }

    /// <summary>Whether a constant could be this text.</summary>
    /// <param name="inCode">Whether it is one that code loads, and not one of an attribute.</param>
    public bool CanMake(string text, bool inCode)
    {
        if (_isUnknown || (inCode && _hasAnyCharacter) || text.Length > _longest || text.AsSpan().ContainsAny(Ends) || text.Any(char.IsControl))
            return true;
        var ends = new bool[text.Length + 1];
        ends[0] = true;
        for (var start = 0; start < text.Length; start++)
        {
            if (!ends[start])
                continue;
            ends[start + 1] |= inCode && _characters.Contains(text[start]);
            for (var end = start + 1; end <= text.Length; end++)
                ends[end] |= IsPiece(text.AsSpan(start, end - start));
        }
        return ends[^1];
    }

    // Raw literals lose as much white space in front as their last line has: it is not compared.
    private bool IsPiece(ReadOnlySpan<char> text) => text.TrimStart() is var trimmed && (trimmed.IsEmpty || _spans.Contains(trimmed));

    private void AddText(string text)
    {
        AddPieces(text);
        if (text.Contains('\\'))
            AddPieces(text = CSharpEscapes.Decode(text));
        // Names are the same with and without them.
        if (!Ascii.IsValid(text) && text.Any(IsFormat))
            AddPieces(string.Concat(text.Where(c => !IsFormat(c))));
    }

    private void AddPieces(string text)
    {
        foreach (var range in text.AsSpan().SplitAny(Ends))
            Add(text.AsSpan(range));
        for (var at = 0; (at = text.IndexOf(NameOf, at, StringComparison.Ordinal)) >= 0; at += NameOf.Length)
            AddNames(text.AsSpan(at + NameOf.Length));
        for (var at = 0; (at = text.IndexOf('\'', at)) >= 0; at++)
        {
            if (at + 2 < text.Length && text[at + 2] == '\'')
                _characters.Add(text[at + 1]);
        }
        _hasAnyCharacter |= MayConvertToCharacter(text);
    }

    // Numbers become characters by a cast, to the type or to an alias of it.
    private static bool MayConvertToCharacter(string text)
    {
        for (var at = 0; (at = text.IndexOf("har", at, StringComparison.Ordinal)) >= 0; at += 3)
        {
            if (at > 0 && text[at - 1] is 'c' or 'C' && text.AsSpan(at + 3).TrimStart() is [')' or ';' or '/' or '#', ..])
                return true;
        }
        return false;
    }

    // Of nameof's operand the last name counts; all are taken. With a comment or a directive among them they are not understood.
    private void AddNames(ReadOnlySpan<char> text)
    {
        var operand = text.TrimStart();
        if (!operand.StartsWith('('))
        {
            _isUnknown |= IsBetweenTokens(operand);
            return;
        }
        var depth = 0;
        var name = 0;
        for (var i = 0; i < operand.Length; i++)
        {
            if (IsOfName(operand[i]))
                continue;
            Add(operand[name..i]);
            name = i + 1;
            depth += operand[i] == '(' ? 1 : operand[i] == ')' ? -1 : 0;
            if (depth == 0)
                return;
            _isUnknown |= IsBetweenTokens(operand[i..]);
        }
    }

    private void Add(ReadOnlySpan<char> piece)
    {
        var trimmed = piece.TrimStart();
        if (trimmed.Length > 0 && trimmed.Length <= _longest)
            _spans.Add(trimmed);
    }

    private static bool IsBetweenTokens(ReadOnlySpan<char> text) => text is ['/', '/' or '*', ..] or ['#', ..];

    private static bool IsFormat(char c) => c >= 0x80 && char.GetUnicodeCategory(c) == UnicodeCategory.Format;

    private static bool IsOfName(char c) => c >= 0x80 || char.IsAsciiLetterOrDigit(c) || c == '_';

    private static string? Decode(ReadOnlySpan<byte> content)
    {
        try
        {
            return content switch
            {
                [0xff, 0xfe, .. var rest] => Encoding.Unicode.GetString(rest),
                [0xfe, 0xff, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
                [0xef, 0xbb, 0xbf, .. var rest] => StrictUtf8.Encoding.GetString(rest),
                _ => StrictUtf8.Encoding.GetString(content),
            };
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
