using System.Globalization;

namespace CompileDepot.Core.Collections;

/// <summary>
/// What is contributed. As fields of a record, which are its one canonical form:
/// <code>
/// string text          int decimal          bool true|false
/// enum   type assembly member               a member's name, or the underlying number where no member is known to have it
/// type   type assembly                      the name as metadata has it (Ns.Outer+Inner), without versions; the assembly's simple name, or nothing where nobody said
/// method type assembly name
/// </code>
/// </summary>
public abstract record ContributionValue
{
    private protected ContributionValue()
    {
    }

    /// <summary>The first of them says which value it is.</summary>
    public abstract IReadOnlyList<string> Fields { get; }

    /// <summary>What identifies it among the ids of a collection, and what messages call it: no assembly is in it, so that a type which moves keeps its id.</summary>
    public abstract string Name { get; }

    /// <summary>The inverse of <see cref="Fields"/>.</summary>
    /// <exception cref="FormatException">They are no value.</exception>
    public static ContributionValue Of(params ReadOnlySpan<string> fields) => fields switch
    {
        ["string", var text] => new StringValue(text),
        ["int", var number] when Int64Value.TryParse(number) is { } value && value.Fields[1] == number => value,
        ["bool", "true"] => new BooleanValue(true),
        ["bool", "false"] => new BooleanValue(false),
        ["enum", var type, var assembly, var member] => new EnumValue(type, assembly, member),
        ["type", var type, var assembly] => new TypeValue(type, assembly),
        ["method", var type, var assembly, var method] => new MethodValue(type, assembly, method),
        _ => throw new FormatException($"'{string.Join(' ', fields!)}' is no value"),
    };

    public sealed override string ToString() => FieldText.Join([.. Fields]);
}

public sealed record StringValue(string Text) : ContributionValue
{
    public override IReadOnlyList<string> Fields => ["string", Text];

    public override string Name => Text;
}

public sealed record Int64Value(long Number) : ContributionValue
{
    public override IReadOnlyList<string> Fields => ["int", Name];

    public override string Name => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where the text is no whole number of 64 bits.</summary>
    public static Int64Value? TryParse(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new(number) : null;
}

public sealed record BooleanValue(bool IsTrue) : ContributionValue
{
    public override IReadOnlyList<string> Fields => ["bool", Name];

    public override string Name => IsTrue ? "true" : "false";
}

public sealed record EnumValue(string Type, string Assembly, string Member) : ContributionValue
{
    public override IReadOnlyList<string> Fields => ["enum", Type, Assembly, Member];

    public override string Name => $"{Type}.{Member}";
}

public sealed record TypeValue(string Type, string Assembly) : ContributionValue
{
    public override IReadOnlyList<string> Fields => ["type", Type, Assembly];

    public override string Name => Type;
}

public sealed record MethodValue(string Type, string Assembly, string Method) : ContributionValue
{
    public override IReadOnlyList<string> Fields => ["method", Type, Assembly, Method];

    public override string Name => $"{Type}.{Method}";
}
