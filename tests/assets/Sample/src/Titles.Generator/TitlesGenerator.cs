using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Sample.Titles;

/// <summary>Gives each enumeration marked with <c>[Titled]</c> an extension method <c>Title()</c>: <c>FreshFruit</c> becomes <c>Fresh fruit</c>.</summary>
[Generator]
public sealed class TitlesGenerator : IIncrementalGenerator
{
    private const string Attribute = """
        namespace Sample.Titles
        {
            [global::System.AttributeUsage(global::System.AttributeTargets.Enum)]
            internal sealed class TitledAttribute : global::System.Attribute;
        }
        """;

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(c => c.AddSource("TitledAttribute.g.cs", SourceText.From(Attribute, Encoding.UTF8)));
        var enumerations = context.SyntaxProvider.ForAttributeWithMetadataName(
            "Sample.Titles.TitledAttribute",
            static (_, _) => true,
            static (c, _) => Describe((INamedTypeSymbol)c.TargetSymbol));
        context.RegisterSourceOutput(enumerations, static (c, e) => c.AddSource(e.Name + "Titles.g.cs", SourceText.From(Write(e), Encoding.UTF8)));
    }

    private static Enumeration Describe(INamedTypeSymbol type) => new(
        type.ContainingNamespace.ToDisplayString(),
        type.Name,
        string.Join(",", type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).Select(f => f.Name)));

    private static string Write(Enumeration enumeration)
    {
        var text = new StringBuilder();
        text.AppendLine("namespace " + enumeration.Namespace + ";");
        text.AppendLine("public static class " + enumeration.Name + "Titles");
        text.AppendLine("{");
        text.AppendLine("    public static string Title(this " + enumeration.Name + " value) => value switch");
        text.AppendLine("    {");
        foreach (var member in enumeration.Members.Split(','))
            text.AppendLine("        " + enumeration.Name + "." + member + " => \"" + Words(member) + "\",");
        text.AppendLine("        _ => value.ToString(),");
        text.AppendLine("    };");
        text.AppendLine("}");
        return text.ToString();
    }

    private static string Words(string name) =>
        name.Substring(0, 1) + string.Concat(name.Skip(1).Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));

    private sealed record Enumeration(string Namespace, string Name, string Members);
}
