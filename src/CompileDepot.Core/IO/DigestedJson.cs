using System.Text;
using System.Text.Json;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.IO;

/// <summary>
/// UTF-8 JSON that begins with <c>{"digest":"…64 hexadecimal characters…"</c>, the SHA-256 of the whole with those characters replaced by zeros.
/// So a flipped or missing byte anywhere is found before anything is believed.
/// </summary>
internal static class DigestedJson
{
    private const string Opening = "{\"digest\":\"";
    private static readonly string Zeros = new('0', Digest256.HexLength);

    /// <param name="content">Writes the properties after the digest.</param>
    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var bytes = JsonBytes.Object(json =>
        {
            json.WriteString("digest", Zeros);
            content(json);
        });
        Encoding.ASCII.GetBytes(Digest256.Of(bytes).ToString(), bytes.AsSpan(Opening.Length));
        return bytes;
    }

    /// <summary>A text that must be there: whoever has the digest right may still write <c>null</c>.</summary>
    /// <exception cref="FormatException">It is null.</exception>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="InvalidOperationException">It is no text.</exception>
    public static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    /// <summary>Whether the bytes are what <see cref="Write"/> gave. They are changed for the moment of the check.</summary>
    public static bool IsWhole(Span<byte> bytes)
    {
        var start = Opening.Length;
        if (bytes.Length < start + Zeros.Length || !bytes[..start].SequenceEqual(Encoding.ASCII.GetBytes(Opening)))
            return false;
        var digest = bytes.Slice(start, Zeros.Length);
        Span<byte> said = stackalloc byte[Digest256.HexLength];
        digest.CopyTo(said);
        digest.Fill((byte)'0');
        var now = Digest256.Of(bytes).ToString();
        said.CopyTo(digest);
        return Encoding.ASCII.GetString(said) == now;
    }
}
