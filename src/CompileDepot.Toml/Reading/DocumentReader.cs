using Tomlyn.Syntax;

namespace CompileDepot.Toml.Reading;

/// <summary>Reads a document in one pass: line by line, header or key with value.</summary>
internal sealed class DocumentReader
{
    private readonly TextPlaces _places;
    private readonly Tokens _tokens;
    private readonly ValueReader _values;
    private readonly TableBuilder _builder;
    private readonly TableNode _root = new(0, TableForm.Header, 0);
    private readonly List<Statement> _statements = [];

    private DocumentReader(TextPlaces places)
    {
        _places = places;
        _tokens = new(places);
        _builder = new(places);
        _values = new(_tokens, _builder, places);
    }

    /// <param name="text">Without a mark of byte order.</param>
    /// <exception cref="TomlException">The text is not TOML.</exception>
    public static Source Read(string text, string path)
    {
        var places = new TextPlaces(text, path);
        // Tomlyn would pass over one that is left.
        if (text.StartsWith('\uFEFF'))
            throw places.At(0, "a second mark of byte order (U+FEFF) stands at the start: expected one at most");
        var reader = new DocumentReader(places);
        reader.ReadLines();
        return new(places, reader._root, reader._statements);
    }

    private void ReadLines()
    {
        IReadOnlyList<string> section = [];
        var table = _root;
        _tokens.NextOfKey();
        while (_tokens.Kind != TokenKind.Eof)
        {
            if (_tokens.Kind != TokenKind.NewLine)
            {
                var start = _places.LineStart(_tokens.Start);
                IReadOnlyList<string> key = [];
                if (_tokens.Kind is TokenKind.OpenBracket or TokenKind.OpenBracketDouble)
                    (table, section) = ReadHeader(_tokens.Kind == TokenKind.OpenBracketDouble);
                else
                    key = ReadKeyValue(table);
                if (_tokens.Kind is not (TokenKind.NewLine or TokenKind.Eof))
                    throw _places.At(_tokens.Start, $"expected the end of the line after a {(key.Count == 0 ? "header" : "value")}, found {_tokens.Found}");
                _statements.Add(new(section, key, start, _tokens.End));
            }

            _tokens.NextOfKey();
        }
    }

    private (TableNode Table, IReadOnlyList<string> Section) ReadHeader(bool ofArray)
    {
        var start = _tokens.Start;
        _tokens.NextOfKey();
        var key = KeyReader.Read(_tokens, _places);
        if (_tokens.Kind != (ofArray ? TokenKind.CloseBracketDouble : TokenKind.CloseBracket))
            throw _places.At(_tokens.Start, $"expected {(ofArray ? "]]" : "]")} after the key of a header, found {_tokens.Found}");
        var table = ofArray ? _builder.Append(_root, key, start) : _builder.Open(_root, key, start);
        _tokens.NextOfKey();
        return (table, key.Names);
    }

    private IReadOnlyList<string> ReadKeyValue(TableNode table)
    {
        var key = KeyReader.Read(_tokens, _places);
        KeyReader.ExpectEquals(_tokens, _places);
        var place = _builder.Place(table, key);
        _tokens.NextOfValue();
        place.Members.Add(key.Names[^1], new(key.Starts[^1], _values.Read(place.Depth)));
        // A word that belongs to no key may follow, and is named best as a value's reader sees it.
        _tokens.NextOfValue();
        return key.Names;
    }
}
