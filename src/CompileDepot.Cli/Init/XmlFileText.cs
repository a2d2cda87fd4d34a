using System.Text;
using System.Text.RegularExpressions;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Init;

/// <summary>
/// The text of an XML file and how to write it back. The encoding is that of the byte order mark, else of the declaration, else UTF-8, as the XML
/// specification has it. Decoding is strict: what cannot be read exactly could not be written back exactly.
/// </summary>
internal sealed partial record XmlFileText(string Text, Encoding Encoding, bool HasMark)
{
    // UTF-32 first: its little-endian mark begins with that of UTF-16.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    /// <summary>Reads a file's bytes.</summary>
    /// <exception cref="InitException">They are not text in the encoding they claim, or that is unknown.</exception>
    public static XmlFileText Decode(string path, byte[] file)
    {
        var marked = Array.Find(Marked, e => file.AsSpan().StartsWith(e.Preamble));
        var encoding = marked ?? Declared(path, file);
        var start = marked?.Preamble.Length ?? 0;
        try
        {
            var text = new XmlFileText(encoding.GetString(file, start, file.Length - start), encoding, marked is not null);
            return text.Encode(text.Text).AsSpan().SequenceEqual(file) ? text : throw InitException.AtPlace(
                DiagnosticCodes.MalformedXml, path, 1, 1, $"The file cannot be kept as it is in the encoding {encoding.WebName}; save it as UTF-8.");
        }
        catch (DecoderFallbackException e)
        {
            var line = file.AsSpan(0, Math.Clamp(start + e.Index, 0, file.Length)).Count((byte)'\n') + 1;
            throw InitException.AtPlace(DiagnosticCodes.MalformedXml, path, line, 1, $"This line has bytes that are not {encoding.WebName}.", e);
        }
    }

    /// <summary>The bytes of another text in the same encoding.</summary>
    public byte[] Encode(string text)
    {
        var bytes = Encoding.GetBytes(text);
        return HasMark ? [.. Encoding.GetPreamble(), .. bytes] : bytes;
    }

    private static Encoding Declared(string path, byte[] file)
    {
        // A declaration is ASCII in each encoding that can go without a mark, UTF-16 aside: there every other byte is zero.
        if (file.Length > 1 && (file[0] == 0 || file[1] == 0))
            return new UnicodeEncoding(bigEndian: file[0] == 0, byteOrderMark: false, throwOnInvalidBytes: true);
        var name = Declaration().Match(Encoding.Latin1.GetString(file, 0, Math.Min(file.Length, 512))).Groups["name"].Value;
        if (name.Length == 0 || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw InitException.AtPlace(DiagnosticCodes.MalformedXml, path, 1, 1, $"The encoding '{name}' is not known; save the file as UTF-8.", e);
        }
    }

    [GeneratedRegex("""^<\?xml\s[^>]*?encoding\s*=\s*["'](?<name>[A-Za-z][A-Za-z0-9._\-]*)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
