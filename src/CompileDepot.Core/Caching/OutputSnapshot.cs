using CompileDepot.Core.Actions;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Caching;

/// <summary>The stamps of the places that a compile may write to, taken before it runs: what has another stamp afterwards was written by it, and what has not is somebody else's.</summary>
internal sealed class OutputSnapshot
{
    private readonly Dictionary<string, FileStamp> _before = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<CompileOutput> _outputs;

    public OutputSnapshot(IReadOnlyList<CompileOutput> outputs)
    {
        _outputs = outputs;
        foreach (var (_, path) in Files())
        {
            if (FileStamp.TryRead(path, out var stamp))
                _before[path] = stamp;
        }
    }

    /// <summary>The files that are new or were written since, in a stable order.</summary>
    public IReadOnlyList<CompileOutput> Written() =>
        [.. Files().Where(f => FileStamp.TryRead(f.Path, out var now) && (!_before.TryGetValue(f.Path, out var then) || then != now))];

    // File systems list in any order; entries of the same compile must be the same bytes.
    private IEnumerable<CompileOutput> Files() =>
        _outputs.SelectMany(o => !o.IsFolder
            ? [o]
            : Directory.Exists(o.Path)
                ? Directory.EnumerateFiles(o.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(p => o with { Path = p })
                : Enumerable.Empty<CompileOutput>());
}
