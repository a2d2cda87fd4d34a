using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collections;

/// <summary>
/// Reads what an assembly contributes by attributes: those of the assembly itself whose type is <c>CompileDepot.CompileSeqAttribute</c> and its like, defined in the same assembly, as the generated source defines them. Their order is that
/// of the metadata, which is that of the sources. All overloads are read by the types of their parameters; the last ones are the value: an object, or a type and the name of a method.
/// </summary>
public static class AttributeReader
{
    /// <param name="problems">Attributes that mean nothing.</param>
    /// <param name="reference">The content of a reference by its simple name, or null: asked for members of enumerations that another assembly defines; where it knows nothing, the member's number stays.</param>
    /// <exception cref="BadImageFormatException">It is no assembly, or a damaged one.</exception>
    public static IReadOnlyList<Contribution> Read(byte[] assembly, out IReadOnlyList<CollectionProblem> problems, Func<string, byte[]?>? reference = null)
    {
        using var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
        if (!image.HasMetadata)
            throw new BadImageFormatException();
        var metadata = image.GetMetadataReader();
        var (contributions, found) = (new List<Contribution>(), new List<CollectionProblem>());
        problems = found;
        var constructors = ContributionAttributes.Constructors(metadata);
        if (constructors.Count == 0 || !metadata.IsAssembly)
            return contributions;
        var own = metadata.GetString(metadata.GetAssemblyDefinition().Name);
        var enums = new EnumNames(metadata, own, reference ?? (_ => null));
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MethodDefinition || !constructors.TryGetValue((MethodDefinitionHandle)attribute.Constructor, out var kind))
                continue;
            var arguments = new AttributeArguments(metadata, own, enums).Read(attribute);
            var contribution = Contribute(kind, arguments);
            if (contribution?.Fault is null && contribution is not null)
                contributions.Add(contribution);
            else
                found.Add(new(DiagnosticCodes.BadContribution, $"[assembly: Compile{kind}({string.Join(", ", arguments.Select(a => a?.Name ?? "null"))})]: {contribution?.Fault ?? "a value is missing, or is none that a collection can hold"}."));
        }
        return contributions;
    }

    private static Contribution? Contribute(CollectionKind kind, IReadOnlyList<ContributionValue?> arguments)
    {
        var isTable = kind == CollectionKind.Table;
        var value = arguments.Skip(isTable ? 2 : 1).ToList() switch
        {
            [{ } single] => single,
            [TypeValue type, StringValue { Text.Length: > 0 } method] => new MethodValue(type.Type, type.Assembly, method.Text),
            _ => null,
        };
        var key = isTable ? (arguments.ElementAtOrDefault(1) as StringValue)?.Text : null;
        return value is not null && arguments[0] is StringValue collection ? new Contribution(collection.Text, kind, key, value) : null;
    }
}
