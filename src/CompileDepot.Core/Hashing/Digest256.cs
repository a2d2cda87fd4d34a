using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CompileDepot.Core.Hashing;

/// <summary>The 32 bytes of a SHA-256, compared by value. What they are the digest <em>of</em> is told by the types that hold one.</summary>
public readonly record struct Digest256
{
    /// <summary>Length of the hexadecimal form, in characters.</summary>
    public const int HexLength = 64;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private Digest256(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public static Digest256 Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Digest256(hash);
    }

    /// <summary>Wraps an existing hash value.</summary>
    /// <param name="hash">Exactly 32 bytes.</param>
    public static Digest256 FromHash(ReadOnlySpan<byte> hash) => new(hash);

    public static bool TryParse(ReadOnlySpan<char> hex, out Digest256 digest)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var parsed = hex.Length == HexLength
            && Convert.FromHexString(hex, bytes, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == bytes.Length;
        digest = parsed ? new Digest256(bytes) : default;
        return parsed;
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>64 lower-case hexadecimal characters.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
