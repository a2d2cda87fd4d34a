using CompileDepot.Generators.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompileDepot.Generators.Members;

/// <summary>A declaration with <c>[SealedCollection]</c> or <c>[SealedIds]</c>: the member to write, or what is wrong with it.</summary>
internal static class MemberReader
{
    public const string CollectionAttribute = "CompileDepot.SealedCollectionAttribute";

    public const string IdsAttribute = "CompileDepot.SealedIdsAttribute";

    /// <summary>Types by their whole names, so that nothing around the generated code can give them another meaning.</summary>
    public static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat NamespaceFormat = TypeFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    public static bool MayBe(SyntaxNode node, CancellationToken _) => node is MethodDeclarationSyntax or PropertyDeclarationSyntax;

    /// <summary>Both null where the attribute itself is not understood: that is an error of the compiler's.</summary>
    public static (SealedMember? Member, Problem? Problem) Read(GeneratorAttributeSyntaxContext context, bool forIds)
    {
        var (symbol, node) = (context.TargetSymbol, (MemberDeclarationSyntax)context.TargetNode);
        if (context.Attributes[0].ConstructorArguments is not [{ Value: string collection }])
            return default;
        (SealedMember?, Problem?) Refuse(string why) =>
            (null, new(Codes.BadMember, $"'{symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}' can't be filled from collection '{collection}': {why}.", PlaceOf(node)));

        if (ShapeChecks.Fault(symbol, node) is { } fault)
            return Refuse(fault);
        if (symbol.GetAttributes().Count(a => a.AttributeClass?.ToDisplayString() is CollectionAttribute or IdsAttribute) > 1)
            return Refuse("it asks for values and for ids");
        var type = symbol is IMethodSymbol method ? method.ReturnType : ((IPropertySymbol)symbol).Type;
        if (MemberTypes.Of(type) is not var (form, element))
            return Refuse($"its type '{type.ToDisplayString()}' is not {MemberTypes.Supported}");
        var kind = element is null ? ElementKind.None : MemberTypes.KindOf(element);
        if (element is not null && kind == ElementKind.None)
            return Refuse($"it holds '{element.ToDisplayString()}', which is none of string, int, long, bool, an enumeration, System.Type, a delegate and object");
        if (forIds && (kind != ElementKind.Int || form is not (MemberForm.ReadOnlyDictionary or MemberForm.Dictionary or MemberForm.FrozenDictionary)))
            return Refuse("ids are a dictionary from string to int");
        return (new(collection, forIds, Shape(symbol, node, form, type, element), kind, element, symbol, node, context.SemanticModel), null);
    }

    /// <summary>Its name, which is what an error about it is at.</summary>
    public static Place? PlaceOf(MemberDeclarationSyntax node) => Place.Of((node is MethodDeclarationSyntax method ? method.Identifier : ((PropertyDeclarationSyntax)node).Identifier).GetLocation());

    private static MemberShape Shape(ISymbol symbol, MemberDeclarationSyntax node, MemberForm form, ITypeSymbol type, ITypeSymbol? element)
    {
        var around = symbol.ContainingType;
        var nullable = ((CSharpParseOptions)node.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp8;
        var types = node.Ancestors().OfType<TypeDeclarationSyntax>().Select(TypeDeclaration).Reverse();
        var result = type.ToDisplayString(TypeFormat);
        var parameters = node is MethodDeclarationSyntax method ? $"({string.Join(", ", method.ParameterList.Parameters.Zip(((IMethodSymbol)symbol).Parameters, Parameter))})" : "";
        var declaration = $"{string.Join(" ", node.Modifiers.Select(m => m.Text))} {result} {Identifier(symbol.Name)}{parameters}";
        var holder = symbol.Name + "Collection";
        while (around.Name == holder || around.TypeParameters.Any(p => p.Name == holder) || around.GetMembers(holder).Length > 0)
            holder += "_";
        return new(
            $"{around.ToDisplayString(TypeFormat)}.{symbol.Name}", around.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(NamespaceFormat) : "", new(types), declaration,
            node is PropertyDeclarationSyntax, form, holder, result, element?.ToDisplayString(TypeFormat), nullable);
    }

    private static string TypeDeclaration(TypeDeclarationSyntax type)
    {
        var parameters = type.TypeParameterList is { } list
            ? $"<{string.Join(", ", list.Parameters.Select(p => p.VarianceKeyword.Text + (p.VarianceKeyword.Text.Length > 0 ? " " : "") + p.Identifier.Text))}>" : "";
        var kind = type is RecordDeclarationSyntax { ClassOrStructKeyword.Text: { Length: > 0 } detail } ? $"record {detail}" : type.Keyword.Text;
        return $"partial {kind} {type.Identifier.Text}{parameters}";
    }

    private static string Parameter(ParameterSyntax syntax, IParameterSymbol symbol) => string.Concat(syntax.Modifiers.Select(m => m.Text + " ")) + $"{symbol.Type.ToDisplayString(TypeFormat)} {Identifier(symbol.Name)}";

    /// <summary>A name, as the language reads it back.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
