using System.Globalization;

namespace CompileDepot.Generators.Gathered;

/// <summary>The kinds of values that a collection takes.</summary>
internal enum ValueTag
{
    String,
    Integer,
    Boolean,
    Enum,
    Type,
    Method,
}

/// <summary>A contributed value, as the gathered file writes it. Two are the same value where all fields are.</summary>
/// <param name="Text">The string; the number, in decimal; <c>true</c> or <c>false</c>; the enumeration's member, or its number; the method's name; empty of a type.</param>
/// <param name="Type">Of an enumeration, a type, or a method: the metadata name, as in reflection.</param>
/// <param name="Assembly">The type's assembly, or empty where it is not known.</param>
internal sealed record GatheredValue(ValueTag Tag, string Text, string Type = "", string Assembly = "")
{
    public static GatheredValue Of(string text) => new(ValueTag.String, text);

    public static GatheredValue Of(long number) => new(ValueTag.Integer, number.ToString(CultureInfo.InvariantCulture));

    public static GatheredValue Of(bool flag) => new(ValueTag.Boolean, flag ? "true" : "false");

    /// <summary>Of <see cref="ValueTag.Integer"/>.</summary>
    public long Number => long.Parse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    /// <summary>As messages show it.</summary>
    public string Description => Tag switch
    {
        ValueTag.String => $"\"{Text}\"",
        ValueTag.Enum => $"{Type}.{Text}",
        ValueTag.Type => $"typeof({Type})",
        ValueTag.Method => $"the method {Type}.{Text}",
        _ => Text,
    };
}
