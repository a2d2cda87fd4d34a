using System.Buffers.Binary;
using System.Reflection.Metadata;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// Finds strings in the value of a custom attribute (ECMA-335 II.23.3): those that are arguments of its constructor by themselves, as a string or boxed. No other can come from
/// <c>[CallerFilePath]</c>: elements of arrays and named arguments are always written out.
/// </summary>
internal ref struct AttributeStrings
{
    private const int PrologSize = 2;
    private const byte Null = 0xff;
    private const int BoxedType = 0x50;

    private readonly ReadOnlySpan<byte> _value;
    private readonly List<(int Start, int ContentStart, int End)> _found = [];
    private int _at = PrologSize;

    private AttributeStrings(ReadOnlySpan<byte> value) => _value = value;

    /// <param name="signature">Of the constructor.</param>
    /// <param name="value">Of the attribute.</param>
    /// <returns>Where each begins with its length, where without, and where it ends. Those in front of an argument whose size can't be told (an enumeration's), where there is one.</returns>
    /// <exception cref="NotRewritableException">The value does not fit the signature.</exception>
    public static List<(int Start, int ContentStart, int End)> Find(BlobReader signature, ReadOnlySpan<byte> value)
    {
        var strings = new AttributeStrings(value);
        NotRewritableException.ThrowIfNot(BinaryPrimitives.ReadUInt16LittleEndian(value) == 1 && signature.ReadSignatureHeader() is { Kind: SignatureKind.Method, IsGeneric: false, IsInstance: true }, "an attribute");
        var count = signature.ReadCompressedInteger();
        NotRewritableException.ThrowIfNot(signature.ReadCompressedInteger() == (int)SignatureTypeCode.Void, "an attribute");
        while (count-- > 0 && strings.Argument(ref signature))
        {
        }
        return strings._found;
    }

    private bool Argument(ref BlobReader signature)
    {
        var type = signature.ReadCompressedInteger();
        switch (type)
        {
            case (int)SignatureTypeCode.String:
                String(isWanted: true);
                return true;
            case (int)SignatureTypeCode.Object:
                return Boxed();
            case (int)SignatureTypeKind.Class:
                // System.Type is the only class that there may be beside those two.
                signature.ReadCompressedInteger();
                String(isWanted: false);
                return true;
            case (int)SignatureTypeCode.SZArray:
                return signature.ReadCompressedInteger() switch
                {
                    (int)SignatureTypeKind.Class when signature.ReadCompressedInteger() >= 0 => Array(BoxedType),
                    (int)SignatureTypeKind.ValueType or (int)SignatureTypeCode.Object => false,
                    var element => Array(element),
                };
            default:
                return Simple(type);
        }
    }

    private bool Boxed()
    {
        NotRewritableException.ThrowIfNot(_at < _value.Length, "an attribute");
        int type = _value[_at++];
        if (type == (int)SignatureTypeCode.String)
            String(isWanted: true);
        else if (type == BoxedType)
            String(isWanted: false);
        else if (type == (int)SignatureTypeCode.SZArray && _at < _value.Length)
            return Array(_value[_at++]);
        else
            return Simple(type);
        return true;
    }

    private bool Array(int element)
    {
        NotRewritableException.ThrowIfNot(_at <= _value.Length - 4, "an attribute");
        var count = BinaryPrimitives.ReadInt32LittleEndian(_value[_at..]);
        _at += 4;
        for (var i = 0; i < count; i++)
        {
            if (element is (int)SignatureTypeCode.String or BoxedType)
                String(isWanted: false);
            else if (!Simple(element))
                return false;
        }
        return true;
    }

    private bool Simple(int type)
    {
        _at += type switch
        {
            (int)SignatureTypeCode.Boolean or (int)SignatureTypeCode.SByte or (int)SignatureTypeCode.Byte => 1,
            (int)SignatureTypeCode.Char or (int)SignatureTypeCode.Int16 or (int)SignatureTypeCode.UInt16 => 2,
            (int)SignatureTypeCode.Int32 or (int)SignatureTypeCode.UInt32 or (int)SignatureTypeCode.Single => 4,
            (int)SignatureTypeCode.Int64 or (int)SignatureTypeCode.UInt64 or (int)SignatureTypeCode.Double => 8,
            _ => _value.Length,
        };
        return _at < _value.Length;
    }

    private void String(bool isWanted)
    {
        NotRewritableException.ThrowIfNot(_at < _value.Length, "an attribute");
        var start = _at;
        if (_value[start] == Null)
        {
            _at++;
            return;
        }
        var length = BlobHeap.ReadCompressed(_value, ref _at);
        NotRewritableException.ThrowIfNot(length <= _value.Length - _at, "an attribute");
        if (isWanted)
            _found.Add((start, _at, _at + length));
        _at += length;
    }
}
