using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Images;

/// <summary>Takes entries with all that they need from the depots of a stack into an image. Files of entries are taken as they are, signature and all. Not thread-safe.</summary>
public sealed class ImagePacker(DepotStack stack, ImageBuilder builder)
{
    private readonly ReadableDepot[] _depots = [.. stack.Depots];

    /// <summary>Takes the entry of an action, with its key text and blobs.</summary>
    /// <returns>Null, or what is missing, in words.</returns>
    public string? Add(ActionKey key)
    {
        foreach (var depot in _depots)
        {
            try
            {
                if (depot.PeekFile(key) is not var (entry, file))
                    continue;
                if (entry.Files.FirstOrDefault(f => stack.FindBlob(f.Blob, f.Size, depot) is null) is { } missing)
                    return $"blob {missing.Blob} of {missing.Path} is in no depot";
                foreach (var output in entry.Files)
                    builder.Add(output.Blob, [depot, .. _depots]);
                AddText(entry.KeyText.Value);
                builder.Add(key, file, entry);
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The next may have it.
            }
        }
        return "its entry is in no depot any more";
    }

    /// <summary>Takes the entry of a whole project with those of its actions.</summary>
    /// <returns>Null, or what is missing, in words.</returns>
    public string? Add(ProjectHit hit)
    {
        if (Read(hit) is not { } file)
            return "its entry is in no depot any more";
        foreach (var action in hit.Actions)
        {
            if (Add(action.Key) is { } missing)
                return $"{action.Made.Task}: {missing}";
        }
        foreach (var output in hit.Entry.Files)
        {
            if (stack.FindBlob(output.Blob, output.Size, hit.Depot) is not null)
                builder.Add(output.Blob, [hit.Depot, .. _depots]);
            else if (output.Kind != ProjectFileKind.Copy)
                return $"blob {output.Blob} of {output.Path} is in no depot";
        }
        AddText(hit.Entry.Tree.Value);
        // Under the name that it should have, whatever it has in a folder that others write to.
        builder.Add(hit.Entry.Tree, ProjectEntryFile.IdOf(hit.Entry), file, hit.Entry);
        return null;
    }

    private static byte[]? Read(ProjectHit hit)
    {
        try
        {
            return hit.Depot.ReadProject(hit.Entry.Tree, hit.Id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Of a key or tree: nothing is restored from it, and a project whose facts can't be checked is not restored; so it is taken if it is there.
    private void AddText(Digest256 address)
    {
        if (Array.Exists(_depots, d => d.HasBlob(new ContentDigest(address), -1)))
            builder.Add(new ContentDigest(address), _depots);
    }
}
