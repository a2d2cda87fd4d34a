using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Puts the output files of an entry in their places as one transaction: every blob is copied beside its place and verified there, or bytes that were made of one are written, and only when all are
/// good the copies are renamed over the places. A process killed in between leaves whole files only; MSBuild sees those not yet renamed as missing or old and asks again.
/// </summary>
internal sealed class Restorer(DepotStack stack)
{
    /// <summary>Restores.</summary>
    /// <param name="failure">Why not, in words, where the answer is false; no place has been touched then.</param>
    /// <exception cref="IOException">The places can't be written; nothing is wrong with the depot.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public bool TryRestore(ReadableDepot depot, IReadOnlyList<RestoredFile> files, out string? failure)
    {
        failure = null;
        var staged = new List<(string Staging, string Path)>(files.Count);
        CleanUp(files.Select(f => f.Path));
        try
        {
            foreach (var (file, path, content) in files)
            {
                if (IsThere(file, path, content))
                    continue;
                var blob = content is null ? FindBlob(file, depot, out failure) : null;
                if (content is null && blob is null)
                {
                    failure ??= $"blob {file.Blob} of {Path.GetFileName(path)} is missing";
                    return false;
                }
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var staging = Staging.For(path);
                staged.Add((staging, path));
                if (content is not null)
                    File.WriteAllBytes(staging, content);
                else if (!TryStage(blob!, staging, file, out failure))
                    return false;
                SetMode(staging, file);
            }
            var now = DateTime.UtcNow;
            foreach (var (staging, path) in staged)
                File.Move(staging, path, overwrite: true);
            // Newer than every input, or MSBuild would ask for the same compile again and again.
            foreach (var file in files)
                File.SetLastWriteTimeUtc(file.Path, now);
            return true;
        }
        finally
        {
            foreach (var (staging, _) in staged)
                AtomicFile.TryDelete(staging);
        }
    }

    /// <summary>Removes what killed restores left beside files that are to be written.</summary>
    /// <param name="paths">Full paths.</param>
    public static void CleanUp(IEnumerable<string> paths)
    {
        foreach (var folder in paths.Select(p => Path.GetDirectoryName(p)!).Distinct(StringComparer.Ordinal))
            Staging.CleanUp(folder);
    }

    private ReadableDepot? FindBlob(OutputFileEffect file, ReadableDepot preferred, out string? failure)
    {
        failure = null;
        try
        {
            return stack.FindBlob(file.Blob, file.Size, preferred);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e.Message;
            return null;
        }
    }

    // A blob that went between the look and the copy is as bad as one that is damaged: neither can be used.
    private static bool TryStage(ReadableDepot depot, string staging, OutputFileEffect file, out string? failure)
    {
        failure = depot.NotWhole(file.Blob);
        try
        {
            if (!depot.TryCopyBlob(file.Blob, staging))
                return false;
        }
        // Of the two, one can't be read or the other can't be written. Where the first can be, its depot is sound.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !IsReadable(depot, file.Blob))
        {
            failure = e.Message;
            return false;
        }
        if (ContentDigest.OfFile(staging) == file.Blob)
        {
            failure = null;
            return true;
        }
        depot.SetAside(file.Blob);
        return false;
    }

    private static bool IsReadable(ReadableDepot depot, ContentDigest blob)
    {
        try
        {
            return depot.PeekBlob(blob) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void SetMode(string path, OutputFileEffect file)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Umask.Default((UnixFileMode)file.Mode));
    }

    // Reading costs less than writing, and what is there already needs no second copy on the disk.
    private static bool IsThere(OutputFileEffect file, string path, byte[]? content) =>
        FileStamp.TryRead(path, out var stamp) && stamp.Size == (content?.LongLength ?? file.Size) && (content is null ? ContentDigest.OfFile(path) == file.Blob : File.ReadAllBytes(path).AsSpan().SequenceEqual(content));
}

/// <summary>A file of an entry, and where it goes.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Content">What is written there; null: the blob as it is.</param>
internal sealed record RestoredFile(OutputFileEffect File, string Path, byte[]? Content = null);
