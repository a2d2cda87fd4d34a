namespace CompileDepot.Toml;

/// <summary>Where something stands in a document.</summary>
/// <param name="Line">From 1; 0 for a value that comes from no document.</param>
/// <param name="Column">From 1, in UTF-16 units; 0 for a value that comes from no document.</param>
public readonly record struct TomlPosition(int Line, int Column);

/// <summary>A value of TOML. Values are equal where type and content are, wherever they stand.</summary>
public abstract class TomlValue
{
    /// <summary>Where the value begins.</summary>
    public TomlPosition Position { get; init; }

    /// <summary>The type's name as TOML spells it: <c>string</c>, <c>integer</c>, <c>float</c>, <c>boolean</c>, <c>datetime</c>, <c>array</c>, <c>table</c>.</summary>
    public abstract string TypeName { get; }
}

public sealed class TomlString(string value) : TomlValue
{
    public string Value => value;

    public override string TypeName => "string";

    public override bool Equals(object? obj) => obj is TomlString other && other.Value == value;

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
}

public sealed class TomlInteger(long value) : TomlValue
{
    public long Value => value;

    public override string TypeName => "integer";

    public override bool Equals(object? obj) => obj is TomlInteger other && other.Value == value;

    public override int GetHashCode() => value.GetHashCode();
}

/// <summary>
/// A float, <c>inf</c> and <c>nan</c> included; two are equal where their bits are, so <c>-0.0</c> is not <c>0.0</c>, but every <c>nan</c> is like every other: their bits say nothing in TOML.
/// </summary>
public sealed class TomlFloat(double value) : TomlValue
{
    public double Value => value;

    public override string TypeName => "float";

    public override bool Equals(object? obj) => obj is TomlFloat other && Bits(other.Value) == Bits(value);

    public override int GetHashCode() => Bits(value).GetHashCode();

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);
}

public sealed class TomlBoolean(bool value) : TomlValue
{
    public bool Value => value;

    public override string TypeName => "boolean";

    public override bool Equals(object? obj) => obj is TomlBoolean other && other.Value == value;

    public override int GetHashCode() => value.GetHashCode();
}

/// <summary>A date, a time or both, with an offset or without, as its text in TOML's normal form (<c>T</c> between date and time, <c>Z</c> for an offset of nought, seconds always there).</summary>
public sealed class TomlDateTime(string text) : TomlValue
{
    public string Text => text;

    public override string TypeName => "datetime";

    public override bool Equals(object? obj) => obj is TomlDateTime other && other.Text == text;

    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);
}
