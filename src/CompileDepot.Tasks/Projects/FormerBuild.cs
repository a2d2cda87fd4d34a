using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Projects;

/// <summary>What the last build of a project that a depot knows left behind in this checkout: recorded, or restored.</summary>
/// <param name="Ended">When, in nanoseconds since 1970: what was modified since is newer than all that it left.</param>
/// <param name="TreeText">The text of the state's tree hash.</param>
internal sealed record FormerBuild(ProjectState State, long Ended, ProjectEntry Entry, byte[] TreeText)
{
    private readonly Lazy<HashSet<string>> _made = new(() => Entry.OwnFiles.Select(f => f.Path).ToHashSet(StringComparer.Ordinal));

    /// <returns>Null where there was none, or no depot has what it stored.</returns>
    public static FormerBuild? TryRead(ProjectFacts facts, DepotSession session) =>
        ProjectState.TryRead(facts.StateFile) is { } state
        && FileStamp.TryRead(facts.StateFile, out var stamp)
        && EntryOf(state, session) is { } entry
        && session.Stack.ReadBlob(new ContentDigest(state.Tree.Value)) is { } text
            ? new FormerBuild(state, stamp.ModifiedNanoseconds, entry, text)
            : null;

    /// <summary>What a state came from; null where no depot has it.</summary>
    public static ProjectEntry? EntryOf(ProjectState state, DepotSession session) => session.Stack.FindProjects(state.Tree).FirstOrDefault(c => c.Id == state.Entry).Entry;

    /// <summary>Whether it made a file, be it by no copy, and nobody changed it since.</summary>
    /// <param name="name">Tokenized.</param>
    public bool Made(string path, string name, FileStamp stamp) =>
        State.Files.TryGetValue(path, out var former) && former == stamp && _made.Value.Contains(name);
}
