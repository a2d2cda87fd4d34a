using System.Globalization;
using System.Text;
using CompileDepot.Toml.Reading;

namespace CompileDepot.Toml.Writing;

/// <summary>Values as they are written: one form for each type, on one line.</summary>
internal static class ValueText
{
    /// <exception cref="ArgumentException">TOML cannot say the value, or not to our limit of depth.</exception>
    public static string Of(TomlValue value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    public static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                _ when StringText.IsControl(c) => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ when char.IsSurrogate(c) && !IsPair(value, i) => throw new ArgumentException($"a string holds half of a surrogate pair at character {i + 1}: TOML has no way to write it"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static void Append(StringBuilder text, TomlValue value, int depth)
    {
        if (depth > TomlDocument.MaximalDepth)
            throw new ArgumentException($"tables and arrays stand more than {TomlDocument.MaximalDepth} deep within each other");
        switch (value)
        {
            case TomlString s:
                AppendString(text, s.Value);
                break;
            case TomlInteger n:
                text.Append(n.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case TomlFloat f:
                text.Append(Float(f.Value));
                break;
            case TomlBoolean b:
                text.Append(b.Value ? "true" : "false");
                break;
            case TomlDateTime d:
                text.Append(DateTimeText.Normalize(d.Text, out var fault) ?? throw new ArgumentException($"{StringText.Quote(d.Text)} is no date or time: {fault}"));
                break;
            case TomlArray a:
                AppendAll(text, "[", "]", a.Items, item => Append(text, item, depth + 1));
                break;
            case TomlTable t:
                AppendAll(text, t.Members.Count == 0 ? "{" : "{ ", t.Members.Count == 0 ? "}" : " }", t.Members, member =>
                {
                    text.Append(KeyText.Of(member.Key)).Append(" = ");
                    Append(text, member.Value, depth + 1);
                });
                break;
            default:
                throw new ArgumentException($"{value.GetType().Name} is no type of TOML");
        }
    }

    private static void AppendAll<T>(StringBuilder text, string open, string close, IEnumerable<T> items, Action<T> append)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(", ");
            first = false;
            append(item);
        }

        text.Append(close);
    }

    /// <summary>The shortest digits that read as the same bits, with a point or an exponent: without them the text would be an integer.</summary>
    private static string Float(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text.Replace('E', 'e') : text + ".0";
    }

    private static bool IsPair(string text, int at) =>
        (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1])) || (at > 0 && char.IsSurrogatePair(text[at - 1], text[at]));
}
