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
    /// <summary>Ends the names of copies in the making. Fixed, so that the next restore of the same place takes over what a killed process left.</summary>
    private const string StagingSuffix = ".compiledepot~";

    /// <summary>Restores.</summary>
    /// <param name="failure">Why not, in words, where the answer is false; no place has been touched then.</param>
    /// <exception cref="IOException">The places can't be written.</exception>
    public bool TryRestore(ReadableDepot depot, IReadOnlyList<RestoredFile> files, out string? failure)
    {
        failure = null;
        var staged = new List<(string Staging, string Path)>(files.Count);
        try
        {
            foreach (var (file, path, content) in files)
            {
                if (IsThere(file, path, content))
                    continue;
                var blob = content is null ? stack.FindBlob(file.Blob, file.Size, depot) : null;
                if (content is null && blob is null)
                {
                    failure = $"blob {file.Blob} of {Path.GetFileName(path)} is missing";
                    return false;
                }
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                // Never into what is there: a link would lead to another file, and a pipe nowhere.
                CleanUp(path);
                staged.Add((path + StagingSuffix, path));
                if (content is not null)
                {
                    File.WriteAllBytes(path + StagingSuffix, content);
                    SetMode(path + StagingSuffix, file);
                }
                else if (!TryStage(blob!, path + StagingSuffix, file))
                {
                    failure = blob!.NotWhole(file.Blob);
                    return false;
                }
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

    /// <summary>Removes what a killed restore left beside <paramref name="path"/>.</summary>
    public static void CleanUp(string path)
    {
        if (Path.Exists(path + StagingSuffix))
            AtomicFile.TryDelete(path + StagingSuffix);
    }

    // A blob that went between the look and the copy is as bad as one that is damaged: neither can be used.
    private static bool TryStage(ReadableDepot depot, string staging, OutputFileEffect file)
    {
        if (!depot.TryCopyBlob(file.Blob, staging))
            return false;
        SetMode(staging, file);
        if (ContentDigest.OfFile(staging) == file.Blob)
            return true;
        depot.SetAside(file.Blob);
        return false;
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
