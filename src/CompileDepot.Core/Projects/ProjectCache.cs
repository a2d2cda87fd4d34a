using CompileDepot.Core.Caching;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Projects;

/// <summary>An entry that fits here and now.</summary>
/// <param name="Id">See <see cref="ProjectEntryFile.IdOf"/>.</param>
/// <param name="Actions">The entries of its compiles.</param>
public sealed record ProjectHit(ProjectEntry Entry, string Id, ReadableDepot Depot, IReadOnlyList<Entry> Actions)
{
    private readonly Lazy<HashSet<string>> _made = new(() => Actions.SelectMany(a => a.Files).Select(f => f.Path).Concat(Entry.Files.Select(f => f.Path)).ToHashSet(StringComparer.Ordinal));

    /// <summary>Tokenized paths of all that the project's build writes.</summary>
    public IReadOnlySet<string> Made => _made.Value;

    /// <summary>What is to be said again.</summary>
    /// <param name="wasInPlace">Where MSBuild would have found the outputs up to date, no compiler would have said anything.</param>
    public IReadOnlyList<Effect> Effects(bool wasInPlace)
    {
        if (!wasInPlace)
            return Entry.Effects;
        var effects = Entry.Effects.ToList();
        foreach (var effect in Actions.SelectMany(a => a.Effects))
            effects.Remove(effect);
        return effects;
    }
}

/// <summary>
/// The project level's look-up, in two phases: the tree hash, which is known before the build, finds the entries that may fit; what their compiles turned out to read decides.
/// No member throws for a fault of a depot: it becomes a miss.
/// </summary>
public sealed class ProjectCache(DepotStack stack, Locality here, FileDigester digester, FactCheck facts)
{
    /// <summary>The entry for a project.</summary>
    /// <param name="why">Of a miss: the first cause, in words; empty where nothing was found under the hash at all.</param>
    /// <param name="most">How many entries are looked at, the newest first.</param>
    public ProjectHit? Find(TreeHash tree, out string why, int most = int.MaxValue)
    {
        why = "";
        foreach (var (entry, id, depot) in stack.FindProjects(tree).Take(most))
        {
            if (TryUse(entry, id, depot, out var reason) is { } hit)
                return hit;
            if (why.Length == 0)
                why = reason;
        }
        return null;
    }

    /// <summary>
    /// Whether all files of the entry are in their places, by stamps alone: the state that the last build left fits the entry and the files, copies have the time of what they copy, and no
    /// input is newer than what was compiled from it, which MSBuild would compile again.
    /// </summary>
    public bool IsInPlace(ProjectHit hit, ProjectState state) =>
        state.Entry == hit.Id
        && state.Commit == (here.Commit ?? "")
        && state.IsIntact
        && hit.Actions.SelectMany(a => a.Files).All(f => state.Files.TryGetValue(here.Tokens.Resolve(f.Path)!, out var stamp) && stamp.ModifiedNanoseconds >= facts.Newest)
        && hit.Entry.Files.Where(f => f.Kind == ProjectFileKind.Copy).All(f => !FileStamp.TryRead(here.Tokens.Resolve(f.From)!, out var from)
            || (FileStamp.TryRead(here.Tokens.Resolve(f.Path)!, out var to) && to.Size == from.Size && (to.ModifiedNanoseconds == from.ModifiedNanoseconds || f.IsReference)));

    /// <summary>The same of all but what is copied from others, where the last build left another entry that differs from this one in nothing else.</summary>
    /// <param name="former">The entry of <paramref name="state"/>.</param>
    public bool AreOwnInPlace(ProjectHit hit, ProjectState state, ProjectEntry former)
    {
        var foreign = hit.Entry.Files.Where(f => IsForeign(hit, f)).Select(f => here.Tokens.Resolve(f.Path)!).ToHashSet(StringComparer.Ordinal);
        return state.Commit == (here.Commit ?? "")
            && former.OwnFiles.SequenceEqual(hit.Entry.OwnFiles)
            && former.Actions.Select(a => (a.Step, a.KeyText, a.Key)).SequenceEqual(hit.Entry.Actions.Select(a => (a.Step, a.KeyText, a.Key)))
            && former.Files.Select(f => (f.Path, f.From)).SequenceEqual(hit.Entry.Files.Select(f => (f.Path, f.From)))
            && state.Files.All(f => foreign.Contains(f.Key) || (FileStamp.TryRead(f.Key, out var stamp) && stamp == f.Value))
            && hit.Actions.SelectMany(a => a.Files).All(f => state.Files.TryGetValue(here.Tokens.Resolve(f.Path)!, out var stamp) && stamp.ModifiedNanoseconds >= facts.Newest);
    }

    /// <summary>The entry as a build for another tree hash would record it that made the same, with what others made copied as it is here.</summary>
    /// <returns>Null where one of them is not there.</returns>
    public ProjectEntry? Renamed(ProjectHit hit, TreeHash tree)
    {
        var files = hit.Entry.Files.Select(f => !IsForeign(hit, f) ? f : digester.TryDigest(here.Tokens.Resolve(f.From)!) is { } now ? f with { Blob = now.Digest, Size = now.Stamp.Size } : null).ToList();
        return files.Contains(null) ? null : hit.Entry with { Tree = tree, Root = here.Tokens.Resolve("{root}")!, Commit = here.Commit ?? "", Files = files! };
    }

    private static bool IsForeign(ProjectHit hit, ProjectFile file) => file.Kind == ProjectFileKind.Copy && file.Expected is null && !hit.Made.Contains(file.From);

    /// <summary>Tokenized paths of what the project's build writes beside the outputs of its compiles.</summary>
    public static HashSet<string> Made(ProjectEntry entry) => entry.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);

    private ProjectHit? TryUse(ProjectEntry entry, string id, ReadableDepot depot, out string why)
    {
        if (entry.BoundBy is not null && (entry.Root != here.Tokens.Resolve("{root}") || entry.Commit != (here.Commit ?? "")))
        {
            why = $"an entry is bound to its checkout by {entry.BoundBy}";
            return null;
        }
        // Before its actions and blobs are looked for: then they last as long as it is used.
        if (!depot.Renew(entry.Tree, id))
        {
            why = "its entry has just been collected";
            return null;
        }
        var actions = new List<Entry>();
        var made = Made(entry);
        foreach (var action in entry.Actions)
        {
            if (new EntryRestorer(stack, here).Peek(action.KeyText, action.ExactHere(here, digester, made)) is not { } found)
            {
                why = $"the depot has no entry of {action.Step} for this place any more";
                return null;
            }
            made.UnionWith(found.Files.Select(f => f.Path));
            actions.Add(found);
        }
        foreach (var action in entry.Actions)
        {
            if (stack.ReadBlob(new ContentDigest(action.KeyText.Value)) is not { } text)
            {
                why = $"the key text of {action.Step} is not in the depot any more";
                return null;
            }
            if (facts.FirstBroken(text, made) is { } broken)
            {
                why = $"{broken} is not what it was";
                return null;
            }
        }
        foreach (var file in entry.Files.Where(f => f.Expected is not null))
        {
            // A source that is not there is no obstacle: the depot may have it.
            if (here.Tokens.Resolve(file.From) is { } source && digester.TryDigest(source) is { } now && now.Digest != file.Expected)
            {
                why = $"{file.From}, which is copied, is not what it was";
                return null;
            }
        }
        why = "";
        return new ProjectHit(entry, id, depot, actions);
    }
}
