using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Collecting;

/// <summary>
/// Frees what nobody needs of the first depot of a stack, while builds run (see <see cref="UseStamp"/> for the agreement with them, <see cref="CollectorLock"/> for that among collectors). It may be
/// killed at any time: entries go before the blobs that they name, and what it has under its hands is a leftover that the next collection removes.
/// </summary>
/// <param name="progress">Gets (files done, files in all), of reading and then of freeing.</param>
public sealed class Collector(DepotStack stack, CollectOptions options, Action<int, int>? progress = null)
{
    private static readonly EnumerationOptions Folders = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly DepotLayout _layout = stack.First.Layout;

    /// <summary>Tells what would go, and frees nothing.</summary>
    /// <exception cref="CollectException">CD0091.</exception>
    public CollectResult Look()
    {
        var contents = Read();
        return new CollectResult(_layout.Folder, CollectionPlanner.Plan(contents, options), Untold(contents), [], [], []);
    }

    /// <summary>Frees.</summary>
    /// <exception cref="CollectException">CD0090, CD0091, CD0093.</exception>
    public CollectResult Collect()
    {
        if (!Directory.Exists(_layout.Versioned))
            return Look();
        using var held = CollectorLock.Take(_layout);
        var contents = Read();
        return Apply(contents, CollectionPlanner.Plan(contents, options));
    }

    internal DepotContents Read() => new ContentsReader(stack, progress).Read();

    internal CollectResult Apply(DepotContents contents, CollectionPlan plan)
    {
        var units = contents.Units.ToDictionary(u => u.Path);
        var blobs = contents.Blobs.ToDictionary(b => b.Path, b => b.Address);
        var removed = new List<CollectedThing>();
        var spared = new List<CollectedThing>();
        var failed = new List<(CollectedThing, string)>();
        // What a build came to use since the plan was made, and what that needs.
        var needed = new HashSet<Digest256>();
        var done = 0;
        foreach (var thing in plan.Freed)
        {
            var unit = units.GetValueOrDefault(thing.Path);
            var address = unit is { Kind: DepotFileKind.Entry } ? unit.Address : blobs.GetValueOrDefault(thing.Path);
            string? fault = null;
            if (needed.Contains(address) || !TryRemove(thing.Path, out fault))
            {
                if (fault is null)
                    spared.Add(thing);
                else
                    failed.Add((thing, fault));
                needed.UnionWith([.. unit?.Blobs ?? [], .. unit?.Entries ?? []]);
            }
            else
            {
                removed.Add(thing);
            }
            progress?.Invoke(++done, plan.Freed.Count);
        }
        RemoveEmptyFolders();
        return new CollectResult(_layout.Folder, plan, Untold(contents), removed, spared, failed);
    }

    /// <returns>False: it stays, for <paramref name="fault"/>, or (null) since somebody used it meanwhile.</returns>
    private bool TryRemove(string path, out string? fault)
    {
        fault = null;
        try
        {
            if (IsFresh(path))
                return false;
            var taken = AtomicFile.TemporaryFor(path);
            File.Move(path, taken);
            if (!IsFresh(taken))
            {
                File.Delete(taken);
                return true;
            }
            // A writer may have put the same there meanwhile.
            AtomicFile.Publish(taken, path, overwrite: false);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
            return false;
        }
    }

    private bool IsFresh(string path) => FileStamp.TryRead(path, out var stamp) && stamp.Modified >= options.Fresh;

    // Each tree hash and each project has a folder. The time is that of the last change in it, so one that was emptied just now waits for the next collection.
    private void RemoveEmptyFolders()
    {
        foreach (var above in new[] { _layout.Projects, _layout.Compiled })
        {
            try
            {
                foreach (var folder in Directory.EnumerateDirectories(above, "*", Folders).OrderByDescending(f => f.Length).ToList())
                {
                    if (Directory.GetLastWriteTimeUtc(folder) < options.Fresh && !Directory.EnumerateFileSystemEntries(folder).Any())
                        Directory.Delete(folder);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Empty folders harm nobody.
            }
        }
    }

    private static IReadOnlyList<string> Untold(DepotContents contents) => [.. contents.Roots.Where(r => r.State == TreeState.Untold).Select(r => r.Path).Order(StringComparer.Ordinal)];
}

/// <summary>What a collection did.</summary>
/// <param name="Folder">Full path of the depot.</param>
/// <param name="Untold">Full paths of root records that do not tell whose they are.</param>
/// <param name="Removed">What is gone of what the plan frees; nothing where the plan was only made.</param>
/// <param name="Spared">What came into use after the plan was made, and what that needs.</param>
/// <param name="Failed">What could not be removed, and why.</param>
public sealed record CollectResult(string Folder, CollectionPlan Plan, IReadOnlyList<string> Untold, IReadOnlyList<CollectedThing> Removed, IReadOnlyList<CollectedThing> Spared, IReadOnlyList<(CollectedThing Thing, string What)> Failed)
{
    public long RemovedBytes { get; } = Removed.Sum(r => r.Size);

    /// <summary>Bytes that are left.</summary>
    public long Left { get; } = Plan.Bytes - Removed.Sum(r => r.Size);
}
