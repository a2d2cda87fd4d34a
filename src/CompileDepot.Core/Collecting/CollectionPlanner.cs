using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Collecting;

/// <summary>
/// Decides what goes. Pure: the same contents and options give the same plan, and what a plan leaves gives a plan that frees nothing.
/// <para>
/// Roots protect what they name, and what that needs. An entry was last of use when its stamp says so, when a root that reaches it was renewed, or when a project that needs it was of use. So no entry
/// is older than what needs it, and freeing the oldest first never leaves a project without its actions.
/// </para>
/// </summary>
internal sealed class CollectionPlanner
{
    private readonly DepotContents _contents;
    private readonly CollectOptions _options;
    private readonly ILookup<Digest256, StoredUnit> _byAddress;
    private readonly Dictionary<Digest256, StoredBlob> _blobs;
    private readonly Dictionary<Digest256, int> _needs = [];
    private readonly HashSet<Digest256> _named = [];
    private readonly Dictionary<StoredRoot, string> _givenUp = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StoredUnit, string> _freed = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<StoredRoot> _broken = new(ReferenceEqualityComparer.Instance);
    private Dictionary<StoredUnit, List<StoredRoot>> _marks = [];
    private Dictionary<StoredUnit, DateTimeOffset> _used = [];
    private long _left;

    private CollectionPlanner(DepotContents contents, CollectOptions options)
    {
        (_contents, _options) = (contents, options);
        _byAddress = contents.Units.ToLookup(u => u.Address);
        _blobs = contents.Blobs.ToDictionary(b => b.Address);
    }

    public static CollectionPlan Plan(DepotContents contents, CollectOptions options) => new CollectionPlanner(contents, options).Plan();

    private IEnumerable<StoredRoot> Live => _contents.Roots.Where(r => !_givenUp.ContainsKey(r));

    private IEnumerable<StoredUnit> Left => _contents.Units.Where(u => !_freed.ContainsKey(u));

    private CollectionPlan Plan()
    {
        var bytes = _contents.Unknown + _contents.Units.Sum(u => u.Size) + _contents.Blobs.Sum(b => b.Size) + _contents.Roots.Where(r => r.IsOurs).Sum(r => r.Size) + _contents.Loose.Sum(l => l.Size);
        foreach (var root in _contents.Roots.Where(r => r.IsOurs))
        {
            if (WhyGivenUp(root) is { } why)
                _givenUp[root] = why;
        }
        _named.UnionWith(Live.SelectMany(r => r.Names));
        foreach (var blob in _contents.Units.SelectMany(u => u.Blobs.Distinct()))
            _needs[blob] = _needs.GetValueOrDefault(blob) + 1;
        // What no address leads to goes by time alone, before anything is weighed; an index goes with its entry and weighs next to nothing.
        var loose = _contents.Loose.Select(l => (File: l, Why: WhyFreed(l))).ToList();
        _left = bytes - _givenUp.Keys.Sum(r => r.Size) - loose.Where(l => l.Why is not null).Sum(l => l.File.Size) - _contents.Blobs.Where(b => !IsNeeded(b)).Sum(b => b.Size);
        // What goes beyond the limit may have been all that others were kept for.
        int before;
        do
        {
            before = _freed.Count;
            Mark();
            Sweep();
            Shrink();
        }
        while (_freed.Count > before);

        var left = Left.Where(u => u.Kind == DepotFileKind.Entry).Select(u => u.Address.ToString()).ToList();
        var shorts = left.Select(a => a[..Actions.ActionKey.ShortLength]).ToHashSet(StringComparer.Ordinal);
        var index = _contents.Loose.Where(l => l.Kind == CollectedKind.Index && l.Used < _options.Fresh && !shorts.Contains(l.Owner)).Select(l => Thing(l, "its entry is gone"));
        CollectedThing[] freed =
        [
            .. _givenUp.Select(g => new CollectedThing(CollectedKind.Root, g.Key.Path, g.Key.Size, g.Key.Title, g.Key.Used, g.Value)),
            .. loose.Where(l => l.Why is not null).Select(l => Thing(l.File, l.Why!)),
            .. _freed.Select(f => new CollectedThing(Kind(f.Key), f.Key.Path, f.Key.Size, f.Key.Title, _used[f.Key], f.Value)),
            .. index,
            .. _contents.Blobs.Where(b => !IsNeeded(b)).Select(b => new CollectedThing(CollectedKind.Blob, b.Path, b.Size, "", b.Used, "no entry needs it")),
        ];
        return new CollectionPlan(bytes, [.. freed.OrderBy(f => f.Kind).ThenBy(f => f.Used).ThenBy(f => f.Path, StringComparer.Ordinal)], Kept(), _options.MaxSize);
    }

    private string? WhyGivenUp(StoredRoot root) => root.State switch
    {
        TreeState.Gone when root.Used < _options.Young => "its tree or project is gone",
        TreeState.Untold when root.Used < _options.Young => "the record is damaged or of another version, and was not renewed",
        TreeState.OutOfReach when root.Used < _options.Recorded => "its tree is out of reach, and was not built for long",
        _ => null,
    };

    private string? WhyFreed(LooseFile file) => file.Kind switch
    {
        CollectedKind.Leftover when file.Used < _options.Fresh => "a killed process left it",
        CollectedKind.SetAside when file.Used < _options.Young => "it was damaged, and set aside",
        CollectedKind.BuildRecord when file.Used < _options.Recorded => "the build is long ago",
        CollectedKind.Memo when file.Used < _options.Recorded && !Live.Any(r => r.Memo == file.Path) => "no root is of its tree",
        _ => null,
    };

