using System.Text.Json;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation.Pdbs;

namespace CompileDepot.Core.Effects;

/// <summary>
/// An imprint in an entry's JSON:
/// <code>
/// { roots: { name: path, … }, commit?, texts: [ { path, document }, … ], references: [ { path, digest, mvid, stamp, size }, … ] }
/// </code>
/// </summary>
internal static class ImprintJson
{
    public static void Write(Utf8JsonWriter json, Imprint imprint)
    {
        json.WriteStartObject();
        json.WriteStartObject("roots");
        foreach (var (name, path) in imprint.Roots)
            json.WriteString(name, path);
        json.WriteEndObject();
        if (imprint.Commit is not null)
            json.WriteString("commit", imprint.Commit);
        json.WriteStartArray("texts");
        foreach (var text in imprint.Texts)
        {
            json.WriteStartObject();
            json.WriteString("path", text.Path);
            json.WriteString("document", text.Document);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("references");
        foreach (var reference in imprint.References)
        {
            json.WriteStartObject();
            json.WriteString("path", reference.Path);
            json.WriteString("digest", reference.Digest.ToString());
            json.WriteString("mvid", reference.Identity.Mvid);
            json.WriteNumber("stamp", reference.Identity.Timestamp);
            json.WriteNumber("size", reference.Identity.ImageSize);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">Not an imprint that this version knows.</exception>
    public static Imprint Read(JsonElement json) => new(
        [.. json.GetProperty("roots").EnumerateObject().Select(r => (r.Name, Text(r.Value)))],
        json.TryGetProperty("commit", out var commit) ? Text(commit) : null,
        [.. json.GetProperty("texts").EnumerateArray().Select(t => new ImprintText(Text(t.GetProperty("path")), Text(t.GetProperty("document"))))],
        [.. json.GetProperty("references").EnumerateArray().Select(ReadReference)]);

    private static ImprintReference ReadReference(JsonElement json) => new(
        Text(json.GetProperty("path")),
        ContentDigest.TryParse(json.GetProperty("digest").GetString(), out var digest) ? digest : throw new FormatException("a reference without a digest"),
        new ReferenceIdentity(json.GetProperty("mvid").GetGuid(), json.GetProperty("stamp").GetUInt32(), json.GetProperty("size").GetUInt32()));

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("null where a text should be");
}
