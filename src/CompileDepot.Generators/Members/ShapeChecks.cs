using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompileDepot.Generators.Members;

/// <summary>What keeps a declaration from being filled: all that the language would refuse in what we write, said where the user wrote it.</summary>
internal static class ShapeChecks
{
    /// <summary>Null: nothing.</summary>
    public static string? Fault(ISymbol symbol, MemberDeclarationSyntax node) =>
        !node.Modifiers.Any(SyntaxKind.PartialKeyword) ? "it is not partial"
        : HasBody(symbol, node) ? "it has a body already"
        : node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => !t.Modifiers.Any(SyntaxKind.PartialKeyword)) is { } whole ? $"the type '{whole.Identifier.ValueText}' around it is not partial"
        : node.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => t.Modifiers.Any(SyntaxKind.FileKeyword)) is { } local ? $"the type '{local.Identifier.ValueText}' around it is local to its file"
        : node.Ancestors().OfType<InterfaceDeclarationSyntax>().FirstOrDefault(t => t.TypeParameterList?.Parameters.Any(p => p.VarianceKeyword.RawKind != 0) == true) is { } variant
            ? $"the interface '{variant.Identifier.ValueText}' around it has an in or out type parameter, and may hold no class, which the values would be kept in"
        : symbol switch
        {
            IMethodSymbol method => MethodFault(method, node),
            IPropertySymbol property => PropertyFault(property),
            _ => "it is neither a method nor a property",
        };

    private static bool HasBody(ISymbol symbol, MemberDeclarationSyntax node) => node switch
    {
        MethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null || symbol is IMethodSymbol { PartialImplementationPart: not null },
        PropertyDeclarationSyntax property => property.ExpressionBody is not null || property.AccessorList?.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null) == true
            || OtherPart(symbol, node),
        _ => false,
    };

    // That a property has two parts is known to later compilers than the one we are built against: to those it is one symbol, declared in two places.
    private static bool OtherPart(ISymbol symbol, MemberDeclarationSyntax node) =>
        symbol.ContainingType.DeclaringSyntaxReferences.Select(r => r.GetSyntax()).OfType<TypeDeclarationSyntax>().SelectMany(t => t.Members.OfType<PropertyDeclarationSyntax>())
            .Any(p => p.Identifier.ValueText == symbol.Name && p.ExplicitInterfaceSpecifier is null && (p.SyntaxTree != node.SyntaxTree || p.Span != node.Span));

    private static string? MethodFault(IMethodSymbol method, MemberDeclarationSyntax node) =>
        method.IsGenericMethod ? "it is generic"
        : method.ReturnsByRef || method.ReturnsByRefReadonly ? "it returns a reference"
        : method.IsAsync || node.Modifiers.Any(SyntaxKind.ExternKeyword) ? "it is async or extern"
        : !method.ReturnsVoid && method.Parameters.Length > 0 ? "it has parameters, and gives something: only void methods, which pass theirs on, may have any"
        : method.IsVararg || method.Parameters.Any(p => p.RefKind == RefKind.Out) ? "it has an out parameter, or __arglist"
        : method.Parameters.Any(p => p.RefKind != RefKind.None && p.Type.IsRefLikeType) ? "a parameter is a reference to a ref struct"
        : null;

    private static string? PropertyFault(IPropertySymbol property) =>
        property.IsIndexer ? "it is an indexer"
        : property.ReturnsByRef || property.ReturnsByRefReadonly ? "it returns a reference"
        : property.SetMethod is not null || property.GetMethod is null ? "it has an accessor other than get"
        : null;
}
