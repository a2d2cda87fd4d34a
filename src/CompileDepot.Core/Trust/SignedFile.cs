using System.Text;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Trust;

/// <summary>
/// The file of an entry with the signature of who wrote it: the entry on one line, as an unsigned file holds it, and then
/// <code>\n{"signer":"…64 hexadecimal characters…","signature":"…88 characters of Base64…"}\n</code>
/// Signed are the bytes of the first line, after a line that says what they are (<c>CompileDepot signed entry 2</c>): a signature given for one thing fits no other. ECDSA on P-256 with SHA-256, in the fixed
/// form of IEEE P1363. The second line has one form only; a file with anything else behind its first line is damaged.
/// </summary>
public static class SignedFile
{
    private const string BeforeSigner = "\n{\"signer\":\"";
    private const string BetweenThem = "\",\"signature\":\"";
    private const string AfterSignature = "\"}\n";
    private const int SignatureSize = 64;
    private const int Base64Length = (SignatureSize + 2) / 3 * 4;
    private const int LineLength = 12 + Fingerprint.Length + 15 + Base64Length + 3;

    // What DigestedJson and the two formats begin with: the third property tells an entry from a project's.
    private static readonly int FormatAt = "{\"digest\":\"\",\"format\":".Length + 64;

    /// <summary>The entry itself, which is all of an unsigned file; empty where what follows it is no signature.</summary>
    public static Memory<byte> Content(byte[] file) => TrySplit(file, out var content, out _) ? content : default;

    /// <summary>Whether the entry in a file is undamaged, signed or not, of whatever version (see <see cref="DigestedJson"/>).</summary>
    public static bool IsWhole(byte[] file) => DigestedJson.IsWhole(Content(file).Span);

    /// <summary>Whether there is a signature, be it good or not.</summary>
    public static bool IsSigned(byte[] file) => TrySplit(file, out _, out var signature) && signature is not null;

    /// <returns>False: what follows the first line is no signature.</returns>
    internal static bool TrySplit(byte[] file, out Memory<byte> content, out FileSignature? signature)
    {
        (content, signature) = (file, null);
        // No other byte is looked at where nothing is signed.
        if (file is not [.., (byte)'\n'])
            return true;
        content = file.AsMemory(0, file.AsSpan().IndexOf((byte)'\n'));
        return (signature = Parse(file.AsSpan(content.Length))) is not null;
    }

    /// <summary>Puts a signature behind an unsigned file.</summary>
    /// <param name="file">Of an entry, or a project's.</param>
    public static byte[] Sign(byte[] file, SigningKey key)
    {
        var (signer, signature) = (key.Fingerprint.ToString(), Convert.ToBase64String(key.Sign(Message(file) ?? throw new ArgumentException("no entry", nameof(file)))));
        return [.. file, .. Encoding.ASCII.GetBytes(BeforeSigner + signer + BetweenThem + signature + AfterSignature)];
    }

    /// <summary>What is signed; null for a file that says of itself neither that it is an entry nor that it is a project's.</summary>
    internal static byte[]? Message(ReadOnlySpan<byte> content) =>
        Subject(content) is { } subject ? [.. Encoding.ASCII.GetBytes($"CompileDepot signed {subject}\n"), .. content] : null;

    // "entry 2", "project 1". Formats to come are read as well: whether a file can be trusted does not depend on whether it can be understood.
    private static string? Subject(ReadOnlySpan<byte> content)
    {
        if (content.Length < FormatAt)
            return null;
        var rest = content[FormatAt..];
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 1 or > 9)
            return null;
        var format = Encoding.ASCII.GetString(rest[..digits]);
        return rest[digits..] switch
        {
            var r when r.StartsWith(",\"key\":"u8) => "entry " + format,
            var r when r.StartsWith(",\"tree\":"u8) => "project " + format,
            _ => null,
        };
    }

    private static FileSignature? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length != LineLength)
            return null;
        var text = Encoding.Latin1.GetString(line);
        var signer = text.Substring(BeforeSigner.Length, Fingerprint.Length);
        var base64 = text.Substring(BeforeSigner.Length + Fingerprint.Length + BetweenThem.Length, Base64Length);
        var bytes = new byte[SignatureSize];
        return Convert.TryFromBase64String(base64, bytes, out var written) && written == SignatureSize && Fingerprint.TryParse(signer, out var fingerprint)
            // One form only: upper case, blanks and stray bits of Base64 are none.
            && text == BeforeSigner + fingerprint + BetweenThem + Convert.ToBase64String(bytes) + AfterSignature
            ? new FileSignature(fingerprint, bytes)
            : null;
    }
}

/// <summary>Who says to have signed, and what proves it.</summary>
internal sealed record FileSignature(Fingerprint Signer, byte[] Bytes);
