using CompileDepot.Generators.Gathered;
using CompileDepot.Generators.Members;
using CompileDepot.Generators.Rendering;
using CompileDepot.Generators.Reporting;
using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Binding;

/// <summary>Turns contributed values into expressions of what a member holds, or into the error that says why one can't be.</summary>
internal sealed class ValueBinder(SealedMember member, TypeLookup types)
{
    private readonly Speaker _speaker = new(member);
    private readonly Dictionary<GatheredValue, (string? Expression, string? Code, string? Fault)> _bound = [];

    /// <summary>The expression, or for a registration the call; null after a problem was added.</summary>
    public string? Bind(Contribution contribution, List<Problem> problems)
    {
        var value = contribution.Value;
        if (!_bound.TryGetValue(value, out var bound))
            _bound[value] = bound = Bind(value);
        if (bound.Expression is null)
        {
            var key = contribution.Key is { } name ? $" under \"{name}\"" : "";
            problems.Add(new(bound.Code!, $"Collection '{contribution.Collection}' has {value.Description}{key} from {contribution.Producer}: {bound.Fault}.", contribution.Place, contribution));
        }
        return bound.Expression;
    }

    private (string? Expression, string? Code, string? Fault) Bind(GatheredValue value) => (value.Tag, member.ElementKind, member.Shape.Form) switch
    {
        (ValueTag.Method, _, MemberForm.Registration) => Method(value),
        (ValueTag.Method, ElementKind.Delegate, _) => Method(value),
        (_, _, MemberForm.Registration) => (null, Codes.OtherType, $"'{member.Name}' calls methods, and nothing else can be called"),
        (ValueTag.String, ElementKind.String or ElementKind.Object, _) => Good(Literals.String(value.Text)),
        (ValueTag.Boolean, ElementKind.Bool or ElementKind.Object, _) => Good(value.Text),
        (ValueTag.Integer, ElementKind.Long or ElementKind.Object, _) => Good(Literals.Long(value.Number)),
        (ValueTag.Integer, ElementKind.Int, _) when value.Number is >= int.MinValue and <= int.MaxValue => Good(Literals.Integer(value.Number)),
        (ValueTag.Integer, ElementKind.Int, _) => (null, Codes.OtherType, $"'{member.Name}' holds int, which is too small for it"),
        (ValueTag.Enum, ElementKind.Enum or ElementKind.Object, _) => Enum(value),
        (ValueTag.Type, ElementKind.Type or ElementKind.Object, _) => Type(value) is ({ } text, _) ? Good($"typeof({text})") : NotSeen(value),
        _ => (null, Codes.OtherType, $"'{member.Name}' holds {member.Element!.ToDisplayString()}"),
    };

    private (string?, string?, string?) Enum(GatheredValue value)
    {
        if (Type(value) is not ({ } text, INamedTypeSymbol { TypeKind: TypeKind.Enum } type))
            return NotSeen(value);
        if (member.ElementKind == ElementKind.Enum && !SymbolEqualityComparer.Default.Equals(type, member.Element))
            return (null, Codes.OtherType, $"'{member.Name}' holds {member.Element!.ToDisplayString()}");
        return EnumMembers.Expression(type, text, value.Text) is { } expression ? Good(expression) : (null, Codes.NotSeen, $"{value.Type} has no member {value.Text}");
    }

    private (string?, string?, string?) Method(GatheredValue value)
    {
        if (Type(value) is not ({ } type, _))
            return NotSeen(value);
        if (!_speaker.HasMethod(type, value.Text))
            return (null, Codes.NotSeen, $"there is no static method of that name which '{member.Symbol.ContainingType.Name}' can see");
        var method = $"{type}.{MemberReader.Identifier(value.Text)}";
        if (member.Shape.Form == MemberForm.Registration)
            return _speaker.CanCall(method) ? Good(_speaker.Call(method)) : (null, Codes.OtherSignature, $"it can't be called with the parameters of '{member.Name}'");
        return _speaker.Converts(method, member.Element!) ? Good(method) : (null, Codes.OtherSignature, $"it does not become {member.Element!.ToDisplayString()}, which '{member.Name}' holds");
    }

    private (string? Text, ITypeSymbol? Symbol) Type(GatheredValue value)
    {
        foreach (var type in types.Find(value.Type, value.Assembly))
        {
            if (_speaker.Type(type) is { } text)
                return (text, type);
        }
        return default;
    }

    private (string?, string?, string?) NotSeen(GatheredValue value) => (null, Codes.NotSeen, types.Find(value.Type, value.Assembly).Count > 0
        ? $"'{member.Symbol.ContainingType.Name}' can't see that type: it is not public, or another one has its name"
        : $"there is no type {value.Type} in what this project refers to");

    private static (string?, string?, string?) Good(string expression) => (expression, null, null);
}
