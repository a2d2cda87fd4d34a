using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Collections;

/// <summary>Finds the members of enumerations that attributes tell by number: a name is what items say, and it survives a renumbering.</summary>
internal sealed class EnumNames(MetadataReader metadata, string own, Func<string, byte[]?> reference)
{
    /// <param name="number">As of a signed type of its size.</param>
    public EnumValue Value(string type, string assembly, long number)
    {
        var member = assembly == own ? Find(metadata, type, number) : reference(assembly) is { } content ? FindIn(content, type, number) : null;
        return new(type, assembly, member ?? number.ToString(CultureInfo.InvariantCulture));
    }

    private static string? FindIn(byte[] content, string type, long number)
    {
        try
        {
            using var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(content));
            return image.HasMetadata ? Find(image.GetMetadataReader(), type, number) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    // The first of several names for one number.
    private static string? Find(MetadataReader metadata, string type, long number)
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            if (FullName(metadata, handle, type) != type)
                continue;
            return metadata.GetTypeDefinition(handle).GetFields()
                .Select(metadata.GetFieldDefinition)
                .Where(f => f.Attributes.HasFlag(FieldAttributes.Literal) && NumberOf(metadata, f) == number)
                .Select(f => metadata.GetString(f.Name))
                .FirstOrDefault();
        }
        return null;
    }

    // Names are put together only where the last part fits.
    private static string? FullName(MetadataReader metadata, TypeDefinitionHandle handle, string sought)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        if (!sought.EndsWith(name, StringComparison.Ordinal))
            return null;
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return sought.Length > name.Length && FullName(metadata, outer, sought[..^(name.Length + 1)]) is { } around ? $"{around}+{name}" : null;
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private static long? NumberOf(MetadataReader metadata, FieldDefinition field)
    {
        if (field.GetDefaultValue().IsNil)
            return null;
        var constant = metadata.GetConstant(field.GetDefaultValue());
        var value = metadata.GetBlobReader(constant.Value);
        return value.Length switch { 1 => value.ReadSByte(), 2 => value.ReadInt16(), 4 => value.ReadInt32(), 8 => value.ReadInt64(), _ => null };
    }
}
