using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CompileDepot.Core.Effects;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Depots;

/// <summary>
/// The readable way into a depot, <c>compiled/&lt;tfm&gt;/&lt;Project&gt;/&lt;short&gt;.json</c>: which entry belongs to what, and where it was made. For people and for <c>explain</c>; no restore depends on it.
/// <code>{ format: 1, key, keyText, task, project, framework, configuration, root, time, relocatable, boundTo?, boundBy? }</code>
/// </summary>
public static class CompiledIndex
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file; where that fails there is none, and nothing else is missing.</summary>
    public static void TryWrite(DepotLayout layout, Entry entry)
    {
        try
        {
            Write(layout, entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // For people alone, see above.
        }
    }

    private static void Write(DepotLayout layout, Entry entry)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", 1);
            json.WriteString("key", entry.Key.ToString());
            json.WriteString("keyText", entry.KeyText.ToString());
            json.WriteString("task", entry.Made.Task);
            json.WriteString("project", entry.Made.Project);
            json.WriteString("framework", entry.Made.Framework);
            json.WriteString("configuration", entry.Made.Configuration);
            json.WriteString("root", entry.Made.Root);
            json.WriteString("time", entry.Made.Time.ToString("O", CultureInfo.InvariantCulture));
            json.WriteBoolean("relocatable", entry.BoundTo == Binding.None);
            if (entry.BoundTo != Binding.None)
                json.WriteString("boundTo", entry.BoundTo.ToString());
            if (entry.BoundBy is not null)
                json.WriteString("boundBy", entry.BoundBy);
            json.WriteEndObject();
        }
        var project = Path.GetFileNameWithoutExtension(entry.Made.Project);
        AtomicFile.Write(layout.CompiledEntry(entry.Made.Framework, project, entry.Key), stream.ToArray());
    }
}
