using System.Collections.Concurrent;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Tasks.Projects;

/// <summary>What imported files say (see <see cref="ImportScan"/>), kept for as long as the process lives; those of the SDK are kept as a whole (see <see cref="ImportNames"/>). Thread-safe.</summary>
internal static class ImportCatalog
{
    private static readonly ConcurrentDictionary<ContentDigest, ImportScan> Known = new();

    /// <exception cref="IOException">The file can't be read.</exception>
    public static ImportScan Scan(InputFile file) => Known.TryGetValue(file.Digest, out var scan) ? scan : Known[file.Digest] = ImportScan.Of(file.Path, File.ReadAllText(file.Path));
}
