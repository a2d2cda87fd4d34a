using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Depots;

/// <summary>
/// Where things lie in a depot.
/// <code>
/// &lt;depot&gt;/
///   CACHEDIR.TAG
///   v1/blobs/ab/abcd…                       read-only files; key texts are blobs too, their address is the action key
///   v1/entries/ab/abcd….json                action key → entry
///   v1/projects/ab/abcd…/&lt;id&gt;.json           tree hash → what the build of a project left behind
///   v1/compiled/&lt;tfm&gt;/&lt;Project&gt;/&lt;short&gt;.json which entry belongs to what
///   v1/roots/…json                          one a project × framework × configuration × checkout: the entry it uses
///   v1/builds/…jsonl                        one a build and process: what happened
///   v1/memo/…                               digests of files of this machine
///   v1/collect.lock                         open while somebody collects; it holds nothing, and its time tells when a build last thought of it
///   v1/collected.json                       what the last collection did that nobody asked for
///   environments/&lt;name&gt;/CompileDepot.toml    named environments; people's own files, of no version of ours
/// </code>
/// A later version takes another folder beside <c>v1</c>; neither damages the other.
/// </summary>
public sealed class DepotLayout(string folder)
{
    private const string Version = "v1";

    // Half of a digest.
    private const int ProjectIdLength = 32;

    public string Folder { get; } = folder;

    public string Versioned => Path.Combine(Folder, Version);

    public string CacheTag => Path.Combine(Folder, "CACHEDIR.TAG");

    public string Environments => Path.Combine(Folder, "environments");

    public string Blobs => Path.Combine(Folder, Version, "blobs");

    public string Entries => Path.Combine(Folder, Version, "entries");

    public string Builds => Path.Combine(Folder, Version, "builds");

    public string Roots => Path.Combine(Folder, Version, "roots");

    public string Compiled => Path.Combine(Folder, Version, "compiled");

    public string Blob(ContentDigest digest) => Sharded(Blobs, digest.ToString(), "");

    public string Entry(ActionKey key) => Sharded(Entries, key.ToString(), ".json");

    public string Projects => Path.Combine(Folder, Version, "projects");

    /// <summary>The folder of the entries of projects with one tree hash.</summary>
    public string Project(TreeHash tree) => Sharded(Projects, tree.ToString(), "");

    /// <param name="id">See <see cref="ProjectEntryFile.IdOf"/>.</param>
    public string Project(TreeHash tree, string id) => Path.Combine(Project(tree), id + ".json");

    /// <summary>Whether a name is one that an entry of a project can have. What synchronises folders makes others of them: <c>abcd… (1)</c>, <c>abcd….sync-conflict-…</c>.</summary>
    public static bool IsProjectId(string name) => name.Length == ProjectIdLength && name.All(char.IsAsciiHexDigitLower);

    /// <summary>The readable way in for one entry.</summary>
    public string CompiledEntry(string framework, string project, ActionKey key) =>
        Path.Combine(Compiled, Name(framework.Length == 0 ? "none" : framework), Name(project), key.Short + ".json");

    /// <summary>The record of what one project in one checkout uses.</summary>
    public string Root(params ReadOnlySpan<string> identity) => Path.Combine(Roots, Hash(string.Join('\n', identity)) + ".json");

    /// <summary>What this machine has learnt of its own files.</summary>
    public string Memos => Path.Combine(Folder, Version, "memo");

    /// <summary>The memo of the files below a root, or (empty) of all others: a build loads what it needs, not what every checkout of the machine needs.</summary>
    public string Memo(string root) => Path.Combine(Memos, root.Length == 0 ? "shared-3" : Hash(root) + "-3");

    /// <summary>See <see cref="Collecting.CollectionNote"/>.</summary>
    public string CollectionNote => Path.Combine(Folder, Version, "collected.json");

    /// <summary>See <see cref="Collecting.CollectorLock"/>.</summary>
    public string CollectorLock => Path.Combine(Folder, Version, "collect.lock");

    /// <summary>A name that is one path component on every system.</summary>
    private static string Name(string text) => string.Concat(text.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '+' ? c : '_')) is var name && name.Trim('.').Length > 0 ? name : "_";

    // A name only: half of the digest has no clash in any depot there will be.
    private static string Hash(string text) => Digest256.Of(Encoding.UTF8.GetBytes(text)).ToString()[..32];

    private static string Sharded(string folder, string hex, string extension) => Path.Combine(folder, hex[..2], hex + extension);
}
