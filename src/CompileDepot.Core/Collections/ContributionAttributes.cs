using System.Reflection;
using System.Reflection.Metadata;

namespace CompileDepot.Core.Collections;

/// <summary>The attribute classes that the generated source defines in each assembly that may contribute.</summary>
internal static class ContributionAttributes
{
    private const string Namespace = "CompileDepot";

    /// <summary>Their constructors; none where the assembly defines none of the classes.</summary>
    public static IReadOnlyDictionary<MethodDefinitionHandle, CollectionKind> Constructors(MetadataReader metadata)
    {
        Dictionary<MethodDefinitionHandle, CollectionKind>? constructors = null;
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            // Most types are of another namespace, and are done with here.
            if (!metadata.StringComparer.Equals(type.Namespace, Namespace) || (type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.NotPublic || KindOf(metadata, type.Name) is not { } kind)
                continue;
            foreach (var method in type.GetMethods())
            {
                if (metadata.StringComparer.Equals(metadata.GetMethodDefinition(method).Name, ".ctor"))
                    (constructors ??= [])[method] = kind;
            }
        }
        return constructors ?? [];
    }

    private static CollectionKind? KindOf(MetadataReader metadata, StringHandle name)
    {
        foreach (var kind in Enum.GetValues<CollectionKind>())
        {
            if (metadata.StringComparer.Equals(name, $"Compile{kind}Attribute"))
                return kind;
        }
        return null;
    }
}
