using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace CompileDepot.Toml.Reading;

/// <summary>The words of a document, from Tomlyn's lexer, without blanks and comments.</summary>
/// <remarks>
/// Tomlyn's lexer tells words apart and undoes escapes; what it lets pass or refuses wrongly is judged here and in <see cref="NumberText"/>, <see cref="DateTimeText"/> and <see cref="StringText"/>.
/// Of its errors only the places are used: it does not say what it expected. As of 2.10.2 it takes hexadecimal integers from 2^63 on for negative ones, refuses many zeros after <c>0x</c>, leap
/// seconds, blanks after a backslash that ends a line and the character U+FFFD, takes a backslash at the end of a line in a string that may have only one line, and fails on a backslash at the end
/// of the text. Its parsers build on the same words; the one for events does not mind keys defined twice, the one for syntax trees lets headers repeat tables that dotted keys made and sets no limit
/// to dotted keys within each other.
/// </remarks>
internal sealed class Tokens(TextPlaces places)
{
    private static readonly TomlLexerOptions Options = new() { DecodeScalars = true };

    private readonly string _text = places.Text;
    private readonly TomlLexer _lexer = TomlLexer.Create(places.Text, Options);
    private int _errorsJudged;

    public TokenKind Kind { get; private set; }

    public int Start { get; private set; }

    /// <summary>After the word.</summary>
    public int End { get; private set; }

    /// <summary>The content of a string.</summary>
    public string Content => _lexer.Current.StringValue ?? "";

    public ReadOnlySpan<char> Raw => _text.AsSpan(Start, End - Start);

    /// <summary>A number, a date or something that begins like one.</summary>
    public bool IsNumeric => Start < _text.Length && (char.IsAsciiDigit(_text[Start]) || _text[Start] is '+' or '-') && Kind is not TokenKind.BasicKey;

    /// <summary>The word for messages.</summary>
    public string Found => Kind switch
    {
        TokenKind.Eof => "the end of the file",
        TokenKind.NewLine => "the end of the line",
        _ => StringText.Quote(_text.AsSpan(Start, Math.Max(1, End - Start))),
    };

    /// <summary>Goes on to the next word, where a key, a dot, = or a bracket of a header may stand.</summary>
    public void NextOfKey(bool overLines = false) => Next(TomlLexerMode.Key, overLines);

    /// <summary>Goes on to the next word, where a value may stand.</summary>
    public void NextOfValue(bool overLines = false) => Next(TomlLexerMode.Value, overLines);

    private void Next(TomlLexerMode mode, bool overLines)
    {
        _lexer.Mode = mode;
        do
        {
            MoveNext();
            var token = _lexer.Current;
            (Kind, Start, End) = (token.Kind, token.Start.Offset, token.Kind == TokenKind.Eof ? token.Start.Offset : token.End.Offset + 1);
            JudgeErrors();
        }
        while (Kind is TokenKind.Whitespaces or TokenKind.Comment || (overLines && Kind == TokenKind.NewLine));
        if (Kind is TokenKind.String or TokenKind.StringMulti && Raw.Contains('\\'))
            StringText.Check(places, Start);
    }

    private void MoveNext()
    {
        try
        {
            _lexer.MoveNext();
        }
        catch (ArgumentException)
        {
            // The lexer takes the end of a text after a backslash for a character. Words follow each other without a gap, so the string begins where the last word ended.
            if (End < _text.Length && _text[End] is '"' or '\'')
                StringText.Check(places, End);
            throw places.At(End, "the text cannot be read from here on: expected a key, a value or a header");
        }
    }

    /// <summary>Numbers and dates are read anew by their own rules, so the lexer's errors about them do not count.</summary>
    private void JudgeErrors()
    {
        if (!_lexer.HasErrors)
            return;
        // Both are quick: what stands behind the property is a list.
        for (var count = _lexer.Errors.Count(); _errorsJudged < count; _errorsJudged++)
        {
            var offset = Math.Min(_lexer.Errors.ElementAt(_errorsJudged).Span.Offset, Math.Max(0, _text.Length - 1));
            if (_text.Length == 0 || _text[offset] == '\uFFFD')
                continue;
            var first = Start < _text.Length ? _text[Start] : '\0';
            if (char.IsSurrogate(_text[offset]) && !IsPair(offset))
                throw places.At(offset, "the text holds half of a surrogate pair: expected whole characters");
            if (first is '"' or '\'')
                _errorsJudged = JudgeString(count);
            else if (first == '#' && _text[offset] != '\r')
                throw places.At(offset, $"a comment holds the control character {StringText.Name(_text[offset])}: expected none but the tab");
            else if (_text[offset] == '\r')
                throw places.At(offset, "a carriage return stands alone: expected a line feed after it");
        }
    }

    /// <summary>One look at a string settles all errors that the lexer has about it.</summary>
    private int JudgeString(int count)
    {
        StringText.Check(places, Start);
        return count;
    }

    private bool IsPair(int offset) =>
        (offset + 1 < _text.Length && char.IsSurrogatePair(_text[offset], _text[offset + 1])) || (offset > 0 && char.IsSurrogatePair(_text[offset - 1], _text[offset]));
}
