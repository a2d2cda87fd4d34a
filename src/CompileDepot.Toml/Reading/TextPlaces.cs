namespace CompileDepot.Toml.Reading;

/// <summary>Where offsets of a text lie in lines and columns, and the errors that say so. Lines end with a line feed, as in TOML; columns count UTF-16 units, as editors do.</summary>
internal sealed class TextPlaces
{
    private readonly List<int> _lineStarts = [0];

    public TextPlaces(string text, string path)
    {
        Text = text;
        Path = path;
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1))
            _lineStarts.Add(i + 1);
    }

    public string Text { get; }

    public string Path { get; }

    public TomlPosition Position(int offset)
    {
        var line = Line(offset);
        return new(line + 1, offset - _lineStarts[line] + 1);
    }

    public int LineStart(int offset) => _lineStarts[Line(offset)];

    public TomlException At(int offset, string message) => new(Path, Position(offset), message);

    /// <exception cref="TomlException">The limit is passed: what begins at the offset has too much around it.</exception>
    public int Deeper(int depth, int offset) =>
        depth < TomlDocument.MaximalDepth ? depth + 1
            : throw At(offset, $"tables and arrays stand more than {TomlDocument.MaximalDepth} deep within each other: expected no more (the limit keeps programs that walk through them safe)");

    private int Line(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }
}
