using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collections;

/// <summary>Reads what a project file contributes by an item: <c>&lt;CompileTable Include="messages" Key="ping" Value="typeof:My.Ping" /&gt;</c>.</summary>
public static class ContributionItem
{
    private const string TypePrefix = "typeof:";

    /// <param name="key">Metadata <c>Key</c>.</param>
    /// <param name="value">Metadata <c>Value</c>.</param>
    /// <param name="valueType">Metadata <c>ValueType</c>: <c>string</c>, <c>int</c>, <c>bool</c>, <c>enum</c> (<c>Ns.Type.Member</c>), <c>type</c> or <c>method</c> (<c>Ns.Type.Method</c>); of the latter three each may end
    /// with <c>, Assembly</c>. Where it is empty, a counter counts whole numbers, <c>typeof:</c> before a value makes it a type, and all else is a string.</param>
    /// <param name="assembly">The name of the project's own assembly: that of types for which no other is said.</param>
    /// <returns>Null, and a problem, where it means nothing.</returns>
    public static Contribution? TryRead(CollectionKind kind, string collection, string key, string value, string valueType, string assembly, out CollectionProblem? problem)
    {
        var type = valueType.Length > 0 ? valueType.ToLowerInvariant() : kind == CollectionKind.Counter ? "int" : value.StartsWith(TypePrefix, StringComparison.Ordinal) ? "type" : "string";
        // An item can't leave out metadata: to MSBuild, none is empty.
        var contribution = Read(type, value, assembly) is { } read ? new Contribution(collection, kind, kind != CollectionKind.Table && key.Length == 0 ? null : key, read) : null;
        var fault = contribution is null ? Refusal(type, valueType, value) : contribution.Fault;
        problem = fault is null ? null : new(DiagnosticCodes.BadContribution, $"<Compile{kind} Include=\"{collection}\" Value=\"{value}\" />: {fault}.");
        return fault is null ? contribution : null;
    }

    private static ContributionValue? Read(string type, string value, string assembly)
    {
        switch (type)
        {
            case "string":
                return new StringValue(value);
            case "int":
                return Int64Value.TryParse(value.Trim());
            case "bool":
                return bool.TryParse(value, out var isTrue) ? new BooleanValue(isTrue) : null;
            case "type":
                var name = value.StartsWith(TypePrefix, StringComparison.Ordinal) ? value[TypePrefix.Length..] : value;
                return TypeNames.Split(name, assembly) is { Type.Length: > 0 } found ? new TypeValue(found.Type, found.Assembly) : null;
            case "enum" or "method":
                return Member(type, TypeNames.Split(value, assembly));
            default:
                return null;
        }
    }

    private static ContributionValue? Member(string kind, (string Type, string Assembly) name)
    {
        var dot = name.Type.LastIndexOf('.');
        if (dot <= 0 || dot == name.Type.Length - 1)
            return null;
        var (type, member) = (name.Type[..dot], name.Type[(dot + 1)..]);
        return kind == "enum" ? new EnumValue(type, name.Assembly, member) : new MethodValue(type, name.Assembly, member);
    }

    private static string Refusal(string type, string valueType, string value) => type switch
    {
        "int" => $"'{value}' is no whole number of 64 bits",
        "bool" => $"'{value}' is neither true nor false",
        "type" => "no type is named",
        "enum" => $"'{value}' is no member of an enumeration, as in Ns.Type.Member",
        "method" => $"'{value}' is no method, as in Ns.Type.Method",
        _ => $"there is no ValueType '{valueType}': it is string, int, bool, enum, type or method",
    };
}
