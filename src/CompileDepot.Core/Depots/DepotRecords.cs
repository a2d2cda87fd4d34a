using System.Text;
using System.Text.Json;
using CompileDepot.Core.Builds;

namespace CompileDepot.Core.Depots;

/// <summary>Looks into what a depot holds beside blobs and entries. No restore depends on any of it.</summary>
internal static class DepotRecords
{
    /// <summary>Whether it is one of those that can be checked.</summary>
    public static bool Are(DepotFileKind kind) => kind is DepotFileKind.Root or DepotFileKind.BuildRecord or DepotFileKind.Index;

    /// <summary>What is wrong with one; null: nothing, or it is of another version.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static DepotProblem? Check(Depot depot, DepotFile file) => Fault(depot, file.Path, Read(file.Path)) is { } fault
        ? new DepotProblem(file.Kind == DepotFileKind.Index ? DepotProblemKind.WrongIndex : DepotProblemKind.DamagedRecord, file.Path, fault)
        : null;

    /// <summary>What is wrong with the content of one, in words.</summary>
    /// <param name="path">Where it belongs.</param>
    public static string? Fault(Depot depot, string path, byte[] bytes) => DepotFiles.KindOf(depot.Layout, path) switch
    {
        DepotFileKind.Index => CompiledIndex.Fault(depot, path, bytes),
        DepotFileKind.Root when RootRecord.Parse(bytes) is null && !IsOfNewerFormat(bytes) => "the root record can't be understood",
        DepotFileKind.BuildRecord when FirstTorn(bytes) is { } line => $"line {line} of the build record can't be understood",
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
