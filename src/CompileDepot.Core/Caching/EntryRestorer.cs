using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Caching;

/// <summary>
/// Restores entries by their keys at a place that need not be the one where they were made: files that hold something of that place are rewritten. Needs no command line: every path comes from the
/// entry, and what must be looked up here (generated sources, references) lies at its place already. One instance an action; not thread-safe.
/// No member throws for a fault of a depot or of a place: it is a miss, and <see cref="DepotStack.Damage"/> or <see cref="NotRewritable"/> says why.
/// </summary>
public sealed class EntryRestorer(DepotStack stack, Locality here)
{
    /// <summary>Whether a file may be written at a full path; an entry that names another is not to be trusted. Unless set: as <see cref="OutputPlaces.IsAllowed"/> has it.</summary>
    public Func<OutputRole, string, bool> MayWrite { get; init; } = (_, path) => OutputPlaces.IsAllowed(here, path);

    /// <summary>The digest of a file that has been read already, by its full path; null: it is read where it has to be.</summary>
    public Func<string, ContentDigest?> DigestOf { get; init; } = _ => null;

    /// <summary>Full paths of folders that hold what one run writes and nothing else: files there that an entry does not name are not there after a restore.</summary>
    public IEnumerable<string> OwnFolders { get; init; } = [];

    /// <summary>The entry that the files in <see cref="OwnFolders"/> may be from; asked where others than those of the new entry lie there. Null: nobody knows.</summary>
    public Func<Entry?> Former { get; init; } = () => null;

    /// <summary>Whether there is an entry that could not be used: whatever a compile gives now takes its place.</summary>
    public bool IsUnfit { get; private set; }

    /// <summary>Why an entry that is there can't be rewritten for this place, in words; otherwise null. Nothing is wrong with it: it serves other places.</summary>
    public string? NotRewritable { get; private set; }

    /// <summary>What of this place keeps an entry that is there from being put in it, in words; otherwise null. Nothing is wrong with the entry.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Finds the entry of an action and restores its files.</summary>
    /// <param name="bytes">Bytes of restored files.</param>
    /// <param name="exact">The local inputs, where they are known (see <see cref="BoundKeys"/>).</param>
    /// <param name="accepts">Asked before anything is written; null: every entry will do.</param>
    /// <returns>Null: a miss; nothing was touched.</returns>
    public Entry? TryRestore(ActionKey action, out long bytes, IEnumerable<InputFile>? exact = null, Func<Entry, bool>? accepts = null)
    {
        bytes = 0;
        if (Open(action, exact) is not var (entry, depot, files) || accepts?.Invoke(entry) == false || !Put(depot, files))
            return null;
        bytes = entry.Files.Sum(f => f.Size);
        stack.Reshare(depot, entry);
        return entry;
    }

    /// <summary>The entry that would be restored, and what gives the bytes of its files as they would be here; null: a miss.</summary>
    public (Entry Entry, Func<OutputFileEffect, byte[]?> Read)? Find(ActionKey action, IEnumerable<InputFile>? exact = null) =>
        Open(action, exact) is var (entry, _, files) ? (entry, file => files.First(f => f.File == file).Content ?? stack.ReadBlob(file.Blob)) : null;

    /// <summary>The entry that <see cref="TryRestore(ActionKey, out long, IEnumerable{InputFile}?, Func{Entry, bool}?)"/> begins with; null: a miss. Reads nothing but the entry, so what it needs of this place may be missing yet.</summary>
    public Entry? Peek(ActionKey action, IEnumerable<InputFile>? exact = null) => Candidates(action, exact).Select(c => c.Entry).FirstOrDefault();

    private (Entry Entry, ReadableDepot Depot, IReadOnlyList<RestoredFile> Files)? Open(ActionKey action, IEnumerable<InputFile>? exact)
    {
        foreach (var (entry, depot, files) in Candidates(action, exact))
        {
            if (Guard(() => Rewrite(entry, files)) is { } ready)
                return (entry, depot, ready);
        }
        return null;
    }

