using System.Globalization;
using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Binding;

/// <summary>Members of enumerations by name and by number. A number is that of the underlying value with its sign, so that 64 unsigned bits may be negative.</summary>
internal static class EnumMembers
{
    /// <summary>The first member with a value, as declared, else the number.</summary>
    public static string Name(INamedTypeSymbol type, object value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && f.ConstantValue!.Equals(value))?.Name ?? Number(value).ToString(CultureInfo.InvariantCulture);

    /// <summary>Null: there is no such member, or the number is not one of the type's.</summary>
    public static string? Expression(INamedTypeSymbol type, string typeText, string member)
    {
        if (!long.TryParse(member, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return type.GetMembers(member).OfType<IFieldSymbol>().Any(f => f.HasConstantValue) ? $"{typeText}.{Members.MemberReader.Identifier(member)}" : null;
        return Range(type.EnumUnderlyingType?.SpecialType) is var (low, high) && number >= low && number <= high ? $"unchecked(({typeText})({number.ToString(CultureInfo.InvariantCulture)}))" : null;
    }

    private static long Number(object value) => value is ulong unsigned ? unchecked((long)unsigned) : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    // What a compiler accepts as a conversion in an unchecked context is any; what a person means is in range. Of unsigned ones, readers of metadata may extend the sign.
    private static (long Low, long High) Range(SpecialType? type) => type switch
    {
        SpecialType.System_SByte or SpecialType.System_Byte => (sbyte.MinValue, byte.MaxValue),
        SpecialType.System_Int16 or SpecialType.System_UInt16 => (short.MinValue, ushort.MaxValue),
        SpecialType.System_Int32 or SpecialType.System_UInt32 => (int.MinValue, uint.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