    private void Mark()
    {
        _marks = new(ReferenceEqualityComparer.Instance);
        var used = new Dictionary<StoredUnit, DateTimeOffset>(ReferenceEqualityComparer.Instance);
        foreach (var (unit, time) in _used)
            used[unit] = time;
        foreach (var unit in Left)
            used[unit] = unit.Used;
        foreach (var root in Live)
        {
            foreach (var unit in Reach(root))
            {
                if (!_marks.TryGetValue(unit, out var roots))
                    _marks[unit] = roots = [];
                roots.Add(root);
                used[unit] = Later(used[unit], root.Used);
            }
        }
        foreach (var project in Left.Where(u => u.Kind == DepotFileKind.Project))
        {
            foreach (var entry in Needed(project))
                used[entry] = Later(used[entry], used[project]);
        }
        _used = used;
    }

    private HashSet<StoredUnit> Reach(StoredRoot root)
    {
        var reached = new HashSet<StoredUnit>(root.Names.SelectMany(n => _byAddress[n]).Where(u => !_freed.ContainsKey(u)), ReferenceEqualityComparer.Instance);
        reached.UnionWith([.. reached.SelectMany(Needed)]);
        return reached;
    }

    private IEnumerable<StoredUnit> Needed(StoredUnit unit) => unit.Entries.SelectMany(e => _byAddress[e]).Where(u => u.Kind == DepotFileKind.Entry && !_freed.ContainsKey(u));

    private void Sweep()
    {
        foreach (var unit in Left.Where(u => !_marks.ContainsKey(u) && _used[u] < _options.Young).ToList())
            Free(unit, "no root needs it, and it was not used for long");
    }

    private void Shrink()
    {
        if (_options.MaxSize is not { } limit || _left <= limit)
            return;
        var oldest = Left.Where(u => _used[u] < _options.Fresh && !(_options.KeepRoots && _marks.ContainsKey(u)))
            .OrderBy(u => _used[u]).ThenBy(u => u.Kind == DepotFileKind.Project ? 0 : 1).ThenBy(u => u.Path, StringComparer.Ordinal);
        foreach (var unit in oldest.ToList().TakeWhile(_ => _left > limit))
        {
            _broken.UnionWith(_marks.GetValueOrDefault(unit, []));
            Free(unit, "the depot is over its limit, and this was used least recently");
        }
    }

    private void Free(StoredUnit unit, string why)
    {
        _freed[unit] = why;
        _left -= unit.Size;
        foreach (var address in unit.Blobs.Distinct())
        {
            _needs[address]--;
            if (_blobs.TryGetValue(address, out var blob) && !IsNeeded(blob))
                _left -= blob.Size;
        }
    }

    // A blob may come before its entry: a fresh one is a build's that has not ended.
    private bool IsNeeded(StoredBlob blob) => _needs.GetValueOrDefault(blob.Address) > 0 || _named.Contains(blob.Address) || blob.Used >= _options.Fresh;

    private List<CollectedThing> Kept()
    {
        var kept = new List<CollectedThing>();
        var counted = new HashSet<Digest256>();
        foreach (var unit in Left.OrderBy(u => u.Title, StringComparer.Ordinal).ThenBy(u => u.Path, StringComparer.Ordinal))
        {
            var size = unit.Size + unit.Blobs.Where(counted.Add).Sum(b => _blobs.GetValueOrDefault(b)?.Size ?? 0);
            kept.Add(new CollectedThing(Kind(unit), unit.Path, size, unit.Title, _used[unit], WhyKept(unit)));
        }
        foreach (var root in Live.Where(r => r.IsOurs).OrderBy(r => r.Title, StringComparer.Ordinal).ThenBy(r => r.Path, StringComparer.Ordinal))
            kept.Add(new CollectedThing(CollectedKind.Root, root.Path, root.Size, root.Title, root.Used, WhyKept(root)));
        foreach (var blob in _contents.Blobs.Where(b => IsNeeded(b) && counted.Add(b.Address)))
            kept.Add(new CollectedThing(CollectedKind.Blob, blob.Path, blob.Size, "", blob.Used, _named.Contains(blob.Address) ? "a root names it, to explain a miss by" : "it is fresh, and a build may be about to need it"));
        return kept;
    }

    private string WhyKept(StoredUnit unit) => _marks.GetValueOrDefault(unit) switch
    {
        [var root] => $"used by {root.Title}",
        [var root, ..] roots => $"used by {root.Title} and {roots.Count - 1} more",
        _ => _used[unit] >= _options.Fresh ? "no root needs it, but it was just used" : "no root needs it, but it was used lately",
    };

    private string WhyKept(StoredRoot root) => root.State switch
    {
        _ when _broken.Contains(root) => "its tree is there, though what it used is beyond the limit",
        TreeState.There => "its tree is there",
        TreeState.Gone => "its tree is gone, but was built lately",
        TreeState.OutOfReach => "its tree is out of reach, which may pass",
        _ => "the record does not tell its tree, and is not old",
    };

    private static CollectedKind Kind(StoredUnit unit) => unit.Kind == DepotFileKind.Project ? CollectedKind.Project : CollectedKind.Entry;

    private static CollectedThing Thing(LooseFile file, string why) => new(file.Kind, file.Path, file.Size, "", file.Used, why);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
