using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CompileDepot.Core.Builds;

namespace CompileDepot.Cli.Output;

/// <summary>How the tool writes JSON: indented, camelCase, members by name, times in ISO 8601; an action as build records have it (see <see cref="ActionRecordJson"/>).</summary>
internal static class JsonForm
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new ActionConverter() },
    };

    private sealed class ActionConverter : JsonConverter<ActionRecord>
    {
        public override ActionRecord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, ActionRecord value, JsonSerializerOptions options) => ActionRecordJson.Write(writer, value);
    }
}
