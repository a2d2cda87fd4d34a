using System.Globalization;
using System.IO.Compression;
using System.Text;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Remotes;

/// <summary>
/// What stands at <c>ac/…</c>: the file of an entry as a depot has it, byte for byte, and how the blobs that it names are kept. A line of ASCII, then Brotli of the rest:
/// <code>
/// compiledepot-remote 1 &lt;bytes of the rest, decoded&gt;\n
/// blob &lt;address&gt; &lt;size&gt; &lt;Raw|Brotli&gt; &lt;address in cas/&gt; &lt;coded size&gt;\n     one for each blob, by address
/// \n
/// &lt;the entry's file&gt;
/// </code>
/// The digest and the signature are the entry's own; a changed line of a blob leads to bytes that are not the blob's. History: format 1, the first. One of another format is somebody else's: it is passed over and never overwritten.
/// </summary>
internal sealed record RemoteEnvelope(byte[] Entry, IReadOnlyList<CodedBlob> Blobs)
{
    private const string Magic = "compiledepot-remote";
    private const int Format = 1;

    public byte[] Write()
    {
        var head = new StringBuilder();
        foreach (var blob in Blobs.OrderBy(b => b.Blob.ToString(), StringComparer.Ordinal))
            head.Append(CultureInfo.InvariantCulture, $"blob {blob.Blob} {blob.Size} {blob.Coding} {blob.Coded} {blob.CodedSize}\n");
        byte[] body = [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Entry];
        var coded = new byte[BrotliEncoder.GetMaxCompressedLength(body.Length)];
        if (!BrotliEncoder.TryCompress(body, coded, out var written, CodedBlob.Quality, window: 22))
            throw new InvalidOperationException("Brotli refuses a buffer of the size that it asks for.");
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic} {Format} {body.Length}\n")), .. coded.AsSpan(0, written)];
    }

    /// <summary>Whether the bytes are an envelope of another version.</summary>
    public static bool IsForeign(ReadOnlySpan<byte> bytes) => FirstLine(bytes, out _) is [Magic, var format, ..] && format != Format.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="RefusedException">It is no envelope of this version, or has sizes beyond the limits.</exception>
    public static RemoteEnvelope Read(byte[] bytes, RemoteLimits limits)
    {
        if (FirstLine(bytes, out var start) is not [Magic, "1", var length] || !TrySize(length, out var size))
            throw Malformed("it begins with something else");
        if (size > limits.Envelope)
            throw new RefusedException(RemoteRefusal.Oversized, $"an envelope of {size} bytes");
        var body = CodedBlob.Decompress(bytes.AsSpan(start), size) ?? throw new RefusedException(RemoteRefusal.Bomb, $"an envelope that does not decode to its {size} bytes");
        var blobs = new List<CodedBlob>();
        for (var at = 0; ;)
        {
            var end = Array.IndexOf(body, (byte)'\n', at);
            if (end < 0)
                throw Malformed("it ends early");
            if (end == at)
                return new RemoteEnvelope(body[(at + 1)..], blobs);
            blobs.Add(ReadBlob(Encoding.ASCII.GetString(body, at, end - at), limits));
            at = end + 1;
        }
    }

    private static CodedBlob ReadBlob(string line, RemoteLimits limits)
    {
        if (line.Split(' ') is not ["blob", var address, var size, var coding, var coded, var codedSize]
            || !ContentDigest.TryParse(address, out var blob)
            || !ContentDigest.TryParse(coded, out var kept)
            || !Enum.TryParse<BlobCoding>(coding, out var how) || !Enum.IsDefined(how))
            throw Malformed("it lists something that is no blob");
        if (!TrySize(size, out var bytes) || !TrySize(codedSize, out var codedBytes) || bytes > limits.Blob || codedBytes > bytes || (how == BlobCoding.Raw && codedBytes != bytes))
            throw new RefusedException(RemoteRefusal.Oversized, $"blob {blob}: sizes {size} and {codedSize}");
        if (bytes > codedBytes * CodedBlob.MaximumRatio)
            throw new RefusedException(RemoteRefusal.Bomb, $"blob {blob}: {codedBytes} bytes that stand for {bytes}");
        return new CodedBlob(blob, bytes, how, kept, codedBytes);
    }

    // The first line is short; more is not looked at.
    private static string[] FirstLine(ReadOnlySpan<byte> bytes, out int next)
    {
        var head = bytes[..Math.Min(bytes.Length, 80)];
        next = head.IndexOf((byte)'\n') + 1;
        return next == 0 ? [] : Encoding.ASCII.GetString(head[..(next - 1)]).Split(' ');
    }

    private static bool TrySize(string text, out long size) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size);

    private static RefusedException Malformed(string why) => new(RemoteRefusal.Malformed, $"it is no envelope: {why}");
}
