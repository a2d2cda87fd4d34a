using System.Globalization;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Projects;

/// <summary>
/// The file of a project's entry: digested JSON (see <see cref="DigestedJson"/>), which may be signed (see <see cref="SignedFile"/>); reading says nothing of whether the signature is good.
/// <code>
/// { digest, format, tree, project, framework, configuration, root, commit, boundBy?, warnsBefore?, interface?, time, milliseconds,
///   actions: [ { step, keyText, key, exact?: { path: digest } } ], files: [ { kind, path, mode, blob, size, from?, expected? } ], effects: [ … ] }
/// </code>
/// History: format 1, the first. A file with another format is somebody else's: it is passed over and never overwritten.
/// </summary>
public static class ProjectEntryFile
{
    public const int Format = 1;

    public static byte[] Write(ProjectEntry entry) => DigestedJson.Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("tree", entry.Tree.ToString());
        json.WriteString("project", entry.Project);
        json.WriteString("framework", entry.Framework);
        json.WriteString("configuration", entry.Configuration);
        json.WriteString("root", entry.Root);
        json.WriteString("commit", entry.Commit);
        if (entry.BoundBy is not null)
            json.WriteString("boundBy", entry.BoundBy);
        if (entry.WarnsBefore)
            json.WriteBoolean("warnsBefore", true);
        if (entry.Interface is { } visible)
            json.WriteString("interface", visible.ToString());
        json.WriteString("time", entry.Time.ToString("O", CultureInfo.InvariantCulture));
        json.WriteNumber("milliseconds", (long)entry.Duration.TotalMilliseconds);
        json.WriteStartArray("actions");
        foreach (var action in entry.Actions)
        {
            json.WriteStartObject();
            json.WriteString("step", action.Step);
            json.WriteString("keyText", action.KeyText.ToString());
            json.WriteString("key", action.Key.ToString());
            if (action.Exact.Count > 0)
            {
                json.WriteStartObject("exact");
                foreach (var (path, digest) in action.Exact)
                    json.WriteString(path, digest.ToString());
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var file in entry.Files)
            Write(json, file);
        json.WriteEndArray();
        json.WriteStartArray("effects");
        foreach (var effect in entry.Effects)
            EffectJson.Write(json, effect);
        json.WriteEndArray();
    });

    /// <summary>
    /// The name of an entry within its tree hash: what it holds, and not when or by whom it was made. Builds that agree in all that is known before a build may differ in what the compiler turned out to read.
    /// </summary>
    public static string IdOf(ProjectEntry entry) =>
        ContentDigest.Of(Write(entry with { Time = default, Duration = default, Root = entry.BoundBy is null ? "" : entry.Root })).ToString()[..32];

    /// <summary>Reads and verifies.</summary>
    /// <returns>Null: damaged, or of another format.</returns>
    public static ProjectEntry? TryRead(byte[] bytes)
    {
        var content = SignedFile.Content(bytes);
        if (!DigestedJson.IsWhole(content.Span))
            return null;
        try
        {
            using var document = JsonDocument.Parse(content);
            var json = document.RootElement;
            if (json.GetProperty("format").GetInt32() != Format)
                return null;
            return new ProjectEntry(
                TreeHash.TryParse(Text(json, "tree"), out var tree) ? tree : throw new FormatException("no tree hash"),
                Text(json, "project"),
                Text(json, "framework"),
                Text(json, "configuration"),
                Text(json, "root"),
                Text(json, "commit"),
                json.TryGetProperty("boundBy", out var bound) ? bound.GetString() : null,
                json.GetProperty("time").GetDateTimeOffset(),
                TimeSpan.FromMilliseconds(json.GetProperty("milliseconds").GetInt64()),
                [.. json.GetProperty("actions").EnumerateArray().Select(a => new ProjectAction(Text(a, "step"), Key(a, "keyText"), Key(a, "key"), ReadExact(a)))],
                [.. json.GetProperty("files").EnumerateArray().Select(ReadFile)],
                [.. json.GetProperty("effects").EnumerateArray().Select(EffectJson.Read)])
            {
                WarnsBefore = json.TryGetProperty("warnsBefore", out var warns) && warns.GetBoolean(),
                Interface = !json.TryGetProperty("interface", out _) ? null : TreeHash.TryParse(Text(json, "interface"), out var visible) ? visible : throw new FormatException("no hash of an interface"),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, ProjectFile file)
    {
        json.WriteStartObject();
        json.WriteString("kind", file.Kind.ToString());
        json.WriteString("path", file.Path);
        json.WriteNumber("mode", file.Mode);
        json.WriteString("blob", file.Blob.ToString());
        json.WriteNumber("size", file.Size);
        if (file.Kind == ProjectFileKind.Copy)
        {
            json.WriteString("from", file.From);
            if (file.Expected is { } expected)
                json.WriteString("expected", expected.ToString());
        }
        json.WriteEndObject();
    }

    private static ProjectFile ReadFile(JsonElement json)
    {
        var kind = Enum.TryParse<ProjectFileKind>(Text(json, "kind"), out var known) && Enum.IsDefined(known) ? known : throw new FormatException("unknown kind of file");
        var file = new ProjectFile(kind, Text(json, "path"), json.GetProperty("mode").GetUInt16(), Digest(json, "blob"), json.GetProperty("size").GetInt64() is >= 0 and var size ? size : throw new FormatException("a file of less than nothing"));
        return kind == ProjectFileKind.Copy ? file with { From = Text(json, "from"), Expected = json.TryGetProperty("expected", out _) ? Digest(json, "expected") : null } : file;
    }

    private static List<(string, ContentDigest)> ReadExact(JsonElement json) =>
        json.TryGetProperty("exact", out var exact) ? [.. exact.EnumerateObject().Select(e => (e.Name, Digest(exact, e.Name)))] : [];

    private static string Text(JsonElement json, string name) => DigestedJson.Text(json, name);

    private static ActionKey Key(JsonElement json, string name) => ActionKey.TryParse(Text(json, name), out var key) ? key : throw new FormatException($"'{name}' is no key");

    private static ContentDigest Digest(JsonElement json, string name) => ContentDigest.TryParse(Text(json, name), out var digest) ? digest : throw new FormatException($"'{name}' is no digest");
}
