using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Binding;

/// <summary>
/// Finds types by their names in metadata. A name can stand for several types, of several assemblies: that of the assembly which the contribution names goes first, but it may be a facade that only forwards, or
/// the implementation of what is referred to here by another name.
/// </summary>
internal sealed class TypeLookup(Compilation compilation)
{
    private readonly Dictionary<string, IAssemblySymbol> _assemblies = compilation.SourceModule.ReferencedAssemblySymbols.Append(compilation.Assembly)
        .GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Last(), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<(string Type, string Assembly), IReadOnlyList<ITypeSymbol>> _found = [];

    /// <summary>All that may be meant, best first; empty where there is none.</summary>
    public IReadOnlyList<ITypeSymbol> Find(string type, string assembly)
    {
        if (!_found.TryGetValue((type, assembly), out var found))
            _found[(type, assembly)] = found = ReflectionName.Parse(type, assembly) is { } name ? [.. Find(name)] : [];
        return found;
    }

    private IEnumerable<ITypeSymbol> Find(ReflectionName name)
    {
        foreach (var definition in Definitions(name.Definition, name.Assembly))
        {
            if (Construct(definition, name.Arguments) is not ITypeSymbol type)
                continue;
            foreach (var rank in name.Ranks)
                type = compilation.CreateArrayTypeSymbol(type, rank);
            yield return type;
        }
    }

    private IReadOnlyList<INamedTypeSymbol> Definitions(string name, string assembly)
    {
        if (_assemblies.TryGetValue(assembly, out var named) && named.GetTypeByMetadataName(name) is { } type)
            return new[] { type };
        var all = compilation.GetTypesByMetadataName(name);
        return all.Length > 0 ? all : _assemblies.Values.Select(a => a.ResolveForwardedType(name)).OfType<INamedTypeSymbol>().Take(1).ToArray();
    }

    // Arguments of the types around come first.
    private INamedTypeSymbol? Construct(INamedTypeSymbol definition, IReadOnlyList<ReflectionName> arguments)
    {
        if (arguments.Count == 0)
            return definition.IsGenericType ? Unbound(definition) : definition;
        var types = arguments.Select(a => Find(a).FirstOrDefault()).ToList();
        return types.Any(t => t is null) ? null : Construct(definition, types!);
    }

    private static INamedTypeSymbol? Construct(INamedTypeSymbol definition, List<ITypeSymbol> arguments)
    {
        var (own, around) = (definition.Arity, definition.ContainingType);
        if (around is { IsGenericType: true })
        {
            if (Construct(around, arguments.GetRange(0, Math.Max(0, arguments.Count - own))) is not { } constructed)
                return null;
            definition = constructed.GetTypeMembers(definition.Name, own)[0];
            arguments = arguments.GetRange(arguments.Count - own, own);
        }
        return arguments.Count != own ? null : own == 0 ? definition : definition.Construct(arguments.ToArray());
    }

    private static INamedTypeSymbol Unbound(INamedTypeSymbol definition) =>
        definition.Arity > 0 ? definition.ConstructUnboundGenericType() : Unbound(definition.ContainingType).GetTypeMembers(definition.Name, 0)[0];
}
