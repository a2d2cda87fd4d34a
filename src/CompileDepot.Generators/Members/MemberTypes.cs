using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Members;

/// <summary>Which types a member may have, and what of.</summary>
internal static class MemberTypes
{
    public const string Supported =
        "a list (IReadOnlyList, IReadOnlyCollection, IEnumerable, an array, ImmutableArray, ReadOnlySpan) or a dictionary from string (IReadOnlyDictionary, IDictionary, Dictionary, FrozenDictionary) "
        + "of string, int, long, bool, an enumeration, System.Type, a delegate or object; int or long for a counter; or void for a method that calls others";

    private const string Generic = "System.Collections.Generic";

    /// <summary>Null where no collection can be of that type. The element is null for counters and void.</summary>
    public static (MemberForm Form, ITypeSymbol? Element)? Of(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Void } => (MemberForm.Registration, null),
        { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } => (MemberForm.Counter, null),
        IArrayTypeSymbol { IsSZArray: true } array => (MemberForm.Array, array.ElementType),
        INamedTypeSymbol { TypeArguments: [var element] } list when ListForm(list) is { } form => (form, element),
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_String }, var element] } dictionary when DictionaryForm(dictionary) is { } form => (form, element),
        _ => null,
    };

    public static ElementKind KindOf(ITypeSymbol element) => element switch
    {
        { SpecialType: SpecialType.System_String } => ElementKind.String,
        { SpecialType: SpecialType.System_Int32 } => ElementKind.Int,
        { SpecialType: SpecialType.System_Int64 } => ElementKind.Long,
        { SpecialType: SpecialType.System_Boolean } => ElementKind.Bool,
        { TypeKind: TypeKind.Dynamic } => ElementKind.None,
        { SpecialType: SpecialType.System_Object } => ElementKind.Object,
        { TypeKind: TypeKind.Enum } => ElementKind.Enum,
        { TypeKind: TypeKind.Delegate } => ElementKind.Delegate,
        INamedTypeSymbol named when Is(named, "System", "Type") => ElementKind.Type,
        _ => ElementKind.None,
    };

    private static MemberForm? ListForm(INamedTypeSymbol type) =>
        Is(type, Generic, "IReadOnlyList`1") || Is(type, Generic, "IReadOnlyCollection`1") || Is(type, Generic, "IEnumerable`1") ? MemberForm.List
        : Is(type, "System.Collections.Immutable", "ImmutableArray`1") ? MemberForm.ImmutableArray
        : Is(type, "System", "ReadOnlySpan`1") ? MemberForm.Span
        : null;

    private static MemberForm? DictionaryForm(INamedTypeSymbol type) =>
        Is(type, Generic, "IReadOnlyDictionary`2") || Is(type, Generic, "IDictionary`2") ? MemberForm.ReadOnlyDictionary
        : Is(type, Generic, "Dictionary`2") ? MemberForm.Dictionary
        : Is(type, "System.Collections.Frozen", "FrozenDictionary`2") ? MemberForm.FrozenDictionary
        : null;

    private static bool Is(INamedTypeSymbol type, string @namespace, string name) =>
        type.MetadataName == name && type.ContainingType is null && type.ContainingNamespace.ToDisplayString() == @namespace;
}
