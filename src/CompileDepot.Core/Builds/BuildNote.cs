using System.Globalization;
using System.Text.Json;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Builds;

/// <summary>What a build said that its user should know, as a line of its record: in a terminal MSBuild shows no message, however important.</summary>
/// <remarks>
/// A JSON object with the properties <c>time root note</c>. History: version 1 of records (<see cref="ActionRecordJson"/>), whose first readers pass over the line.
/// </remarks>
/// <param name="Root">Full path of the relocation root of what was built.</param>
/// <param name="Text">Begins with its code.</param>
public sealed record BuildNote(DateTimeOffset Time, string Root, string Text)
{
    public byte[] Write() => [.. JsonBytes.Object(json =>
    {
        json.WriteString("time", Time.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("root", Root);
        json.WriteString("note", Text);
    }), (byte)'\n'];

    /// <summary>Null for a line that is torn or something else.</summary>
    public static BuildNote? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            return json.TryGetProperty("note", out var note) ? new BuildNote(json.GetProperty("time").GetDateTimeOffset(), json.GetProperty("root").GetString() ?? "", note.GetString() ?? "") : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
