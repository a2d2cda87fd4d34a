using System.Text;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Depots;

/// <summary>What a depot holds for people and for collection, told from its place.</summary>
internal enum DepotRecordKind
{
    Index,
    Root,
    Build,
}

/// <summary>Looks into what a depot holds beside blobs and entries. No restore depends on any of it.</summary>
internal static class DepotRecords
{
    /// <summary>Null: none of them.</summary>
    public static DepotRecordKind? KindOf(DepotLayout layout, string path)
    {
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        if (name.StartsWith(AtomicFile.TemporaryPrefix, StringComparison.Ordinal))
            return null;
        var isJson = name.EndsWith(".json", StringComparison.Ordinal);
        if (isJson && folder == layout.Roots)
            return DepotRecordKind.Root;
        if (folder == layout.Builds && name.EndsWith(".jsonl", StringComparison.Ordinal))
            return DepotRecordKind.Build;
        return isJson && name.Length == ActionKey.ShortLength + ".json".Length && Path.GetDirectoryName(Path.GetDirectoryName(folder)) == layout.Compiled ? DepotRecordKind.Index : null;
    }

    /// <summary>What is wrong with one; null: nothing, or it is of another version.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static DepotProblem? Check(Depot depot, string path) => Fault(depot, path, Read(path)) is { } fault
        ? new DepotProblem(KindOf(depot.Layout, path) == DepotRecordKind.Index ? DepotProblemKind.WrongIndex : DepotProblemKind.DamagedRecord, path, fault)
        : null;

    /// <summary>What is wrong with the content of one, in words.</summary>
    /// <param name="path">Where it belongs.</param>
    public static string? Fault(Depot depot, string path, byte[] bytes) => KindOf(depot.Layout, path) switch
    {
        DepotRecordKind.Index => CompiledIndex.Fault(depot, path, bytes),
        DepotRecordKind.Root when RootRecord.Parse(bytes) is null && !IsOfNewerFormat(bytes) => "the root record can't be understood",
        DepotRecordKind.Build when FirstTorn(bytes) is { } line => $"line {line} of the build record can't be understood",
        _ => null,
    };

    /// <summary>Reads a file that others may be writing to.</summary>
    public static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static bool IsOfNewerFormat(byte[] bytes) => Try(bytes, json => json.TryGetProperty("format", out var format) && format.GetInt32() > RootRecord.Format);

    // A process may be writing the last line, or have been killed while it was.
    private static int? FirstTorn(byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        var torn = Array.FindIndex(lines, 0, lines.Length - 1, l => l.Trim().Length > 0 && !Try(Encoding.UTF8.GetBytes(l), json => json.ValueKind == JsonValueKind.Object));
        return torn < 0 ? null : torn + 1;
    }

    internal static bool Try(byte[] bytes, Func<JsonElement, bool> holds)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return holds(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }
}
