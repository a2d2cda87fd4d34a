using System.Text.Json;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Effects;

/// <summary>
/// Effects in an entry's JSON: an object with <c>kind</c> and the properties below; absent means null, empty or 0.
/// <code>
/// file     role path blob size mode local
/// warning  subcategory code file line column endLine endColumn message helpKeyword helpLink sender
/// message  importance text sender
/// item     parameter ordinal spec metadata: { name: value, … }
/// property parameter value
/// </code>
/// </summary>
internal static class EffectJson
{
    public static void Write(Utf8JsonWriter json, Effect effect)
    {
        json.WriteStartObject();
        switch (effect)
        {
            case OutputFileEffect file:
                json.WriteString("kind", nameof(EffectKind.File));
                json.WriteString("role", file.Role.ToString());
                json.WriteString("path", file.Path);
                json.WriteString("blob", file.Blob.ToString());
                json.WriteNumber("size", file.Size);
                Number(json, "mode", file.Mode);
                if (file.IsLocal)
                    json.WriteBoolean("local", true);
                break;
            case WarningEffect warning:
                json.WriteString("kind", nameof(EffectKind.Warning));
                Text(json, "subcategory", warning.Subcategory);
                Text(json, "code", warning.Code);
                Text(json, "file", warning.File);
                Number(json, "line", warning.Line);
                Number(json, "column", warning.Column);
                Number(json, "endLine", warning.EndLine);
                Number(json, "endColumn", warning.EndColumn);
                Text(json, "message", warning.Message);
                Text(json, "helpKeyword", warning.HelpKeyword);
                Text(json, "helpLink", warning.HelpLink);
                Text(json, "sender", warning.Sender);
                break;
            case MessageEffect message:
                json.WriteString("kind", nameof(EffectKind.Message));
                Number(json, "importance", message.Importance);
                Text(json, "text", message.Text);
                Text(json, "sender", message.Sender);
                break;
            case OutputItemEffect item:
                json.WriteString("kind", nameof(EffectKind.Item));
                json.WriteString("parameter", item.Parameter);
                Number(json, "ordinal", item.Ordinal);
                json.WriteString("spec", item.Spec);
                json.WriteStartObject("metadata");
                foreach (var (name, value) in item.Metadata)
                    json.WriteString(name, value);
                json.WriteEndObject();
                break;
            case OutputPropertyEffect property:
                json.WriteString("kind", nameof(EffectKind.Property));
                json.WriteString("parameter", property.Parameter);
                json.WriteString("value", property.Value);
                break;
            default:
                throw new NotSupportedException($"Effect {effect.GetType().Name} has no JSON form.");
        }
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">Not an effect that this version knows.</exception>
    public static Effect Read(JsonElement json) => Enum.TryParse<EffectKind>(Text(json, "kind"), out var kind) ? kind switch
    {
        EffectKind.File => new OutputFileEffect(
            Enum.TryParse<OutputRole>(Text(json, "role"), out var role) ? role : throw new FormatException($"unknown role '{Text(json, "role")}'"),
            Text(json, "path") ?? throw new FormatException("a file without a path"),
            ContentDigest.TryParse(Text(json, "blob"), out var blob) ? blob : throw new FormatException("a file without a blob"),
            json.GetProperty("size").GetInt64() is >= 0 and var size ? size : throw new FormatException("a file of less than nothing"),
            (ushort)Number(json, "mode"))
        {
            IsLocal = json.TryGetProperty("local", out var local) && local.GetBoolean(),
        },
        EffectKind.Warning => new WarningEffect(
            Text(json, "subcategory"), Text(json, "code"), Text(json, "file"),
            Number(json, "line"), Number(json, "column"), Number(json, "endLine"), Number(json, "endColumn"),
            Text(json, "message"), Text(json, "helpKeyword"), Text(json, "helpLink"), Text(json, "sender")),
        EffectKind.Message => new MessageEffect(Number(json, "importance"), Text(json, "text"), Text(json, "sender")),
        EffectKind.Item => new OutputItemEffect(
            Needed(json, "parameter"), Number(json, "ordinal"), Needed(json, "spec"),
            [.. json.GetProperty("metadata").EnumerateObject().Select(m => (m.Name, m.Value.GetString() ?? throw new FormatException("metadata without a value")))]),
        EffectKind.Property => new OutputPropertyEffect(Needed(json, "parameter"), Needed(json, "value")),
        _ => throw new FormatException($"unknown effect '{kind}'"),
    } : throw new FormatException($"unknown effect '{Text(json, "kind")}'");

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Number(Utf8JsonWriter json, string name, int value)
    {
        if (value != 0)
            json.WriteNumber(name, value);
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Needed(JsonElement json, string name) => Text(json, name) ?? throw new FormatException($"an effect without '{name}'");

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
