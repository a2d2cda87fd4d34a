using System.Reflection.Metadata;

namespace CompileDepot.Core.Collections;

/// <summary>
/// The fixed arguments of an attribute (ECMA-335 II.23.3). <c>MetadataReader</c> has a decoder of its own, which has to know the size of an enumeration that another assembly defines; here such a value is always the last argument, and
/// nothing named follows, so its size is what is left.
/// </summary>
internal sealed class AttributeArguments(MetadataReader metadata, string own, EnumNames enums)
{
    private const ushort Prolog = 1;
    private const int NamedCountSize = 2;

    /// <summary>Null for a null, and for what is no value of a collection.</summary>
    /// <exception cref="BadImageFormatException">They are not what the constructor says.</exception>
    public IReadOnlyList<ContributionValue?> Read(CustomAttribute attribute)
    {
        var signature = metadata.GetBlobReader(metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).Signature);
        signature.ReadSignatureHeader();
        var count = signature.ReadCompressedInteger();
        signature.ReadSignatureTypeCode();
        var value = metadata.GetBlobReader(attribute.Value);
        if (value.ReadUInt16() != Prolog)
            throw new BadImageFormatException();
        var arguments = new List<ContributionValue?>(count);
        for (var i = 0; i < count; i++)
            arguments.Add(Read(ref value, Parameter(ref signature)));
        return arguments;
    }

    // Of classes, the generated constructors take System.Type alone.
    private static SerializationTypeCode Parameter(ref BlobReader signature)
    {
        var code = signature.ReadSignatureTypeCode();
        if (code != SignatureTypeCode.TypeHandle)
            return code == SignatureTypeCode.Object ? SerializationTypeCode.TaggedObject : (SerializationTypeCode)code;
        signature.ReadTypeHandle();
        return SerializationTypeCode.Type;
    }

    private ContributionValue? Read(ref BlobReader value, SerializationTypeCode type)
    {
        switch (type)
        {
            case SerializationTypeCode.TaggedObject:
                return Read(ref value, value.ReadSerializationTypeCode());
            case SerializationTypeCode.String:
                return value.ReadSerializedString() is { } text ? new StringValue(text) : null;
            case SerializationTypeCode.Type:
                return value.ReadSerializedString() is { } name && TypeNames.Split(name, own) is var split ? new TypeValue(split.Type, split.Assembly) : null;
            case SerializationTypeCode.Boolean:
                return new BooleanValue(value.ReadBoolean());
            case SerializationTypeCode.Enum:
                var (enumType, assembly) = TypeNames.Split(value.ReadSerializedString() ?? throw new BadImageFormatException(), own);
                return enums.Value(enumType, assembly, Number(ref value, (value.RemainingBytes - NamedCountSize) switch
                {
                    1 => SerializationTypeCode.SByte,
                    2 => SerializationTypeCode.Int16,
                    4 => SerializationTypeCode.Int32,
                    8 => SerializationTypeCode.Int64,
                    _ => throw new BadImageFormatException(),
                })!.Value);
            default:
                return Number(ref value, type) is { } number ? new Int64Value(number) : null;
        }
    }

    private static long? Number(ref BlobReader value, SerializationTypeCode type) => type switch
    {
        SerializationTypeCode.SByte => value.ReadSByte(),
        SerializationTypeCode.Byte => value.ReadByte(),
        SerializationTypeCode.Int16 => value.ReadInt16(),
        SerializationTypeCode.UInt16 => value.ReadUInt16(),
        SerializationTypeCode.Int32 => value.ReadInt32(),
        SerializationTypeCode.UInt32 => value.ReadUInt32(),
        SerializationTypeCode.Int64 => value.ReadInt64(),
        SerializationTypeCode.UInt64 => value.ReadUInt64() is <= long.MaxValue and var number ? (long)number : null,
        // What no collection holds has to be stepped over, so that what is wrong can be told.
        SerializationTypeCode.Char => Skip(ref value, 2),
        SerializationTypeCode.Single => Skip(ref value, 4),
        SerializationTypeCode.Double => Skip(ref value, 8),
        _ => Skip(ref value, value.RemainingBytes),
    };

    private static long? Skip(ref BlobReader value, int bytes)
    {
        value.Offset += bytes;
        return null;
    }
}
