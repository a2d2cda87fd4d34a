using System.Security.Cryptography;

namespace CompileDepot.Core.Hashing;

/// <summary>SHA-256 of the bytes of one file: the address of a blob. Not interchangeable with an <see cref="Actions.ActionKey"/>.</summary>
public readonly record struct ContentDigest(Digest256 Value)
{
    public static ContentDigest Of(ReadOnlySpan<byte> content) => new(Digest256.Of(content));

    /// <summary>Of what is left of a stream, in pieces.</summary>
    public static ContentDigest Of(Stream content) => new(Digest256.FromHash(SHA256.HashData(content)));

    /// <summary>Of a file that nobody writes to meanwhile.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static ContentDigest OfFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Of(stream);
    }

    public static bool TryParse(ReadOnlySpan<char> hex, out ContentDigest digest)
    {
        var parsed = Digest256.TryParse(hex, out var value);
        digest = new ContentDigest(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}
