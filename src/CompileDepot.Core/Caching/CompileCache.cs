using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Caching;

/// <summary>
/// The compile level: looks for a compile in the depots, restores it, or stores it. Knows files and effects, not MSBuild. One instance an action; not thread-safe.
/// No member throws for a fault of a depot: it becomes a miss or a <see cref="Reason"/>.
/// </summary>
public sealed class CompileCache(DepotStack stack, CompileAction action, PathTokens tokens)
{
    private readonly List<string> _damage = [];
    private OutputSnapshot? _before;
    private bool _overwrite;

    /// <summary>What was found damaged, in words, and has been set aside.</summary>
    public IReadOnlyList<string> Damage => _damage;

    /// <summary>The key of an entry whose outputs hold paths of this checkout: the action key and the paths, hashed together.</summary>
    public ActionKey BoundKey { get; } = BindTo(action.Key, tokens);

    /// <summary>The entry for this action, usable here; null: a miss.</summary>
    public Entry? Find() => LookUp()?.Entry;

    /// <summary>Finds the entry and restores its files.</summary>
    /// <param name="bytes">Bytes of restored files.</param>
    /// <returns>Null: a miss; nothing was touched.</returns>
    public Entry? TryRestore(out long bytes)
    {
        bytes = 0;
        if (LookUp() is not var (entry, depot, places))
            return null;
        try
        {
            if (new Restorer(stack).TryRestore(depot, places, out var failure))
            {
                bytes = entry.Files.Sum(f => f.Size);
                return entry;
            }
            _damage.Add(failure!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Be it the depot or the places: the compiler will tell what is wrong with the latter better than we can.
            _damage.Add(e.Message);
        }
        // The entry could not be used: whatever the compile gives now takes its place.
        _overwrite = true;
        return null;
    }

    /// <summary>To be called just before the step runs.</summary>
    public void BeforeStep()
    {
        foreach (var output in action.Outputs.Where(o => !o.IsFolder))
            Restorer.CleanUp(output.Path);
        _before = new OutputSnapshot(action.Outputs);
    }

    /// <summary>Collects what the step did.</summary>
    /// <param name="observed">Effects beside files, in order.</param>
    /// <param name="made">For the entry.</param>
    /// <returns>An entry and its blobs' bytes, or the reason why there is none.</returns>
    public (StoredCompile? Compile, Reason? Reason) Collect(IReadOnlyList<Effect> observed, Origin made)
    {
        try
        {
            if (action.Inputs.FirstOrDefault(i => !FileDigester.IsUnchanged(i)) is { } changed)
                return (null, new Reason(UncacheableReason.InputChanged, changed.Path));
            var written = (_before ?? new OutputSnapshot([])).Written();
            if (!written.Any(o => o.Role == OutputRole.Assembly))
                return (null, new Reason(UncacheableReason.OutputMissing, action.Outputs.First(o => o.Role == OutputRole.Assembly).Path));
            var files = written.Select(o => (Output: o, Content: File.ReadAllBytes(o.Path), Mode: FileStamp.TryRead(o.Path, out var stamp) ? stamp.Mode : (ushort)0)).ToList();
            var scanner = new RootBoundScanner(tokens);
            var boundBy = files.Select(f => scanner.Find(Path.GetFileName(f.Output.Path), f.Content)).FirstOrDefault(f => f is not null);
            var effects = files.Select(f => new OutputFileEffect(f.Output.Role, tokens.Tokenize(f.Output.Path), ContentDigest.Of(f.Content), f.Content.Length, f.Mode));
            var entry = new Entry(boundBy is null ? action.Key : BoundKey, action.Key, boundBy, made, [.. observed, .. effects]);
            return (new StoredCompile(entry, [.. files.Select(f => f.Content)]), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new Reason(UncacheableReason.OutputMissing, e.Message));
        }
    }

    /// <summary>Writes what <see cref="Collect"/> gave into the first depot: blobs, then the entry, then the readable way in.</summary>
    /// <param name="refresh">Replace an entry that is there.</param>
    /// <returns>Null, or why not.</returns>
    public Reason? Store(StoredCompile compile, bool refresh)
    {
        try
        {
            var replace = refresh || _overwrite || _damage.Count > 0;
            stack.First.AddBlob(action.KeyText, new ContentDigest(action.Key.Value), replace);
            foreach (var (file, blob) in compile.Entry.Files.Zip(compile.Blobs))
                stack.First.AddBlob(blob, file.Blob, replace);
            if (!stack.First.AddEntry(compile.Entry, replace))
                return new Reason(UncacheableReason.DepotFault, $"{stack.First.Layout.Entry(compile.Entry.Key)} is of another version of CompileDepot");
            CompiledIndex.TryWrite(stack.First.Layout, compile.Entry);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Reason(UncacheableReason.DepotFault, $"{stack.First.Layout.Folder}: {e.Message}");
        }
    }

    private (Entry Entry, Depot Depot, List<(OutputFileEffect File, string Path)> Places)? LookUp() =>
        stack.FindEntry([action.Key, BoundKey], _damage) is var (entry, depot) && Places(entry) is { } places ? (entry, depot, places) : null;

    /// <summary>Where the entry's files go here. Null for an entry that names a place which this compile does not write: it is not to be trusted.</summary>
    private List<(OutputFileEffect File, string Path)>? Places(Entry entry)
    {
        var places = new List<(OutputFileEffect, string)>();
        foreach (var file in entry.Files)
        {
            if (tokens.Resolve(file.Path) is not { } path || !action.Outputs.Any(o => o.Role == file.Role && (o.IsFolder ? IsBelow(path, o.Path) : o.Path == path)))
            {
                _damage.Add($"entry {entry.Key.Short} names {file.Path}, which this compile does not write");
                _overwrite = true;
                return null;
            }
            places.Add((file, path));
        }
        return places;
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static ActionKey BindTo(ActionKey key, PathTokens tokens)
    {
        var text = new KeyText();
        text.Add("bound", key.ToString());
        foreach (var (token, path) in tokens.Roots.OrderBy(r => r.Token, StringComparer.Ordinal))
            text.Add("root", token, path);
        return KeyText.KeyOf(text.ToBytes());
    }
}

/// <summary>An entry, and the bytes of its files in the order of <see cref="Entry.Files"/>.</summary>
public sealed record StoredCompile(Entry Entry, IReadOnlyList<byte[]> Blobs);
