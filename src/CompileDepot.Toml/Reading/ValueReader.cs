using Tomlyn.Syntax;

namespace CompileDepot.Toml.Reading;

/// <summary>Values, from the word on which they begin to their last one. Calls itself for what arrays and inline tables hold, which the limit of depth keeps from overflowing.</summary>
internal sealed class ValueReader(Tokens tokens, TableBuilder builder, TextPlaces places)
{
    /// <summary>Reads the value that follows, and leaves the reader on its last word.</summary>
    public Node Read(int depth)
    {
        var start = tokens.Start;
        switch (tokens.Kind)
        {
            case TokenKind.OpenBracket:
                return ReadArray(start, places.Deeper(depth, start));
            case TokenKind.OpenBrace:
                return ReadTable(start, places.Deeper(depth, start));
            case TokenKind.Eof or TokenKind.NewLine or TokenKind.Comma or TokenKind.CloseBracket or TokenKind.CloseBrace:
                throw places.At(start, $"expected a value, found {tokens.Found}");
            default:
                return new ScalarNode(start, Scalar(start, places.Position(start))) { End = tokens.End };
        }
    }

    private TomlValue Scalar(int start, TomlPosition position)
    {
        if (tokens.IsNumeric && tokens.Kind is not (TokenKind.PositiveInfinite or TokenKind.NegativeInfinite or TokenKind.PositiveNan or TokenKind.NegativeNan))
            return Numeric(start, position);
        return tokens.Kind switch
        {
            TokenKind.String or TokenKind.StringMulti or TokenKind.StringLiteral or TokenKind.StringLiteralMulti => new TomlString(tokens.Content) { Position = position },
            TokenKind.True or TokenKind.False => new TomlBoolean(tokens.Kind == TokenKind.True) { Position = position },
            TokenKind.Infinite or TokenKind.PositiveInfinite => new TomlFloat(double.PositiveInfinity) { Position = position },
            TokenKind.NegativeInfinite => new TomlFloat(double.NegativeInfinity) { Position = position },
            TokenKind.Nan or TokenKind.PositiveNan or TokenKind.NegativeNan => new TomlFloat(double.NaN) { Position = position },
            _ => throw places.At(start, $"{tokens.Found} is no value: expected a string in quotation marks, a number, a date or time, true, false, an array in [ ] or a table in {{ }}"),
        };
    }

    private TomlValue Numeric(int start, TomlPosition position)
    {
        // The lexer may end a word early, where it no longer fits what it began with.
        var end = tokens.End;
        while (end < places.Text.Length && (char.IsAsciiLetterOrDigit(places.Text[end]) || places.Text[end] is '_' or '+' or '-' or '.' or ':'))
            end++;
        var raw = places.Text.AsSpan(start, end - start);
        string? fault;
        if (raw.Contains(':') || (raw.Length > 4 && char.IsAsciiDigit(raw[0]) && raw[4] == '-' && !raw[..4].ContainsAny("eE")))
        {
            if (DateTimeText.Normalize(raw, out fault) is { } text)
                return new TomlDateTime(text) { Position = position };
            throw places.At(start, $"{StringText.Quote(raw)} is no date or time: {fault}");
        }

        var value = NumberText.Read(raw, position, out fault);
        if (value is null || end > tokens.End)
            throw places.At(start, $"{StringText.Quote(raw)} is no number: {fault ?? "expected only digits"}");
        return value;
    }

    private ArrayNode ReadArray(int start, int depth)
    {
        var array = new ArrayNode(start, ofTables: false);
        tokens.NextOfValue(overLines: true);
        while (tokens.Kind != TokenKind.CloseBracket)
        {
            array.Items.Add(Read(depth));
            tokens.NextOfValue(overLines: true);
            if (tokens.Kind == TokenKind.Comma)
                tokens.NextOfValue(overLines: true);
            else if (tokens.Kind != TokenKind.CloseBracket)
                throw places.At(tokens.Start, $"expected , or ] after an item of the array that begins in line {places.Position(start).Line}, found {tokens.Found}");
        }

        array.End = tokens.End;
        return array;
    }

    private TableNode ReadTable(int start, int depth)
    {
        var table = new TableNode(start, TableForm.Inline, depth);
        tokens.NextOfKey(overLines: true);
        while (tokens.Kind != TokenKind.CloseBrace)
        {
            var itemStart = tokens.Start;
            var key = KeyReader.Read(tokens, places);
            KeyReader.ExpectEquals(tokens, places);
            var place = builder.Place(table, key);
            tokens.NextOfValue();
            place.Members.Add(key.Names[^1], new(key.Starts[^1], Read(place.Depth)));
            var itemEnd = tokens.End;
            tokens.NextOfKey(overLines: true);
            var comma = tokens.Kind == TokenKind.Comma ? tokens.Start : -1;
            table.Items.Add(new(key.Names, itemStart, itemEnd, comma));
            if (comma >= 0)
                tokens.NextOfKey(overLines: true);
            else if (tokens.Kind != TokenKind.CloseBrace)
                throw places.At(tokens.Start, $"expected , or }} after a value of the table that begins in line {places.Position(start).Line}, found {tokens.Found}");
        }

        table.End = tokens.End;
        return table;
    }
}
