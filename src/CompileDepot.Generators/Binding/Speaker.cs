using CompileDepot.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompileDepot.Generators.Binding;

/// <summary>
/// Writes types and methods so that they mean the same where a member stands. Whether they do is asked of the compiler, by binding each text there as if it had been written there: so what is accessible, ambiguous, converts
/// or overloads is exactly what the language says, and generated code has no errors of its own.
/// </summary>
internal sealed class Speaker(SealedMember member)
{
    private readonly int _position = member.Node.SpanStart;
    private readonly Dictionary<ITypeSymbol, string?> _types = new(SymbolEqualityComparer.Default);

    /// <summary>Null: the type can't be seen from here. An unbound generic type comes without arguments: <c>List&lt;&gt;</c>, for <c>typeof</c>.</summary>
    public string? Type(ITypeSymbol type)
    {
        if (!_types.TryGetValue(type, out var text))
            _types[type] = text = IsSeen(type) ? type.ToDisplayString(MemberReader.TypeFormat) : null;
        return text;
    }

    /// <summary>Whether a type's name is followed by that of a static method of it which can be seen.</summary>
    public bool HasMethod(string type, string method) =>
        SyntaxFacts.IsValidIdentifier(method) && Bind($"{type}.{MemberReader.Identifier(method)}") is var info
        && (IsStaticMethod(info.Symbol) || (info.CandidateReason is CandidateReason.OverloadResolutionFailure or CandidateReason.MemberGroup && info.CandidateSymbols.Any(IsStaticMethod)));

    /// <summary>Whether a method can be called with a member's parameters; what it returns does not matter.</summary>
    public bool CanCall(string method) => Bind($"{method}({string.Join(", ", Parameters.Select(Probe))})").Symbol is { } symbol && IsCallable(symbol);

    /// <summary>Whether a method becomes a delegate.</summary>
    public bool Converts(string method, ITypeSymbol @delegate) =>
        member.Model.ClassifyConversion(_position, Parse(method), @delegate) is { Exists: true, IsImplicit: true, IsMethodGroup: true, MethodSymbol: { } symbol } && IsCallable(symbol);

    /// <summary>The call itself.</summary>
    public string Call(string method) => $"{method}({string.Join(", ", Parameters.Select(p => Passing(p) + MemberReader.Identifier(p.Name)))})";

    private static bool IsStaticMethod(ISymbol? symbol) => symbol is IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary };

    // What binding does not tell: some methods are found, chosen, and then refused.
    private static bool IsCallable(ISymbol symbol) => IsStaticMethod(symbol) && !symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() switch
    {
        "System.ObsoleteAttribute" => a.ConstructorArguments is [_, { Value: true }],
        "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute" => true,
        _ => false,
    });

    private IEnumerable<IParameterSymbol> Parameters => ((IMethodSymbol)member.Symbol).Parameters;

    private static string Passing(IParameterSymbol parameter) => parameter.RefKind switch { RefKind.None => "", RefKind.Ref => "ref ", _ => "in " };

    // Parameters are not in scope at the member's declaration. An element of an array is like one: a variable, and no constant, which would convert to more than a variable does.
    private static string Probe(IParameterSymbol parameter)
    {
        var type = parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return parameter.Type.IsRefLikeType ? $"default({type})" : $"{Passing(parameter)}new global::System.Collections.Generic.List<{type}>().ToArray()[0]";
    }

    private bool IsSeen(ITypeSymbol type)
    {
        if (!member.Model.Compilation.IsSymbolAccessibleWithin(type, member.Symbol.ContainingType))
            return false;
        // Without arguments, a name is bound in typeof alone, which does not tell its type: give it some.
        var meant = type is INamedTypeSymbol { IsUnboundGenericType: true } ? type.OriginalDefinition : type;
        var text = SyntaxFactory.ParseTypeName(meant.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), options: member.Node.SyntaxTree.Options);
        if (!ReferenceEquals(meant, type))
            text = (TypeSyntax)new ObjectArguments().Visit(text);
        var bound = member.Model.GetSpeculativeTypeInfo(_position, text, SpeculativeBindingOption.BindAsTypeOrNamespace).Type;
        return SymbolEqualityComparer.Default.Equals(ReferenceEquals(meant, type) ? bound : bound?.OriginalDefinition, meant);
    }

    private SymbolInfo Bind(string expression) => member.Model.GetSpeculativeSymbolInfo(_position, Parse(expression), SpeculativeBindingOption.BindAsExpression);

    private ExpressionSyntax Parse(string expression) => SyntaxFactory.ParseExpression(expression, options: member.Node.SyntaxTree.Options);

    /// <summary>Puts <c>object</c> in place of each type argument.</summary>
    private sealed class ObjectArguments : CSharpSyntaxRewriter
    {
        public override SyntaxNode VisitTypeArgumentList(TypeArgumentListSyntax node) =>
            node.WithArguments(SyntaxFactory.SeparatedList<TypeSyntax>(node.Arguments.Select(_ => SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.ObjectKeyword)))));
    }
}