    // One that serves other places is followed by the next, for this place may have its own. After one that is unfit there are no more: what the step gives now is to take its place.
    private IEnumerable<(Entry Entry, ReadableDepot Depot, IReadOnlyList<RestoredFile> Files)> Candidates(ActionKey action, IEnumerable<InputFile>? exact)
    {
        foreach (var (entry, depot) in stack.FindEntries(BoundKeys.All(action, here, exact)))
        {
            if (IsUnfit || Places(entry) is not { } files)
                yield break;
            yield return (entry, depot, files);
        }
    }

    private bool Put(ReadableDepot depot, IReadOnlyList<RestoredFile> files)
    {
        try
        {
            var leftovers = Leftovers.In(OwnFolders, [.. files.Select(f => f.Path)]);
            if (leftovers.Count > 0 && leftovers.Except(Paths(Former()), PathRules.NameComparer).FirstOrDefault() is { } foreign)
            {
                Obstacle = $"{foreign} lies there, and is of no former run";
                return false;
            }
            if (!new Restorer(stack).TryRestore(depot, files, out var failure))
            {
                Distrust(failure!);
                return false;
            }
            foreach (var leftover in leftovers)
                File.Delete(leftover);
            return true;
        }
        // The depot is not at fault (see Restorer), and a compiler can tell what is wrong with the place better than we can.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Obstacle = e.Message;
            return false;
        }
    }

    private IEnumerable<string> Paths(Entry? entry) => entry?.Files.Select(f => here.Tokens.Resolve(f.Path)).OfType<string>() ?? [];

    // Where the entry's files go here. Null for an entry that names a place which may not be written.
    private List<RestoredFile>? Places(Entry entry)
    {
        var files = new List<RestoredFile>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in entry.Files)
        {
            if (here.Tokens.Resolve(file.Path) is not { } path || !MayWrite(file.Role, path))
            {
                Distrust($"entry {entry.Key.Short} names {file.Path}, which is not to be written");
                return null;
            }
            if (!paths.Add(path))
            {
                Distrust($"entry {entry.Key.Short} names {file.Path} twice");
                return null;
            }
            files.Add(new RestoredFile(file, path));
        }
        return files;
    }

    /// <summary>The files as they must be here; null where they can't be had.</summary>
    private IReadOnlyList<RestoredFile>? Rewrite(Entry entry, IReadOnlyList<RestoredFile> files)
    {
        if (entry.Imprint is null)
            return files;
        var (rewriting, fault) = ImprintRewriting.For(entry.Imprint, here, DigestOf);
        if (fault is null && rewriting is null)
            return files;
        // Its own key says so already; whoever asks for an entry by the key that it stands under gets no other answer.
        if (fault is null && IsBoundElsewhere(entry.BoundTo, rewriting!))
            fault = $"it is bound to another place ({entry.BoundBy})";
        var local = new List<LocalFile>();
        foreach (var file in fault is null ? entry.Files.Where(f => f.IsLocal) : [])
        {
            var known = stack.Damage.Count;
            if (stack.ReadBlob(file.Blob) is not { } content || content.LongLength != file.Size)
            {
                Distrust(stack.Damage.Count > known ? null : $"blob {file.Blob} of {Path.GetFileName(file.Path)} is missing or has another size");
                return null;
            }
            local.Add(new LocalFile(file.Role, file.Path, content));
        }
        if (fault is not null || LocalFiles.TryRewrite(local, rewriting!, out fault) is not { } contents)
        {
            NotRewritable = fault;
            return null;
        }
        var ready = local.Zip(contents).ToDictionary(p => p.First.Path, p => p.Second);
        return [.. files.Select(f => ready.TryGetValue(f.File.Path, out var content) ? f with { Content = content } : f)];
    }

    private static bool IsBoundElsewhere(Binding binding, Rewriting rewriting) => binding switch
    {
        Binding.None => false,
        Binding.Roots => rewriting.Roots.Any(r => r.From != r.To),
        Binding.Commit => rewriting.Texts.Count > 0,
        _ => true,
    };

    private T? Guard<T>(Func<T?> work)
        where T : class
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is asked of this place here are references, and the compiler reads them, too.
            Distrust(e.Message);
            return null;
        }
    }

    /// <param name="why">Null: it has been said.</param>
    private void Distrust(string? why)
    {
        if (why is not null)
            stack.AddDamage(why);
        IsUnfit = true;
    }
}
