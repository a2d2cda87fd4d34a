using System.Buffers;
using System.Text;

namespace CompileDepot.Core.Collections;

/// <summary>
/// Records of one line: fields with tabs between them. In a field <c>\\</c> is a backslash, <c>\t \n \r</c> are what they usually are, and <c>\uXXXX</c> stands for every other character that could end a line
/// for somebody, or that UTF-8 has no form for. So any text is one field, and no reader of lines takes a record apart.
/// </summary>
internal static class FieldText
{
    // Only these are searched for many at a time; others are looked at one by one.
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c != '\\')]);

    /// <summary>One record, with the end of its line.</summary>
    public static void Append(StringBuilder text, params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                text.Append('\t');
            AppendField(text, fields[i]);
        }
        text.Append('\n');
    }

    public static string Join(params ReadOnlySpan<string> fields)
    {
        var text = new StringBuilder();
        Append(text, fields);
        return text.ToString(0, text.Length - 1);
    }

    /// <exception cref="FormatException">An escape that means nothing.</exception>
    public static string[] Split(string line) => [.. line.Split('\t').Select(Unescape)];

    private static void AppendField(StringBuilder text, string field)
    {
        var rest = field.AsSpan();
        for (int at; (at = rest.IndexOfAnyExcept(Plain)) >= 0;)
        {
            text.Append(rest[..at]);
            if (char.IsHighSurrogate(rest[at]) && at + 1 < rest.Length && char.IsLowSurrogate(rest[at + 1]))
            {
                text.Append(rest.Slice(at, 2));
                at++;
            }
            else
            {
                AppendEscaped(text, rest[at]);
            }
            rest = rest[(at + 1)..];
        }
        text.Append(rest);
    }

    private static void AppendEscaped(StringBuilder text, char c)
    {
        if (!char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\\' or '\u2028' or '\u2029'))
            text.Append(c);
        else
            text.Append(c switch { '\\' => "\\\\", '\t' => "\\t", '\n' => "\\n", '\r' => "\\r", _ => $"\\u{(int)c:x4}" });
    }

    private static string Unescape(string field)
    {
        if (!field.Contains('\\'))
            return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] != '\\')
            {
                text.Append(field[i]);
                continue;
            }
            i++;
            var escape = i < field.Length ? field[i] : '\0';
            if (escape == 'u' && i + 4 < field.Length && ushort.TryParse(field.AsSpan(i + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit))
            {
                text.Append((char)unit);
                i += 4;
                continue;
            }
            text.Append(escape switch { '\\' => '\\', 't' => '\t', 'n' => '\n', 'r' => '\r', _ => throw new FormatException($"'\\{escape}' means nothing") });
        }
        return text.ToString();
    }
}
