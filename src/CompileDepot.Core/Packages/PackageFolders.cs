using System.Collections.Concurrent;
using System.Text.Json;

namespace CompileDepot.Core.Packages;

/// <summary>What is in package folders, by NuGet's own marks. Remembers what it found: one for a restore, and the packages that NuGet brings come in its course. Thread-safe.</summary>
public sealed class PackageFolders
{
    private readonly ConcurrentDictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>The first package that is not there with the recorded content, as <c>id/version</c>; null where all are.</summary>
    public UsedPackage? FirstMissing(IReadOnlyList<string> folders, IEnumerable<UsedPackage> packages) =>
        packages.FirstOrDefault(p => folders.Select(f => Hash(Path.Combine(f, p.Path))).FirstOrDefault(h => h is not null) != p.Sha512);

    /// <summary>The folder that gives a package: the first that has it.</summary>
    public string? FolderOf(IReadOnlyList<string> folders, UsedPackage package) => folders.FirstOrDefault(f => Hash(Path.Combine(f, package.Path)) is not null);

    private string? Hash(string folder)
    {
        if (_hashes.TryGetValue(folder, out var known))
            return known;
        return Read(folder) is { } hash ? _hashes[folder] = hash : null;
    }

    // NuGet writes the mark last, when all files of the package are there. Signed packages have a content hash, which is not that of the file.
    private static string? Read(string folder)
    {
        try
        {
            var metadata = Path.Combine(folder, ".nupkg.metadata");
            if (File.Exists(metadata))
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(metadata));
                return json.RootElement.GetProperty("contentHash").GetString();
            }
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.nupkg.sha512").FirstOrDefault() is { } mark ? File.ReadAllText(mark) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
