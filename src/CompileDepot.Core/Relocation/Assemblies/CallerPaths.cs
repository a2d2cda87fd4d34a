using System.Diagnostics.CodeAnalysis;
using CompileDepot.Core.Relocation.Metadata;

namespace CompileDepot.Core.Relocation.Assemblies;

/// <summary>
/// Rewrites the paths that <c>[CallerFilePath]</c> gave to the constructors of attributes, and to calls. MSTest's and xUnit's attributes tell by them where a test is. They are names of source
/// documents, as the PDB has them. What is of another length moves all that follows: in its heap, and behind the metadata.
/// </summary>
internal static class CallerPaths
{
    /// <param name="documents">Names of source documents.</param>
    /// <param name="isCallerPath">Of <see cref="Rewriting.IsCallerPath"/>.</param>
    /// <param name="moved">An image whose ids no longer follow from its content.</param>
    /// <param name="explained">Where in it there are paths of the new place.</param>
    /// <returns>Whether there are such paths. What this leaves is for others to find.</returns>
    /// <exception cref="NotRewritableException">The image can't be laid out exactly.</exception>
    public static bool TryRewrite(ManagedImage image, PlaceMap map, IEnumerable<(string Old, string New)> documents, Func<string, bool, bool> isCallerPath, [NotNullWhen(true)] out byte[]? moved, out IReadOnlyList<Range> explained)
    {
        (moved, explained) = (null, []);
        // Attributes of modules stand among those of their assembly, and are as the modules have them.
        if (image is not RoslynImage roslyn || image.Metadata.AssemblyFiles.Count > 0)
            return false;
        var (inBlobs, inStrings) = (map.FindInBlobs(image.Blobs) is not null, map.FindIn(image.UserStrings) is not null);
        var renamed = !inBlobs && !inStrings ? [] : documents.Where(d => d.Old != d.New).DistinctBy(d => d.Old).ToDictionary(d => d.Old, d => d.New, StringComparer.Ordinal);
        if (renamed.Count == 0)
            return false;
        var strings = inStrings ? UserStrings.Rename(image.UserStrings, text => Rename(text, inCode: true)) : null;
        var streams = new MetadataStreams(image.Bytes, image.Headers.MetadataStartOffset, image.Headers.MetadataSize, MetadataStreams.OfImage, "it");
        var tables = new ImageTables(image, streams);
        var blobs = AttributeBlobs.Rename(roslyn, tables, text => Rename(text, inCode: false));
        if (strings is null && blobs.Renamed.Count == 0)
            return false;
        var bytes = (byte[])image.Bytes.Clone();
        strings?.Apply(image, bytes);
        var metadata = streams.With(tables.Write(blobs.Offsets, blobs.Heap.Size), strings?.Heap, blobs.Heap);
        moved = RoslynImageMove.Write(roslyn, bytes, metadata, image.DebugData, tables.FieldAddressesMove(blobs.Heap.Size));
        var layout = new MetadataStreams(moved, image.Headers.MetadataStartOffset, metadata.Length, MetadataStreams.OfImage, "it");
        explained = [.. In(layout.Blobs.Offset, blobs.Renamed), .. In(layout.UserStrings.Offset, strings?.Renamed ?? [])];
        return true;

        string? Rename(string text, bool inCode) => renamed.TryGetValue(text, out var to) && isCallerPath(text, inCode) ? to : null;
    }

    private static IEnumerable<Range> In(int heap, IEnumerable<Range> ranges) => ranges.Select(r => (heap + r.Start.Value)..(heap + r.End.Value));
}
