using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Caching;

/// <summary>The stamps of the places that a compile may write to, taken before it runs: what has another stamp afterwards was written by it, and what has not is somebody else's.</summary>
internal sealed class OutputSnapshot
{
    private readonly Dictionary<string, FileStamp> _before = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<CompileOutput> _outputs;
    private readonly string? _fault;

    public OutputSnapshot(IReadOnlyList<CompileOutput> outputs)
    {
        _outputs = outputs;
        try
        {
            foreach (var (_, path) in Files())
            {
                if (FileStamp.TryRead(path, out var stamp))
                    _before[path] = stamp;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The step may work all the same; what it writes can't be told from what is there.
            _fault = e.Message;
        }
    }

    /// <summary>The files that are new or were written since, in a stable order, with their stamps of now.</summary>
    /// <exception cref="IOException">A folder can't be listed, now or before.</exception>
    public IReadOnlyList<(CompileOutput Output, FileStamp Stamp)> Written() => _fault is not null ? throw new IOException(_fault) :
        [.. Files().Select(f => (Output: f, Stamp: FileStamp.TryRead(f.Path, out var now) ? now : default(FileStamp?)))
            .Where(f => f.Stamp is { } now && (!_before.TryGetValue(f.Output.Path, out var then) || then != now))
            .Select(f => (f.Output, f.Stamp!.Value))];

    /// <summary>The files of an output folder that is there.</summary>
    public static IEnumerable<CompileOutput> Below(CompileOutput folder) =>
        new FolderWalk(folder.Path).Files.Where(p => !Staging.Is(p)).Order(StringComparer.Ordinal).Select(p => folder with { Path = p });

    // File systems list in any order; entries of the same compile must be the same bytes. Outputs may overlap: a file that is named itself is what it is named as, whichever folders hold it.
    private IEnumerable<CompileOutput> Files() =>
        _outputs.OrderBy(o => o.IsFolder).SelectMany(o => !o.IsFolder
            ? [o]
            : Directory.Exists(o.Path)
                ? Below(o)
                : Enumerable.Empty<CompileOutput>()).DistinctBy(o => o.Path, StringComparer.Ordinal);
}
