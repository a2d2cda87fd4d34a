using CompileDepot.Core.Actions;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Projects;

/// <summary>What the build of one project left behind and said. Found by the project's tree hash; usable where the facts of its actions hold. Immutable.</summary>
/// <param name="Tree">The tree hash that it was built for; the address of its text.</param>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Root">Full path of the root that it was built under.</param>
/// <param name="Commit">The commit that was checked out, or empty.</param>
/// <param name="BoundBy">Which file holds the root's path or the commit in a way that can't be rewritten, in words; null: usable everywhere.</param>
/// <param name="Duration">How long the steps took that a restore saves.</param>
/// <param name="Actions">The compiles, in their order.</param>
/// <param name="Files">The files beside the compiles' outputs, each after those that it is copied from.</param>
/// <param name="Effects">Warnings and messages of the whole build of the project, those of its compiles among them, in order.</param>
public sealed record ProjectEntry(
    TreeHash Tree,
    string Project,
    string Framework,
    string Configuration,
    string Root,
    string Commit,
    string? BoundBy,
    DateTimeOffset Time,
    TimeSpan Duration,
    IReadOnlyList<ProjectAction> Actions,
    IReadOnlyList<ProjectFile> Files,
    IReadOnlyList<Effect> Effects)
{
    /// <summary>Whether targets that a restore does not skip warn: who restores without asking the project for anything would lose that.</summary>
    public bool WarnsBefore { get; init; }

    /// <summary>The hash of what projects that refer to this one can see of it (see <see cref="InterfaceText"/>); null where that is not known.</summary>
    public TreeHash? Interface { get; init; }

    /// <summary>The files that it can't do without: a copy is made of a file that is there, or comes from another entry.</summary>
    public IEnumerable<ProjectFile> OwnFiles => Files.Where(f => f.Kind != ProjectFileKind.Copy);

    /// <summary>The blobs that it can't do without, each once: those files, and the text of its tree hash, whose size is not told (negative).</summary>
    public IEnumerable<(ContentDigest Blob, long Size)> Blobs => OwnFiles.Select(f => (f.Blob, f.Size)).Append((new ContentDigest(Tree.Value), -1)).DistinctBy(b => b.Item1);
}

/// <summary>A compile of the project.</summary>
/// <param name="Step">As records call it: <c>Csc</c>, <c>Csc de/Lib.resources.dll</c>.</param>
/// <param name="KeyText">Address of the key text, whose facts must hold.</param>
/// <param name="Key">The entry with its outputs.</param>
/// <param name="Exact">Of an entry that is bound to the very bytes of its inputs: those that hold facts of a place, by tokenized path. Else empty.</param>
public sealed record ProjectAction(string Step, ActionKey KeyText, ActionKey Key, IReadOnlyList<(string Path, ContentDigest Digest)> Exact)
{
    /// <summary>These inputs as they are here.</summary>
    /// <param name="made">Tokenized paths that the project's own build writes: at the place where the entry was made they are what they were, and elsewhere it is of no use anyway.</param>
    public IReadOnlyList<InputFile> ExactHere(Locality here, FileDigester digester, IReadOnlySet<string> made) =>
        [.. Exact.Select(e => here.Tokens.Resolve(e.Path) is not { } path ? null : made.Contains(e.Path) ? new InputFile(path, default, e.Digest, FileTraits.None) : digester.TryDigest(path)).OfType<InputFile>()];
}

/// <summary>How a file of a project comes to its content. Persisted by name.</summary>
public enum ProjectFileKind
{
    /// <summary>The same everywhere.</summary>
    Content = 1,

    /// <summary>Text that holds the root's path or the commit: those are replaced.</summary>
    Text = 2,

    /// <summary>What MSBuild's <c>Hash</c> task makes of a list; the list is kept as <see cref="Text"/> is.</summary>
    Hash = 3,

    /// <summary>A copy of another file, with its time.</summary>
    Copy = 4,
}

/// <summary>A file that the build of the project wrote, beside the outputs of its compiles.</summary>
/// <param name="Path">Tokenized.</param>
/// <param name="Mode">Unix permission bits, or 0 where the recording system has none.</param>
/// <param name="Blob">Its bytes as they were made; of a <see cref="ProjectFileKind.Hash"/>, the list.</param>
/// <param name="Size">Bytes of the blob.</param>
/// <param name="From">Of a copy: tokenized path of the source; else empty.</param>
/// <param name="Expected">Of a copy of what lies outside of the root (a package's file): digest of the source. Else null: below the root a copy is of whatever is there, as in a build.</param>
public sealed record ProjectFile(ProjectFileKind Kind, string Path, ushort Mode, ContentDigest Blob, long Size, string From = "", ContentDigest? Expected = null)
{
    /// <summary>A reference assembly's copy keeps its time as long as it says the same: others look at it to see whether the interface changed.</summary>
    public bool IsReference => From.Contains("/refint/", StringComparison.Ordinal);
}
