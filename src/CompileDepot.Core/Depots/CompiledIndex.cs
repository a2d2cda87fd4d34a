using System.Globalization;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Depots;

/// <summary>
/// The readable way into a depot, <c>compiled/&lt;tfm&gt;/&lt;Project&gt;/&lt;short&gt;.json</c>: which entry belongs to what, and where it was made. For people and for <c>explain</c>; no restore depends on it.
/// <code>{ format: 1, key, keyText, task, project, framework, configuration, root, time, relocatable, boundTo?, boundBy? }</code>
/// </summary>
public static class CompiledIndex
{
    private const int Format = 1;

    private static readonly JsonWriterOptions Options = JsonBytes.Usual with { Indented = true };

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

    /// <summary>What is wrong with a file of the index, in words; null: nothing, or it is of another version. One whose entry is gone waits for collection.</summary>
    internal static string? Fault(Depot depot, string path, byte[] bytes)
    {
        string? fault = "the file can't be understood";
        DepotRecords.Try(bytes, json =>
        {
            if (json.GetProperty("format").GetInt32() is not Format and > 0)
                fault = null;
            else if (ActionKey.TryParse(json.GetProperty("key").GetString(), out var key) && ActionKey.TryParse(json.GetProperty("keyText").GetString(), out var keyText)
                && json.GetProperty("framework").GetString() is { } framework && json.GetProperty("project").GetString() is { } project)
                fault = Place(depot.Layout, framework, project, key) != path || depot.PeekEntry(key) is { } entry && entry.KeyText != keyText
                    ? "the file belongs to another entry"
                    : null;
            return true;
        });
        return fault;
    }

    /// <summary>Where the file of an entry lies.</summary>
    internal static string Place(DepotLayout layout, Entry entry) => Place(layout, entry.Made.Framework, entry.Made.Project, entry.Key);

    private static string Place(DepotLayout layout, string framework, string project, ActionKey key) => layout.CompiledEntry(framework, Path.GetFileNameWithoutExtension(project), key);

    private static void Write(DepotLayout layout, Entry entry)
    {
        var bytes = JsonBytes.Object(json =>
        {
            json.WriteNumber("format", Format);
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
        }, Options);
        AtomicFile.Write(Place(layout, entry), bytes);
    }
}
