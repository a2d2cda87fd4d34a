using System.Text.Unicode;
using CompileDepot.Toml.Editing;
using CompileDepot.Toml.Reading;

namespace CompileDepot.Toml;

/// <summary>A TOML document that can be edited without losing comments, order and layout. Not thread-safe.</summary>
/// <remarks>
/// All of TOML 1.0, and what 1.1 adds to it: line ends and a last comma in inline tables, <c>\e</c> and <c>\xHH</c> in strings, times without seconds.
/// Reading takes time in proportion to the length of the text. An edit changes only the text that it is about, and reads the document again.
/// </remarks>
public sealed class TomlDocument
{
    /// <summary>
    /// Tables and arrays within each other, the document's own table not counted. Whoever walks through values calls itself once for each, so the number keeps every such walk far from the end of the
    /// stack (a megabyte on most platforms), and no document that people write comes near it.
    /// </summary>
    public const int MaximalDepth = 256;

    private const char ByteOrderMark = '\uFEFF';

    private readonly string _mark;
    private Source _source;

    private TomlDocument(string text, string path)
    {
        _mark = text.StartsWith(ByteOrderMark) ? text[..1] : "";
        Path = path;
        _source = DocumentReader.Read(text[_mark.Length..], path);
        Root = (TomlTable)_source.Root.ToValue(_source.Places);
    }

    /// <summary>As given to the reader; for messages.</summary>
    public string Path { get; }

    /// <summary>All that the document says.</summary>
    public TomlTable Root { get; private set; }

    /// <param name="text">May begin with a mark of byte order, which is no part of the first line.</param>
    /// <exception cref="TomlException">The text is not TOML.</exception>
    public static TomlDocument Parse(string text, string path)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, path);
    }

    /// <summary>Reads a file, which TOML wants in UTF-8.</summary>
    /// <exception cref="TomlException">The bytes are not UTF-8, or the text is not TOML.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static TomlDocument Load(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var characters = new char[bytes.Length];
        var rest = Utf8.ToUtf16(bytes, characters, out var read, out var written, replaceInvalidSequences: false);
        var text = new string(characters, 0, written);
        if (rest == System.Buffers.OperationStatus.Done)
            return new(text, path);
        var places = new TextPlaces(text.TrimStart(ByteOrderMark), path);
        throw places.At(places.Text.Length, $"the byte 0x{bytes[read]:X2} (at offset {read}) is not UTF-8: expected text in that encoding");
    }

    /// <summary>
    /// Gives a key its value. The value's text is replaced where it stands, its comment kept; a value that is equal already keeps its spelling. A new key is added at the end of its table, which is
    /// made where there is none. A table as value is written inline.
    /// </summary>
    /// <exception cref="TomlException">The key leads through something that is no table (an array of tables is none either), or TOML cannot say the value. The document stays as it was.</exception>
    public void Set(IReadOnlyList<string> key, TomlValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Replace(Setting.Set(_source, Checked(key), value));
    }

    /// <summary>
    /// Takes a key away, and all that it says if it is a table or an array of tables, with the comments on the same lines. Comments on lines of their own stay. Tables that stood only by its being
    /// mentioned (<c>a</c>, where <c>[a.b]</c> was all that there was) go with it.
    /// </summary>
    /// <returns>Whether there was such a key.</returns>
    public bool Remove(IReadOnlyList<string> key)
    {
        var text = Removing.Remove(_source, Checked(key));
        if (text is not null)
            Replace(text);
        return text is not null;
    }

    /// <summary>The whole text, as read but for the edits.</summary>
    public override string ToString() => _mark + _source.Text;

    private static IReadOnlyList<string> Checked(IReadOnlyList<string> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Count > 0 ? key : throw new ArgumentException("a key has at least one part", nameof(key));
    }

    private void Replace(string text)
    {
        if (text == _source.Text)
            return;
        _source = DocumentReader.Read(text, Path) with { LineEnd = _source.LineEnd };
        Root = (TomlTable)_source.Root.ToValue(_source.Places);
    }
}
