using Tomlyn.Syntax;

namespace CompileDepot.Toml.Reading;

/// <summary>A key, dotted or not, and where each of its parts stands.</summary>
internal readonly record struct Key(IReadOnlyList<string> Names, IReadOnlyList<int> Starts);

internal static class KeyReader
{
    /// <summary>Reads the key that begins at the current word, and leaves the reader on the word after it.</summary>
    public static Key Read(Tokens tokens, TextPlaces places)
    {
        var first = Part(tokens, places);
        var start = tokens.Start;
        tokens.NextOfKey();
        if (tokens.Kind != TokenKind.Dot)
            return new([first], [start]);
        var (names, starts) = (new List<string> { first }, new List<int> { start });
        while (tokens.Kind == TokenKind.Dot)
        {
            tokens.NextOfKey();
            names.Add(Part(tokens, places));
            starts.Add(tokens.Start);
            tokens.NextOfKey();
        }

        return new(names, starts);
    }

    public static void ExpectEquals(Tokens tokens, TextPlaces places)
    {
        if (tokens.Kind != TokenKind.Equal)
            throw places.At(tokens.Start, $"expected = after a key, found {tokens.Found}");
    }

    private static string Part(Tokens tokens, TextPlaces places) => tokens.Kind switch
    {
        TokenKind.BasicKey => tokens.Raw.ToString(),
        TokenKind.String or TokenKind.StringLiteral => tokens.Content,
        _ => throw places.At(tokens.Start, $"expected a key (letters, digits, - and _, or any text in quotation marks), found {tokens.Found}"),
    };
}
