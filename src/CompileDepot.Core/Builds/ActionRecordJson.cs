using System.Globalization;
using System.Text;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Builds;

/// <summary>
/// One line of a build's record: a JSON object with the properties below; absent means empty or 0. Times are UTC, durations milliseconds.
/// <code>
/// time root project framework configuration task outcome reason subject key previousKey why milliseconds saved bytes damage branch commit differences
/// </code>
/// History: version 1 (the folder <c>v1/builds</c>). Readers pass over lines that they can't read and properties that they don't know.
/// </summary>
public static class ActionRecordJson
{
    public static byte[] Write(ActionRecord record) => [.. JsonBytes.Object(json => WriteProperties(json, record)), (byte)'\n'];

    public static void Write(Utf8JsonWriter json, ActionRecord record)
    {
        json.WriteStartObject();
        WriteProperties(json, record);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, ActionRecord record)
    {
        json.WriteString("time", record.Time.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("root", record.Root);
        json.WriteString("project", record.Project);
        json.WriteString("framework", record.Framework);
        json.WriteString("configuration", record.Configuration);
        json.WriteString("task", record.Task);
        json.WriteString("outcome", record.Outcome.ToString());
        if (record.Reason.Kind != UncacheableReason.None)
        {
            json.WriteString("reason", record.Reason.Kind.ToString());
            json.WriteString("subject", record.Reason.Subject);
        }
        json.WriteString("key", record.Key);
        json.WriteString("previousKey", record.PreviousKey);
        json.WriteString("why", record.Why);
        json.WriteNumber("milliseconds", Math.Round(record.Elapsed.TotalMilliseconds, 1));
        json.WriteNumber("saved", Math.Round(record.Saved.TotalMilliseconds, 1));
        json.WriteNumber("bytes", record.Bytes);
        json.WriteNumber("damage", record.Damage);
        if (record.Branch.Length > 0)
            json.WriteString("branch", record.Branch);
        if (record.Commit.Length > 0)
            json.WriteString("commit", record.Commit);
        if (record.Differences.Count > 0)
        {
            json.WriteStartArray("differences");
            foreach (var difference in record.Differences)
                json.WriteStringValue(difference);
            json.WriteEndArray();
        }
    }

    /// <summary>Null for a line that is torn or not a record.</summary>
    public static ActionRecord? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(line));
            var json = document.RootElement;
            return new ActionRecord(
                json.GetProperty("time").GetDateTimeOffset(),
                Text(json, "root"),
                Text(json, "project"),
                Text(json, "framework"),
                Text(json, "configuration"),
                Text(json, "task"),
                Enum.Parse<ActionOutcome>(Text(json, "outcome")),
                Enum.TryParse<UncacheableReason>(Text(json, "reason"), out var reason) ? new Reason(reason, Text(json, "subject")) : new Reason(UncacheableReason.None),
                Text(json, "key"),
                Text(json, "previousKey"),
                Text(json, "why"),
                Milliseconds(json, "milliseconds"),
                Milliseconds(json, "saved"),
                json.TryGetProperty("bytes", out var bytes) ? bytes.GetInt64() : 0,
                json.TryGetProperty("damage", out var damage) ? damage.GetInt32() : 0)
            {
                Differences = json.TryGetProperty("differences", out var differences) ? [.. differences.EnumerateArray().Select(d => d.GetString() ?? "")] : [],
                Branch = Text(json, "branch"),
                Commit = Text(json, "commit"),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static TimeSpan Milliseconds(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? TimeSpan.FromMilliseconds(value.GetDouble()) : TimeSpan.Zero;
}
