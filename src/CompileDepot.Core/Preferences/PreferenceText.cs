using System.Buffers;
using System.Globalization;
using System.Text;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences;

/// <summary>Values as text: for properties of MSBuild, and in a form that keeps types apart for digests and people.</summary>
public static class PreferenceText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("%*?@$();'");

    /// <summary>
    /// What a property holds, with MSBuild's escapes (<c>%3B</c>), so that a value never turns into an expression or two items, and a list is a list of items. To be put into XML as any text.
    /// Text is itself, numbers are invariant, a float always shows that it is one (<c>1.0</c>), Booleans are <c>true</c> and <c>false</c>, lists are separated by <c>;</c>.
    /// </summary>
    public static string Property(TomlValue value) => value switch
    {
        TomlString text => Escape(text.Value),
        TomlArray array => string.Join(';', array.Items.Select(Property)),
        _ => Typed(value),
    };

    /// <summary>
    /// The one text of a value as TOML writes it, which tells its type: <c>true</c>, <c>1</c>, <c>1.0</c> and <c>"1"</c> all differ. On one line; equal texts mean equal values.
    /// Strings have TOML's escapes for quotes, backslashes, control characters, and for what a line of text could stumble over; a table has its keys sorted.
    /// </summary>
    public static string Typed(TomlValue value) => value switch
    {
        TomlString text => Quote(text.Value),
        TomlInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        TomlFloat number => Float(number.Value),
        TomlBoolean flag => flag.Value ? "true" : "false",
        TomlDateTime time => time.Text,
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Typed))}]",
        TomlTable table => $"{{{string.Join(", ", table.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{Quote(m.Key)} = {Typed(m.Value)}"))}}}",
        _ => throw new ArgumentException($"No text for {value.TypeName}.", nameof(value)),
    };

    /// <summary>
    /// What a person who types a value means. With a type: a value of that type, as project files write it, or as TOML does; null where it is none. Without: a value of TOML where it is one, else the text itself.
    /// </summary>
    public static TomlValue? Parse(string text, PreferenceType? type)
    {
        if (type == PreferenceType.String)
            return new TomlString(text);
        var value = ParseToml(text);
        return type is null ? value ?? new TomlString(text) : value is not null && type.Fits(value) ? value : type.Read(text);
    }

    /// <summary>The value that <see cref="Typed"/> gave a text; null where it is none.</summary>
    public static TomlValue? ParseTyped(string text) => text.Length == 0 ? null : ParseToml(text);

    /// <summary>A basic string of TOML.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
                quoted.Append('\\').Append((char)rune.Value);
            else if (rune.Value < 32 || rune.Value is 127 or 0x85 or 0x2028 or 0x2029)
                quoted.Append("\\u").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture));
            else
                quoted.Append(rune.ToString());
        }
        return quoted.Append('"').ToString();
    }

    private static TomlValue? ParseToml(string text)
    {
        try
        {
            // More than one member: the text held a line of its own.
            return TomlDocument.Parse($"x = {text}", "").Root.Members is { Count: 1 } members ? members["x"] : null;
        }
        catch (TomlException)
        {
            return null;
        }
    }

    private static string Float(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny(".E") >= 0 ? text : text + ".0";
    }

    /// <summary>A text with MSBuild's escapes.</summary>
    internal static string Escape(string value)
    {
        if (value.AsSpan().IndexOfAny(Special) < 0)
            return value;
        var text = new StringBuilder(value.Length + 8);
        foreach (var c in value)
        {
            if (Special.Contains(c))
                text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        return text.ToString();
    }
}
