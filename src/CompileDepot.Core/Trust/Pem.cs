using System.Security.Cryptography;

namespace CompileDepot.Core.Trust;

/// <summary>Keys in PEM (RFC 7468): the one kind that we use.</summary>
internal static class Pem
{
    public const string PublicLabel = "PUBLIC KEY";

    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The key of the first block that holds one.</summary>
    /// <param name="fault">Why there is none, in words after "it"; says nothing of the content.</param>
    public static ECDsa? TryRead(string text, out string? fault)
    {
        fault = null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(text);
            // Windows knows curves by name.
            if (key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true } curve && (curve.Oid.Value == P256 || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256"))
                return key;
            fault = "is a key on another curve than P-256";
        }
        // Of another algorithm, with a password, several, none; the message of the library may show what it was given.
        catch (Exception e) when (e is ArgumentException or CryptographicException or NotSupportedException)
        {
            fault = "holds no ECDSA key on P-256 in PEM (without a password)";
        }
        key.Dispose();
        return null;
    }
}
