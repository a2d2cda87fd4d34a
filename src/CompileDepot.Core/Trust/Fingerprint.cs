using System.Security.Cryptography;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Trust;

/// <summary>The name of a key: the SHA-256 of its public half (SubjectPublicKeyInfo).</summary>
public readonly record struct Fingerprint(Digest256 Value)
{
    /// <summary>Of the hexadecimal form, in characters.</summary>
    public const int Length = Digest256.HexLength;

    /// <summary>As many characters as a person compares.</summary>
    public const int ShortLength = 16;

    /// <summary>The beginning, for messages.</summary>
    public string Short => ToString()[..ShortLength];

    public static Fingerprint Of(ECDsa key) => new(Digest256.Of(key.ExportSubjectPublicKeyInfo()));

    public static bool TryParse(ReadOnlySpan<char> hex, out Fingerprint fingerprint)
    {
        var parsed = Digest256.TryParse(hex, out var digest);
        fingerprint = new Fingerprint(digest);
        return parsed;
    }

    /// <summary>64 lower-case hexadecimal characters.</summary>
    public override string ToString() => Value.ToString();
}
