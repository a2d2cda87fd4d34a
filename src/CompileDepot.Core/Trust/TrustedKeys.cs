using System.Collections.Concurrent;
using System.Security.Cryptography;
using CompileDepot.Core.IO;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Trust;

/// <summary>The public keys whose signatures count. Thread-safe.</summary>
public sealed class TrustedKeys
{
    private const string Setting = "CompileDepotTrustedKeys";

    private static readonly StampedFiles<IReadOnlyList<TrustedKey>> Files = new(path => KeyList.Parse(path, File.ReadAllText(path)));
    private static readonly ConcurrentDictionary<Fingerprint, ECDsa> Opened = new();

    private readonly Dictionary<Fingerprint, TrustedKey> _known;

    /// <param name="keys">One that comes twice counts once.</param>
    public TrustedKeys(IEnumerable<TrustedKey> keys)
    {
        Keys = [.. keys.DistinctBy(k => k.Fingerprint)];
        _known = Keys.ToDictionary(k => k.Fingerprint);
    }

    /// <summary>In the order of the files.</summary>
    public IReadOnlyList<TrustedKey> Keys { get; }

    /// <summary>The keys that a setting stands for.</summary>
    /// <param name="value">Files, separated by <c>;</c>, each absolute or from <c>~</c>.</param>
    /// <returns>Null: nothing has to be signed.</returns>
    /// <exception cref="SettingsException">CD0053.</exception>
    public static TrustedKeys? Parse(string value) =>
        value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } files ? Load(files, Setting) : null;

    /// <summary>The keys of files (see <see cref="KeyList"/>). Each is read once a process, as long as it stays the same.</summary>
    /// <param name="setting">What the user wrote them in, for the message.</param>
    /// <exception cref="SettingsException">CD0053: a file that is not absolute, not there, can't be read, or holds something else; the message names file and line.</exception>
    public static TrustedKeys Load(IEnumerable<string> files, string setting) => new(files.SelectMany(f => OfFile(f, setting)));

    /// <summary>Why the file of an entry is not to be believed, in words after "it"; null where a trusted key signed it. Says nothing of whether it is whole.</summary>
    public string? Distrust(byte[] file)
    {
        if (!SignedFile.TrySplit(file, out var content, out var signature))
            return "is damaged";
        if (signature is null)
            return "is not signed";
        if (!_known.TryGetValue(signature.Signer, out var key))
            return $"is signed by the key {signature.Signer.Short}, which is not trusted";
        return SignedFile.Message(content.Span) is { } message && Verify(key, message, signature.Bytes)
            ? null
            : $"has a signature of the key {signature.Signer.Short} that does not fit: it was changed after it was signed";
    }

    private static bool Verify(TrustedKey trusted, byte[] message, byte[] signature)
    {
        var key = Opened.GetOrAdd(trusted.Fingerprint, static (_, k) =>
        {
            var opened = ECDsa.Create();
            opened.ImportSubjectPublicKeyInfo(k.PublicKey, out var _);
            return opened;
        }, trusted);
        // Instances of ECDsa are for one thread at a time.
        lock (key)
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static IReadOnlyList<TrustedKey> OfFile(string file, string setting)
    {
        var path = DepotPath.Expand(file);
        if (!Path.IsPathFullyQualified(path))
            throw Bad($"{setting} holds '{file}', which is not an absolute path: it must be the same file for every project. Write the full path, or one that begins with '~' or $(MSBuildThisFileDirectory).");
        try
        {
            return Files.Read(path) ?? throw Bad($"{setting} holds '{file}', and there is no such file. 'compiledepot keys trust' makes one.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Bad($"{setting} holds '{file}', which can't be read: {e.Message}");
        }
    }

    private static SettingsException Bad(string message) => new(DiagnosticCodes.BadTrustedKeys, message);
}
