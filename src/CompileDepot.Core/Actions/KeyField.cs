using System.Buffers;
using System.Globalization;
using System.Text;

namespace CompileDepot.Core.Actions;

/// <summary>
/// The escaping of one field of a line-oriented text: space, per cent, and control characters become <c>%XX</c>; the empty field is <c>%</c>; half a surrogate pair, which UTF-8
/// can't hold, becomes <c>%uXXXX</c>.
/// Different values give different fields, a field never holds a separator, and ordinary paths and options stay as they are.
/// </summary>
public static class KeyField
{
    private static readonly SearchValues<char> Special = SearchValues.Create([.. Enumerable.Range(0, 33).Select(i => (char)i), '%', (char)127, '\u0085', '\u2028', '\u2029']);

    public static string Escape(string value)
    {
        if (value.Length == 0)
            return "%";
        if (value.AsSpan().IndexOfAny(Special) < 0 && value.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0)
            return value;
        var text = new StringBuilder(value.Length + 16);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (i + 1 < value.Length && char.IsSurrogatePair(c, value[i + 1]))
                text.Append(c).Append(value[++i]);
            else if (!Special.Contains(c) && !char.IsSurrogate(c))
                text.Append(c);
            else if (c < 256)
                text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append("%u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary>Fields, escaped, with a space between each two.</summary>
    public static string Join(IEnumerable<string> fields) => string.Join(' ', fields.Select(Escape));

    /// <summary>The inverse of <see cref="Join"/>, for one field or more.</summary>
    public static string[] Split(string line) => Array.ConvertAll(line.Split(' '), Unescape);

    /// <summary>The inverse of <see cref="Escape"/>; what is not well-formed stays as it is.</summary>
    public static string Unescape(string field)
    {
        if (field == "%")
            return "";
        if (!field.Contains('%'))
            return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            var (skip, length) = field[i] != '%' ? (0, 0) : i + 1 < field.Length && field[i + 1] == 'u' ? (2, 4) : (1, 2);
            if (length > 0 && i + skip + length <= field.Length && ushort.TryParse(field.AsSpan(i + skip, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += skip + length - 1;
            }
            else
            {
                text.Append(field[i]);
            }
        }
        return text.ToString();
    }
}
