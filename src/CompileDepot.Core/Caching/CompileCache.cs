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
public sealed class CompileCache
{
    private readonly DepotStack _stack;
    private readonly CompileAction _action;
    private readonly Locality _here;
    private readonly EntryRestorer _restorer;
    private OutputSnapshot? _before;

    public CompileCache(DepotStack stack, CompileAction action, Locality here)
    {
        (_stack, _action, _here) = (stack, action, here);
        _restorer = new EntryRestorer(stack, here)
        {
            MayWrite = (role, path) => action.Outputs.Any(o => o.Role == role && o.Covers(path) && !(o.IsFolder && OutputPlaces.LeadsThroughLink(o.Path, path))),
            DigestOf = path => action.Local.References.FirstOrDefault(f => f.Path == path)?.Digest,
            OwnFolders = action.WritesAll ? action.Outputs.Where(o => o.IsFolder).Select(o => o.Path) : [],
            Former = () => Former(),
        };
    }

    /// <summary>What was found damaged where this compile was looked for, in words, and has been set aside. What else the stack found says nothing of its entry.</summary>
    public IReadOnlyList<string> Damage { get; private set; } = [];

    /// <summary>Why an entry that is there can't be used at this place; otherwise null.</summary>
    public string? NotRewritable => _restorer.NotRewritable;

    /// <summary>What of this place keeps an entry that is there from being put in it, in words; otherwise null.</summary>
    public string? Obstacle => _restorer.Obstacle;

    /// <summary>The entry of the former run in this checkout, for what that left in the output folders of a step. Null: it is not known.</summary>
    public Func<Entry?> Former { get; init; } = () => null;

    /// <summary>Finds the entry and restores its files.</summary>
    /// <param name="bytes">Bytes of restored files.</param>
    /// <param name="accepts">Asked before anything is written; null: every entry will do.</param>
    /// <returns>Null: a miss; nothing was touched.</returns>
    public Entry? TryRestore(out long bytes, Func<Entry, bool>? accepts = null)
    {
        var known = _stack.Damage.Count;
        var entry = _restorer.TryRestore(_action.Key, out bytes, _action.Local.All, accepts);
        Note(known);
        return entry;
    }

    /// <summary>Every difference between the entry that would be restored and a compile of now, in words; empty where the two are the same, or there is no entry.</summary>
    public IReadOnlyList<string> Compare(StoredCompile now)
    {
        var known = _stack.Damage.Count;
        var differences = _restorer.Find(_action.Key, _action.Local.All) is var (entry, read) ? CompileComparison.Compare(entry, now, read) : [];
        Note(known);
        return differences;
    }

    /// <summary>To be called just before the step runs.</summary>
    public void BeforeStep()
    {
        Restorer.CleanUp(_action.Outputs.Where(o => !o.IsFolder).Select(o => o.Path));
        _before = new OutputSnapshot(_action.Outputs);
    }

    /// <summary>Collects what the step did.</summary>
    /// <param name="observed">Effects beside files, in order.</param>
    /// <param name="made">For the entry.</param>
    /// <returns>An entry and its blobs' bytes, or the reason why there is none.</returns>
    public (StoredCompile? Compile, Reason? Reason) Collect(IReadOnlyList<Effect> observed, Origin made)
    {
        try
        {
            if (_action.Inputs.FirstOrDefault(i => !FileDigester.IsUnchanged(i)) is { } changed)
                return (null, new Reason(UncacheableReason.InputChanged, changed.Path));
            var written = (_before ?? new OutputSnapshot([])).Written();
            if (Unwritten([.. written.Select(w => w.Output)]) is { } unwritten)
                return (null, new Reason(UncacheableReason.OutputMissing, unwritten));
            var files = written.Select(w => new LocalFile(w.Output.Role, _here.Tokens.Tokenize(w.Output.Path), File.ReadAllBytes(w.Output.Path))).ToList();
            // What somebody else writes there meanwhile (another build of the tree, a process that the step left behind) is not what the step gave.
            if (written.FirstOrDefault(w => !FileStamp.TryRead(w.Output.Path, out var stamp) || stamp != w.Stamp).Output.Path is { } rewritten)
                return (null, new Reason(UncacheableReason.InputChanged, rewritten));
            var place = new PlaceFinder(_action, _here, NotRewritable).Find(files, observed);
            var effects = files.Zip(written, (f, w) => new OutputFileEffect(f.Role, f.Path, ContentDigest.Of(f.Content), f.Content.Length, w.Stamp.Mode)
            {
                IsLocal = place.Local.Contains(f.Path),
            });
            var entry = new Entry(BoundKeys.Of(_action.Key, place.BoundTo, _here, _action.Local.All), _action.Key, place.BoundBy, made, [.. observed, .. effects])
            {
                BoundTo = place.BoundTo,
                Imprint = place.Imprint,
            };
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
        var depot = _stack.First;
        try
        {
            var replace = refresh || _restorer.IsUnfit || Damage.Count > 0;
            depot.AddBlob(_action.KeyText, new ContentDigest(_action.Key.Value), replace);
            foreach (var (file, blob) in compile.Entry.Files.Zip(compile.Blobs))
                depot.AddBlob(blob, file.Blob, replace);
            if (!_stack.Add(compile.Entry, replace))
                return new Reason(UncacheableReason.DepotFault, $"{depot.Layout.Entry(compile.Entry.Key)} is of another version of CompileDepot");
            CompiledIndex.TryWrite(depot.Layout, compile.Entry);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Reason(UncacheableReason.DepotFault, $"{depot.Layout.Folder}: {e.Message}");
        }
    }

    private void Note(int known) => Damage = [.. Damage, .. _stack.Damage.Skip(known)];

    // What was there before and was not written may be left from other inputs.
    private string? Unwritten(IReadOnlyList<CompileOutput> written)
    {
        if (!_action.WritesAll)
            return written.Any(o => o.Role == OutputRole.Assembly) ? null : _action.Outputs.First(o => o.Role == OutputRole.Assembly).Path;
        // Neither is what a link leads to that nobody walks twice (see FolderWalk).
        if (_action.Outputs.Where(o => o.IsFolder && Directory.Exists(o.Path)).SelectMany(o => new FolderWalk(o.Path).Links).Select(l => l.Link).FirstOrDefault() is { } link)
            return link;
        return _action.Outputs.SelectMany(o => !o.IsFolder ? [o] : Directory.Exists(o.Path) ? OutputSnapshot.Below(o).DefaultIfEmpty(o) : [o]).Select(o => o.Path).Except(written.Select(o => o.Path)).FirstOrDefault();
    }
}

/// <summary>An entry, and the bytes of its files in the order of <see cref="Entry.Files"/>.</summary>
public sealed record StoredCompile(Entry Entry, IReadOnlyList<byte[]> Blobs);
