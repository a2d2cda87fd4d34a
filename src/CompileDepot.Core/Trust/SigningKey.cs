using System.Security.Cryptography;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Trust;

/// <summary>A private key that signs what is stored. Nothing of it but the fingerprint is ever shown. Thread-safe.</summary>
public sealed class SigningKey
{
    private const string Setting = "CompileDepotSigningKey";
    private const string InEnvironment = "env:";
    private const string NewOne = "'compiledepot keys create' makes one.";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly StampedFiles<SigningKey> Files = new(ReadFile);
    // One reference: written by one thread while others read.
    private static Tuple<string, SigningKey>? KnownVariable;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => (_key, Fingerprint) = (key, Fingerprint.Of(key));

    public Fingerprint Fingerprint { get; }

    /// <summary>A key that nobody has yet.</summary>
    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The key that a setting stands for. A file is read once a process, as long as it stays the same.</summary>
    /// <param name="value">The path of a file, absolute or from <c>~</c>, or <c>env:NAME</c>: a variable that holds the text of one.</param>
    /// <returns>Null: nothing is signed. Also where the variable has no value: builds that get no secrets, of pull requests from forks, are in order.</returns>
    /// <exception cref="SettingsException">CD0054: anything else that gives no key.</exception>
    public static SigningKey? Parse(string value)
    {
        if (value.Length == 0)
            return null;
        if (value.StartsWith(InEnvironment, StringComparison.Ordinal))
            return Environment.GetEnvironmentVariable(value[InEnvironment.Length..]) is { } text && text.Trim().Length > 0 ? OfVariable(value, text) : null;
        var path = DepotPath.Expand(value);
        if (!Path.IsPathFullyQualified(path))
            throw Bad($"{Setting} is '{value}', which is neither an absolute path nor 'env:NAME'.");
        try
        {
            return Files.Read(path) ?? throw Bad($"{Setting} is '{value}', and there is no such file. {NewOne}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad($"{Setting} is '{value}', which can't be read: {e.Message}");
        }
    }

    /// <summary>The signature of bytes, in the fixed form: 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        // Instances of ECDsa are for one thread at a time.
        lock (_key)
            return _key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whether the file of an entry has a good signature of this key.</summary>
    public bool HasSigned(byte[] file)
    {
        if (!SignedFile.TrySplit(file, out var content, out var signature) || signature?.Signer != Fingerprint || SignedFile.Message(content.Span) is not { } message)
            return false;
        lock (_key)
            return _key.VerifyData(message, signature.Bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>The private key as PEM (PKCS #8), with a line end. To be written to a file of its owner's alone.</summary>
    public string ExportPrivate() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public key as PEM, with a line end.</summary>
    public string ExportPublic() => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    private static SigningKey ReadFile(string path)
    {
        // As ssh has it: a key that others may read is nobody's secret.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            throw Bad($"{Setting}: others may read or write '{path}'. Take their rights away (chmod 600), or hand the key over in a variable (env:NAME).");
        return Read(File.ReadAllText(path), $"{Setting}: '{path}'");
    }

    private static SigningKey OfVariable(string value, string text)
    {
        if (KnownVariable is { } known && known.Item1 == text)
            return known.Item2;
        var key = Read(text, $"{Setting}: the variable {value[InEnvironment.Length..]}");
        KnownVariable = new(text, key);
        return key;
    }

    private static SigningKey Read(string text, string what)
    {
        if (Pem.TryRead(text, out var fault) is not { } key)
            throw Bad($"{what} {fault}. {NewOne}");
        return HasPrivate(key) ? new SigningKey(key) : throw Bad($"{what} holds the public half of a key, which can't sign. {NewOne}");
    }

    private static bool HasPrivate(ECDsa key)
    {
        try
        {
            key.SignHash(new byte[SHA256.HashSizeInBytes]);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static SettingsException Bad(string message) => new(DiagnosticCodes.BadSigningKey, message);
}
