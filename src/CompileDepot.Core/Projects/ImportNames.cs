using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Projects;

/// <summary>
/// The names of properties that a set of imported files refers to (see <see cref="ImportScan"/>), kept by the files' content in memory and, for the next process, in a folder: the SDK's hundred files
/// are 1.4 MB, and every process of every build needs them. Thread-safe.
/// <code>{ digest, format, names: [ … ] }</code>
/// History: format 1, the first. A file that is damaged or of another format counts as none.
/// </summary>
public static class ImportNames
{
    private const int Format = 1;

    private static readonly ConcurrentDictionary<ContentDigest, IReadOnlySet<string>> Known = new();

    /// <summary>Finds the names.</summary>
    /// <param name="folder">Where they are kept; what can't be written there is looked for again by the next process.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static IReadOnlySet<string> Of(IReadOnlyList<InputFile> files, string folder)
    {
        var key = ContentDigest.Of(Encoding.ASCII.GetBytes(string.Join('\n', files.Select(f => f.Digest))));
        return Known.TryGetValue(key, out var names) ? names : Known[key] = Find(files, Path.Combine(folder, "imports-" + key.ToString()[..32] + ".json"));
    }

    private static HashSet<string> Find(IReadOnlyList<InputFile> files, string kept)
    {
        if (TryRead(kept) is { } known)
            return known;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
            ImportScan.AddNames(File.ReadAllText(file.Path), names);
        try
        {
            AtomicFile.Write(kept, DigestedJson.Write(json =>
            {
                json.WriteNumber("format", Format);
                json.WriteStartArray("names");
                foreach (var name in names.Order(StringComparer.Ordinal))
                    json.WriteStringValue(name);
                json.WriteEndArray();
            }));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Full or read-only: found again by the next process.
        }
        return names;
    }

    private static HashSet<string>? TryRead(string path)
    {
        try
        {
            if (!File.Exists(path) || File.ReadAllBytes(path) is not { } bytes || !DigestedJson.IsWhole(bytes))
                return null;
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.GetProperty("format").GetInt32() == Format
                ? document.RootElement.GetProperty("names").EnumerateArray().Select(n => n.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
