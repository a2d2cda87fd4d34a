using System.Globalization;
using System.Text;

namespace CompileDepot.Generators.Reporting;

/// <summary>
/// Reads JSON into dictionaries, lists, strings, numbers, Booleans and null. A generator brings no libraries, and compilers do not all come with the same ones.
/// </summary>
internal sealed class JsonText
{
    // More than the file that we write has, and less than a stack has.
    private const int MaxDepth = 32;

    private readonly string _text;
    private int _position;

    private JsonText(string text) => _text = text;

    /// <exception cref="FormatException">It is not JSON.</exception>
    public static object? Parse(string text)
    {
        var reader = new JsonText(text);
        var value = reader.Value(0);
        reader.Space();
        return reader._position == text.Length ? value : throw Bad();
    }

    private object? Value(int depth)
    {
        Space();
        switch (depth < MaxDepth && _position < _text.Length ? _text[_position] : throw Bad())
        {
            case '{':
                return Object(depth + 1);
            case '[':
                return Array(depth + 1);
            case '"':
                return String();
            default:
                var start = _position;
                while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '+' or '-' or '.'))
                    _position++;
                return _text.Substring(start, _position - start) switch
                {
                    "true" => true,
                    "false" => false,
                    "null" => null,
                    var word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(),
                };
        }
    }

    private Dictionary<string, object?> Object(int depth)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var more = Start('}'); more; more = More('}'))
        {
            Space();
            var name = String();
            Take(':');
            members[name] = Value(depth);
        }
        return members;
    }

    private List<object?> Array(int depth)
    {
        var items = new List<object?>();
        for (var more = Start(']'); more; more = More(']'))
            items.Add(Value(depth));
        return items;
    }

    // Behind the opening bracket: whether there is anything before the closing one.
    private bool Start(char end)
    {
        _position++;
        Space();
        if (_position >= _text.Length || _text[_position] != end)
            return true;
        _position++;
        return false;
    }

    private bool More(char end)
    {
        Space();
        var next = _position < _text.Length ? _text[_position++] : throw Bad();
        return next == ',' || (next == end ? false : throw Bad());
    }

    private string String()
    {
        Take('"');
        var text = new StringBuilder();
        while (true)
        {
            var c = Next();
            if (c == '"')
                return text.ToString();
            text.Append(c != '\\' ? c : Next() switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => Unit(),
                var same and ('"' or '\\' or '/') => same,
                _ => throw Bad(),
            });
        }
    }

    private char Unit()
    {
        if (_position + 4 > _text.Length || !ushort.TryParse(_text.Substring(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            throw Bad();
        _position += 4;
        return (char)number;
    }

    private char Next() => _position < _text.Length ? _text[_position++] : throw Bad();

    private void Take(char c)
    {
        Space();
        if (Next() != c)
            throw Bad();
    }

    private void Space()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n')
            _position++;
    }

    private static FormatException Bad() => new("Not JSON.");
}
