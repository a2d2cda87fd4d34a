using System.Globalization;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences;

/// <summary>The types that a preference can have: four of TOML's, and lists of one of them. A closed list: each has a property's text, a constant in three languages, and a typed line in the digest.</summary>
public sealed class PreferenceType
{
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private PreferenceType(string name, string item, Func<string, TomlValue?> read)
    {
        Name = name;
        Item = item;
        Read = read;
    }

    public static PreferenceType String { get; } = new("string", "string", text => new TomlString(text));

    public static PreferenceType Integer { get; } = new("integer", "integer", text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? new TomlInteger(value) : null);

    public static PreferenceType Float { get; } = new("float", "float", ReadFloat);

    public static PreferenceType Boolean { get; } = new("boolean", "boolean", text => bool.TryParse(text, out var value) ? new TomlBoolean(value) : null);

    public static IReadOnlyList<PreferenceType> All { get; } = [String, Integer, Float, Boolean, List(String), List(Integer), List(Float), List(Boolean)];

    /// <summary>As declarations spell it: <c>string</c>, …, <c>boolean[]</c>.</summary>
    public string Name { get; }

    /// <summary>The type of TOML that a value, or each item of a list, has.</summary>
    public string Item { get; }

    public bool IsList => Name.EndsWith("[]", StringComparison.Ordinal);

    /// <summary>The value that a text in a project file stands for; null: none. Items of lists are separated by <c>;</c>, as everywhere in MSBuild.</summary>
    public Func<string, TomlValue?> Read { get; }

    /// <param name="name">In any case; empty: <c>string</c>.</param>
    public static PreferenceType? Find(string name) => name.Length == 0 ? String : All.FirstOrDefault(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a value is of exactly this type: <c>1</c> is no float, and <c>"1"</c> no integer.</summary>
    public bool Fits(TomlValue value) => IsList ? value is TomlArray array && array.Items.All(i => i.TypeName == Item) : value.TypeName == Item;

    public override string ToString() => Name;

    private static PreferenceType List(PreferenceType item) => new(item.Name + "[]", item.Name, text =>
    {
        var items = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item.Read).ToList();
        return items.Contains(null) ? null : new TomlArray([.. items.OfType<TomlValue>()]);
    });

    private static TomlFloat? ReadFloat(string text) => text switch
    {
        "inf" or "+inf" => new TomlFloat(double.PositiveInfinity),
        "-inf" => new TomlFloat(double.NegativeInfinity),
        "nan" => new TomlFloat(double.NaN),
        _ => double.TryParse(text, FloatStyle, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? new TomlFloat(value) : null,
    };
}
