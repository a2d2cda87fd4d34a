using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Binding;

/// <summary>
/// A type's name as reflection writes it, without versions: <c>My.Ns.Outer+Inner</c>, <c>System.Collections.Generic.List`1[[System.Int32, System.Runtime]]</c>, <c>X[]</c>, <c>X[,]</c>.
/// </summary>
/// <param name="Definition">Of a generic type: its definition.</param>
/// <param name="Arguments">Empty of a type that is not generic, or not constructed.</param>
/// <param name="Ranks">Of an array: the ranks, as they stand: the innermost array first.</param>
internal sealed record ReflectionName(string Definition, string Assembly, IReadOnlyList<ReflectionName> Arguments, IReadOnlyList<int> Ranks)
{
    /// <summary>Null of what is no such name.</summary>
    public static ReflectionName? Parse(string type, string assembly)
    {
        var position = 0;
        var name = Read(type, ref position, assembly);
        return position == type.Length ? name : null;
    }

    /// <summary>The name and the assembly of a type, or null of a pointer, a type parameter, an error, and others that no attribute can hold.</summary>
    public static (string Type, string Assembly)? Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array when Of(array.ElementType) is var (element, assembly) => ($"{element}[{new string(',', array.Rank - 1)}]", assembly),
        INamedTypeSymbol { TypeKind: not TypeKind.Error } named => OfNamed(named),
        { TypeKind: TypeKind.Dynamic } => ("System.Object", ""),
        _ => null,
    };

    private static (string Type, string Assembly)? OfNamed(INamedTypeSymbol type)
    {
        // Native integers and tuples stand for the types that metadata has.
        type = type.NativeIntegerUnderlyingType ?? type.TupleUnderlyingType ?? type;
        var arguments = new List<string>();
        var name = type.MetadataName;
        for (var around = type.ContainingType; around is not null; around = around.ContainingType)
            name = $"{around.MetadataName}+{name}";
        if (type.ContainingNamespace is { IsGlobalNamespace: false } space)
            name = $"{space.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None))}.{name}";
        if (!type.IsUnboundGenericType && !SymbolEqualityComparer.Default.Equals(type, type.OriginalDefinition))
        {
            for (var around = type; around is not null; around = around.ContainingType)
            {
                var own = around.TypeArguments.Select(Of).ToList();
                if (own.Any(a => a is null))
                    return null;
                arguments.InsertRange(0, own.Select(a => $"[{a!.Value.Type}, {a.Value.Assembly}]"));
            }
        }
        return (arguments.Count > 0 ? $"{name}[{string.Join(",", arguments)}]" : name, type.ContainingAssembly.Name);
    }

    private static ReflectionName? Read(string text, ref int position, string assembly)
    {
        var start = position;
        while (position < text.Length && text[position] is not ('[' or ']' or ','))
            position++;
        var definition = text.Substring(start, position - start);
        var (arguments, ranks) = (new List<ReflectionName>(), new List<int>());
        while (position < text.Length && text[position] == '[')
        {
            position++;
            if (position < text.Length && text[position] == '[')
            {
                if (arguments.Count > 0 || ranks.Count > 0 || !ReadArguments(text, ref position, arguments))
                    return null;
                continue;
            }
            var rank = 1;
            for (; position < text.Length && text[position] == ','; position++)
                rank++;
            if (position >= text.Length || text[position++] != ']')
                return null;
            ranks.Add(rank);
        }
        return definition.Length > 0 ? new(definition, assembly, arguments, ranks) : null;
    }

    // Behind the first bracket of "[[A, B],[C, D]]", up to behind the last.
    private static bool ReadArguments(string text, ref int position, List<ReflectionName> arguments)
    {
        while (position < text.Length && text[position] == '[')
        {
            position++;
            if (Read(text, ref position, "") is not { } argument)
                return false;
            var end = text.IndexOf(']', position);
            if (end < 0)
                return false;
            arguments.Add(argument with { Assembly = text.Substring(position, end - position).TrimStart(',').Trim() });
            position = end + 1;
            if (position < text.Length && text[position] == ',')
                position++;
        }
        return position < text.Length && text[position++] == ']';
    }
}
