using CompileDepot.Generators.Binding;
using CompileDepot.Generators.Gathered;
using CompileDepot.Generators.Reporting;
using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Contributions;

/// <summary>What the project that seals contributes by attributes of its own. In the order in which they come into metadata, which is that of other projects' attributes too.</summary>
internal static class OwnContributions
{
    private const string Namespace = "CompileDepot";

    /// <param name="collections">The names of those to look for.</param>
    public static List<Contribution> Read(Compilation compilation, string self, ISet<string> collections, List<Problem> problems, CancellationToken cancellation)
    {
        var found = new List<Contribution>();
        foreach (var attribute in compilation.Assembly.GetAttributes())
        {
            cancellation.ThrowIfCancellationRequested();
            if (KindOf(attribute.AttributeClass) is not { } kind || attribute.ConstructorArguments is not [{ Value: string name }, ..] || !collections.Contains(name))
                continue;
            var place = Place.Of(attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation());
            var arguments = attribute.ConstructorArguments.Skip(1).ToArray();
            var key = kind == CollectionKind.Table ? arguments[0].Value as string : null;
            if (kind == CollectionKind.Table && key is null)
                problems.Add(new(Codes.BadContribution, $"A contribution to table '{name}' has no key.", place));
            else if (Value(kind == CollectionKind.Table ? arguments.Skip(1).ToArray() : arguments) is { } value)
                found.Add(new(self, kind, name, key, value, place));
            else
                problems.Add(new(Codes.BadContribution, $"A contribution to collection '{name}' has no value that a collection takes: a string, an integer that fits into long, true or false, a member of an enumeration, a type, or a type and the name of a method.", place));
        }
        return found;
    }

    private static CollectionKind? KindOf(INamedTypeSymbol? type) => type is not { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } ? null : type.MetadataName switch
    {
        "CompileSeqAttribute" => CollectionKind.Seq,
        "CompileTableAttribute" => CollectionKind.Table,
        "CompileCounterAttribute" => CollectionKind.Counter,
        _ => null,
    };

    private static GatheredValue? Value(TypedConstant[] arguments) => arguments switch
    {
        [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol type }, { Value: string { Length: > 0 } method }] when ReflectionName.Of(type) is var (name, assembly) => new(ValueTag.Method, method, name, assembly),
        [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol type }] when ReflectionName.Of(type) is var (name, assembly) => new(ValueTag.Type, "", name, assembly),
        [{ Kind: TypedConstantKind.Enum, Value: { } value, Type: INamedTypeSymbol type }] when ReflectionName.Of(type) is var (name, assembly) => new(ValueTag.Enum, EnumMembers.Name(type, value), name, assembly),
        [{ Kind: TypedConstantKind.Primitive, Value: { } value }] => value switch
        {
            string text => GatheredValue.Of(text),
            bool flag => GatheredValue.Of(flag),
            sbyte or byte or short or ushort or int or uint or long => GatheredValue.Of(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
            ulong and <= long.MaxValue => GatheredValue.Of((long)(ulong)value),
            _ => null,
        },
        _ => null,
    };
}
