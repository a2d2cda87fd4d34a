using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Trust;

namespace CompileDepot.Core.Images;

/// <summary>Copies all of an image into a depot, verified, blobs before the entries that name them; what is there already stays. Builds may use the depot meanwhile.</summary>
/// <param name="progress">Gets (things done, things in all).</param>
public sealed class ImageUnpacker(DepotImage image, Depot into, Action<int, int>? progress = null)
{
    private readonly List<string> _faults = [];
    private int _written;

    /// <exception cref="ImageException">The image can't be used.</exception>
    /// <exception cref="IOException">The depot can't be written, or the image can't be read any more.</exception>
    public UnpackSummary Unpack()
    {
        var (blobs, entries, projects) = (image.Blobs, image.Entries, image.Projects);
        var (done, all) = (0, blobs.Count + entries.Count + projects.Count);
        void Done() => progress?.Invoke(++done, all);
        foreach (var (digest, size) in blobs)
        {
            var isThere = into.HasBlob(digest, size);
            Note(into.TakeBlob(image, digest, size) ? null : $"{image.Name(digest)}: the content is not what its address says", isThere);
            Done();
        }
        var copy = new DepotCopy([image], into);
        foreach (var key in entries)
        {
            var isThere = into.ReadEntry(key) is not null;
            var file = image.ReadEntry(key);
            // Another version knows what it is for.
            if (file is not null && EntryFile.IsForeign(file) && image.Distrust(file) is null)
                into.TakeEntry(key, file);
            else
                Note(copy.TryCopy(image, key, out var fault) ? null : $"{image.Place}: entry {key}: {fault}", isThere);
            Done();
        }
        foreach (var (tree, id) in projects)
        {
            var isThere = into.Has(tree, id);
            var file = image.ReadProject(tree, id);
            if (file is not null && SignedFile.IsWhole(file) && ProjectEntryFile.TryRead(file) is null && image.Distrust(file) is null)
                into.TakeProject(tree, id, file);
            else
                Note(copy.TryCopy(image, tree, id, out var fault) ? null : $"{image.Place}: project {tree} {id}: {fault}", isThere);
            Done();
        }
        return new UnpackSummary(blobs.Count, entries.Count, projects.Count, _written, _faults);
    }

    private void Note(string? fault, bool wasThere)
    {
        if (fault is not null)
            _faults.Add(fault);
        else if (!wasThere)
            _written++;
    }
}

/// <summary>What was unpacked.</summary>
/// <param name="Blobs">How many the image has.</param>
/// <param name="Entries">How many it has.</param>
/// <param name="Projects">How many it has.</param>
/// <param name="Written">How many of all of these were not in the depot before.</param>
/// <param name="Faults">What is damaged in the image, or not to be trusted, and so is not in the depot.</param>
public sealed record UnpackSummary(int Blobs, int Entries, int Projects, int Written, IReadOnlyList<string> Faults);
