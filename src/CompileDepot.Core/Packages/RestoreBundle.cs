using System.Text.Json;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Packages;

/// <summary>
/// What is kept of restoring one project: the texts that NuGet wrote, with folders as tokens, and what has to be so for them to hold. One blob, UTF-8 JSON.
/// <code>
/// { format: 1, graph: true, vulnerabilities?: "digest", packages: [ { id, path, sha512, folder } ], files: [ { file: "Assets", text } ] }
/// </code>
/// History: format 1, the first.
/// </summary>
/// <param name="HasGraph">Whether NuGet wrote the file of the graph, which is not kept.</param>
/// <param name="Vulnerabilities">Digest of what sources knew against the packages; null where nobody asked.</param>
/// <param name="Packages">With the position of the package folder that had each.</param>
/// <param name="Texts">In the order in which NuGet's files are written, the one that NuGet looks at first being the last.</param>
public sealed record RestoreBundle(bool HasGraph, string? Vulnerabilities, IReadOnlyList<(UsedPackage Package, int Folder)> Packages, IReadOnlyList<(RestoreFile File, string Text)> Texts)
{
    private const int Format = 1;

    public byte[] Write() => JsonBytes.Object(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteBoolean("graph", HasGraph);
        if (Vulnerabilities is not null)
            json.WriteString("vulnerabilities", Vulnerabilities);
        json.WriteStartArray("packages");
        foreach (var (package, folder) in Packages)
        {
            json.WriteStartObject();
            json.WriteString("id", package.Id);
            json.WriteString("path", package.Path);
            json.WriteString("sha512", package.Sha512);
            json.WriteNumber("folder", folder);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var (file, text) in Texts)
        {
            json.WriteStartObject();
            json.WriteString("file", file.ToString());
            json.WriteString("text", text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <exception cref="FormatException">Another version's, or nobody's.</exception>
    public static RestoreBundle Read(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            if (json.GetProperty("format").GetInt32() != Format)
                throw new FormatException("the bundle has a format of another version");
            return new RestoreBundle(
                json.GetProperty("graph").GetBoolean(),
                json.TryGetProperty("vulnerabilities", out var digest) ? digest.GetString() : null,
                [.. json.GetProperty("packages").EnumerateArray().Select(p => (new UsedPackage(Text(p, "id"), Text(p, "path"), Text(p, "sha512")), p.GetProperty("folder").GetInt32()))],
                [.. json.GetProperty("files").EnumerateArray().Select(f => (Enum.Parse<RestoreFile>(Text(f, "file")), Text(f, "text")))]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("the bundle is not one that this version writes", e);
        }
    }

    private static string Text(JsonElement json, string name) => DigestedJson.Text(json, name);
}
