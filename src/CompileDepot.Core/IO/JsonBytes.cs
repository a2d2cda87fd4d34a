using System.Text.Encodings.Web;
using System.Text.Json;

namespace CompileDepot.Core.IO;

/// <summary>JSON as UTF-8 bytes, in the forms that files have.</summary>
public static class JsonBytes
{
    /// <summary>As most files have it: characters stand as they are where JSON allows it, so paths and messages can be read.</summary>
    public static JsonWriterOptions Usual { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whatever is not ASCII, and whatever means something to HTML, is escaped.</summary>
    public static JsonWriterOptions Escaped => default;

    /// <summary>One object.</summary>
    /// <param name="properties">Writes them.</param>
    /// <param name="options">Null: <see cref="Usual"/>.</param>
    public static byte[] Object(Action<Utf8JsonWriter> properties, JsonWriterOptions? options = null)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, options ?? Usual))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
