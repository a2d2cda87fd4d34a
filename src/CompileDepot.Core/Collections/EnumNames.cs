using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace CompileDepot.Core.Collections;

/// <summary>Finds the members of enumerations that attributes tell by number: a name is what items say, and it survives a renumbering.</summary>
internal sealed class EnumNames(MetadataReader metadata, string own, Func<string, byte[]?> reference)
{
    private static readonly Dictionary<long, string> None = [];

    private readonly Dictionary<(string Assembly, string Type), Dictionary<long, string>> _known = [];

    /// <param name="number">As of a signed type of its size.</param>
    public EnumValue Value(string type, string assembly, long number)
    {
        // One value after the other is of the same enumeration, and a reference is a large file.
        if (!_known.TryGetValue((assembly, type), out var members))
            _known[(assembly, type)] = members = assembly == own ? Members(metadata, type) : reference(assembly) is { } content ? MembersIn(content, type) : None;
        return new(type, assembly, members.GetValueOrDefault(number) ?? number.ToString(CultureInfo.InvariantCulture));
    }

    private static Dictionary<long, string> MembersIn(byte[] content, string type)
    {
        try
        {
            using var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(content));
            return image.HasMetadata ? Members(image.GetMetadataReader(), type) : None;
        }
        catch (BadImageFormatException)
        {
            return None;
        }
    }

    private static Dictionary<long, string> Members(MetadataReader metadata, string type)
    {
        var members = new Dictionary<long, string>();
        foreach (var handle in metadata.TypeDefinitions.Where(h => FullName(metadata, h, type) == type).Take(1))
        {
            // The first of several names for one number.
            foreach (var field in metadata.GetTypeDefinition(handle).GetFields().Select(metadata.GetFieldDefinition).Where(f => f.Attributes.HasFlag(FieldAttributes.Literal)))
            {
                if (NumberOf(metadata, field) is { } number)
                    members.TryAdd(number, metadata.GetString(field.Name));
            }
        }
        return members;
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
