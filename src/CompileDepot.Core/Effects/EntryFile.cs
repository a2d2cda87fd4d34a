using System.Globalization;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Effects;

/// <summary>
/// The file of an entry: digested JSON (see <see cref="DigestedJson"/>), which may be signed (see <see cref="SignedFile"/>); reading says nothing of whether the signature is good.
/// <code>
/// { digest, format, key, keyText, boundTo?, boundBy?, imprint?, made: { task, project, framework, configuration, root, time, milliseconds }, effects: [ … ] }
/// </code>
/// History: format 1, the first; format 2, with imprints: files may be rewritten when they are restored. A file with another format is somebody else's: it is passed over and never overwritten.
/// </summary>
public static class EntryFile
{
    public const int Format = 2;

    public static byte[] Write(Entry entry) => DigestedJson.Write(json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("key", entry.Key.ToString());
        json.WriteString("keyText", entry.KeyText.ToString());
        if (entry.BoundTo != Binding.None)
            json.WriteString("boundTo", entry.BoundTo.ToString());
        if (entry.BoundBy is not null)
            json.WriteString("boundBy", entry.BoundBy);
        if (entry.Imprint is not null)
        {
            json.WritePropertyName("imprint");
            ImprintJson.Write(json, entry.Imprint);
        }
        WriteOrigin(json, entry.Made);
        json.WriteStartArray("effects");
        foreach (var effect in entry.Effects)
            EffectJson.Write(json, effect);
        json.WriteEndArray();
    });

    /// <summary>Reads and verifies.</summary>
    /// <exception cref="FormatException">Damaged, or of another format (then <paramref name="bytes"/> still is whole: see <see cref="IsForeign"/>).</exception>
    public static Entry Read(byte[] bytes)
    {
        var content = SignedFile.Content(bytes);
        if (!DigestedJson.IsWhole(content.Span))
            throw new FormatException("the entry is damaged");
        try
        {
            using var document = JsonDocument.Parse(content);
            var json = document.RootElement;
            if (json.GetProperty("format").GetInt32() != Format)
                throw new FormatException("the entry has a format of another version");
            return new Entry(
                Key(json, "key"),
                Key(json, "keyText"),
                json.TryGetProperty("boundBy", out var bound) ? bound.GetString() : null,
                ReadOrigin(json.GetProperty("made")),
                [.. json.GetProperty("effects").EnumerateArray().Select(EffectJson.Read)])
            {
                BoundTo = !json.TryGetProperty("boundTo", out var to) ? Binding.None : Enum.TryParse<Binding>(to.GetString(), out var binding) ? binding : throw new FormatException("bound to nobody knows what"),
                Imprint = json.TryGetProperty("imprint", out var imprint) ? ImprintJson.Read(imprint) : null,
            };
        }
        // ArgumentException: a duration beyond what a TimeSpan holds.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException("the entry is not one that this version writes", e);
        }
    }

    /// <summary>Reads and verifies.</summary>
    /// <returns>Null: damaged, or of another format.</returns>
    public static Entry? TryRead(byte[] bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is undamaged but of a version that we do not know: not ours to replace.</summary>
    public static bool IsForeign(byte[] bytes)
    {
        try
        {
            var content = SignedFile.Content(bytes);
            using var document = JsonDocument.Parse(content);
            return DigestedJson.IsWhole(content.Span) && document.RootElement.TryGetProperty("format", out var format) && format.GetInt32() != Format;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static void WriteOrigin(Utf8JsonWriter json, Origin made)
    {
        json.WriteStartObject("made");
        json.WriteString("task", made.Task);
        json.WriteString("project", made.Project);
        json.WriteString("framework", made.Framework);
        json.WriteString("configuration", made.Configuration);
        json.WriteString("root", made.Root);
        json.WriteString("time", made.Time.ToString("O", CultureInfo.InvariantCulture));
        json.WriteNumber("milliseconds", (long)made.Duration.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static Origin ReadOrigin(JsonElement json) => new(
        DigestedJson.Text(json, "task"),
        DigestedJson.Text(json, "project"),
        DigestedJson.Text(json, "framework"),
        DigestedJson.Text(json, "configuration"),
        DigestedJson.Text(json, "root"),
        json.GetProperty("time").GetDateTimeOffset(),
        TimeSpan.FromMilliseconds(json.GetProperty("milliseconds").GetInt64()));

    private static ActionKey Key(JsonElement json, string name) =>
        ActionKey.TryParse(json.GetProperty(name).GetString(), out var key) ? key : throw new FormatException($"'{name}' is no key");
}
