using System.Globalization;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Builds;

/// <summary>
/// What one project in one checkout uses: kept so that collection knows what is live, and a miss can be explained against the former run.
/// <code>{ format: 1, root, project, framework, configuration, task, keyText, key, time }</code>
/// History: format 1, the first.
/// </summary>
/// <param name="KeyText">The action key, which is the key text's address.</param>
/// <param name="Key">The key of the entry in use: the same, unless the entry is bound.</param>
public sealed record RootRecord(string Root, string Project, string Framework, string Configuration, string Task, ActionKey KeyText, ActionKey Key, DateTimeOffset Time)
{
    internal const int Format = 1;

    // Collection asks whether a tree was used lately; a day is close enough, and spares a write a project and build.
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(1);

    /// <summary>Whether writing it again would tell nothing new.</summary>
    public bool IsCurrent(ActionKey keyText, ActionKey key) => KeyText == keyText && Key == key && DateTimeOffset.UtcNow - Time < Renewal;

    /// <summary>The former record of the same project, or null.</summary>
    public static RootRecord? Read(DepotLayout layout, string root, string project, string framework, string configuration, string task)
    {
        var path = layout.Root(root, project, framework, configuration, task);
        return File.Exists(path) ? TryRead(path) : null;
    }

    /// <summary>Every record of a depot that can be read.</summary>
    public static IEnumerable<RootRecord> ReadAll(DepotLayout layout)
    {
        if (!Directory.Exists(layout.Roots))
            yield break;
        foreach (var path in Directory.EnumerateFiles(layout.Roots, "*.json"))
        {
            if (TryRead(path) is { } record)
                yield return record;
        }
    }

    /// <summary>Publishes the record.</summary>
    /// <exception cref="IOException">The depot does not work.</exception>
    public void Write(DepotLayout layout)
    {
        var bytes = JsonBytes.Object(json =>
        {
            json.WriteNumber("format", Format);
            json.WriteString("root", Root);
            json.WriteString("project", Project);
            json.WriteString("framework", Framework);
            json.WriteString("configuration", Configuration);
            json.WriteString("task", Task);
            json.WriteString("keyText", KeyText.ToString());
            json.WriteString("key", Key.ToString());
            json.WriteString("time", Time.ToString("O", CultureInfo.InvariantCulture));
        }, JsonBytes.Escaped);
        AtomicFile.Write(layout.Root(Root, Project, Framework, Configuration, Task), bytes);
    }

    // Other processes replace and remove records while we read.
    private static RootRecord? TryRead(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>Null: damaged, or of another version.</returns>
    internal static RootRecord? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            string Text(string name) => DigestedJson.Text(json, name);
            return json.GetProperty("format").GetInt32() == Format && ActionKey.TryParse(Text("keyText"), out var keyText) && ActionKey.TryParse(Text("key"), out var key)
                ? new RootRecord(Text("root"), Text("project"), Text("framework"), Text("configuration"), Text("task"), keyText, key, json.GetProperty("time").GetDateTimeOffset())
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
