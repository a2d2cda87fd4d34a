using CompileDepot.Generators.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompileDepot.Generators.Members;

/// <summary>How a member is written, as text that is compared by value.</summary>
/// <param name="SortKey">Orders members, whatever the order of source files.</param>
/// <param name="Namespace">Empty: none.</param>
/// <param name="Types">The declarations of the types around it, outermost first: <c>partial class A&lt;T&gt;</c>.</param>
/// <param name="Declaration">Without a body.</param>
/// <param name="Holder">The name of the nested class that keeps the value, which the type does not have otherwise.</param>
/// <param name="Result">The type that it gives.</param>
/// <param name="Element">The type of what is in that; null for counters and registrations.</param>
/// <param name="Nullable">Whether the language knows nullable references.</param>
internal sealed record MemberShape(
    string SortKey, string Namespace, EquatableArray<string> Types, string Declaration, bool IsProperty, MemberForm Form, string Holder, string Result, string? Element, bool Nullable);

/// <summary>
/// A partial member that a user declared, with what the compiler knows of it. Lives for one run of the generator only, between two steps that run at every change of the compilation anyway: symbols can't be compared
/// across compilations.
/// </summary>
/// <param name="ForIds">Whether it asks for ids rather than values.</param>
internal sealed record SealedMember(string Collection, bool ForIds, MemberShape Shape, ElementKind ElementKind, ITypeSymbol? Element, ISymbol Symbol, MemberDeclarationSyntax Node, SemanticModel Model)
{
    public Place? Place => MemberReader.PlaceOf(Node);

    public string Name => Symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
}
