using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Trust;

/// <summary>A depot that anybody may have written to, a root that is restored into, and around it what must stay as it is.</summary>
internal sealed class PoisonBench : IDisposable
{
    public PoisonBench()
    {
        Directory.CreateDirectory(Root);
        Folder.Write("outside/secret", "secret");
        Folder.Write("packages/p/lib.dll", "package");
        Folder.Write("dotnet/sdk/csc.dll", "compiler");
        Depot = new Depot(Folder["depot"]);
    }

    public TempFolder Folder { get; } = new();

    public Depot Depot { get; }

    public DepotLayout Layout => Depot.Layout;

    public string Root => Folder["root"];

    public string Outside => Folder["outside"];

    public Locality Here => new(new PathTokens([(PathTokens.Root, Root), ("nuget", Folder["packages"]), ("dotnet", Folder["dotnet"])]), null);

    public DepotStack Stack => new([Layout.Folder]);

    /// <summary>The folders that the project writes to, as its build says.</summary>
    public string[] Own => [Path.Combine(Root, "obj") + Path.DirectorySeparatorChar, Path.Combine(Root, "bin") + Path.DirectorySeparatorChar];

    public string this[string name] => Path.GetFullPath(name, Root);

    /// <summary>Stores an entry whose files are what the test says, well-formed in all else.</summary>
    /// <param name="size">What the entry says of each file; null: the truth.</param>
    public Entry AddEntry(string name, long? size = null, params (string Path, string Text)[] files)
    {
        var text = new KeyText();
        text.Add("option", name);
        var key = new ActionKey(Depot.AddBlob(text.ToBytes()).Value);
        var made = new Origin("Csc", "{root}/a.csproj", "net10.0", "Debug", "/made", DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1));
        var entry = new Entry(key, key, null, made, [.. files.Select(f => Blob(f.Text) is var (digest, length) ? new OutputFileEffect(OutputRole.Assembly, f.Path, digest, size ?? length, 0) : null!)]);
        Depot.AddEntry(entry, overwrite: true);
        return entry;
    }

    public ProjectEntry AddProject(string name, Entry? action, params ProjectFile[] files) => AddProjectOf(name, action is null ? [] : [action], files);

    public ProjectEntry AddProjectOf(string name, Entry[] actions, params ProjectFile[] files)
    {
        var text = new TreeText();
        text.Add("property", "name", name);
        var entry = new ProjectEntry(
            new TreeHash(Depot.AddBlob(text.ToBytes()).Value),
            "{root}/a.csproj", "net10.0", "Debug", "/made", "", null, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1),
            [.. actions.Select(a => new ProjectAction("Csc", a.KeyText, a.Key, []))],
            files,
            []);
        Depot.AddProject(entry);
        return entry;
    }

    public ProjectFile Content(string path, string text) => Blob(text) is var (digest, length) ? new ProjectFile(ProjectFileKind.Content, path, 0, digest, length) : null!;

    public (ContentDigest Digest, long Length) Blob(string text) => (Depot.AddBlob(Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetByteCount(text));

    /// <summary>Restores an entry as the project level does, but with no more than its paths to judge by.</summary>
    /// <returns>Null where it was restored; else why not.</returns>
    public string? Restore(ActionKey key)
    {
        var stack = Stack;
        return new EntryRestorer(stack, Here).TryRestore(key, out _) is not null ? null : stack.Damage is [var why, ..] ? why : "";
    }

    /// <inheritdoc cref="Restore(ActionKey)"/>
    public string? Restore(TreeHash tree)
    {
        var (stack, digester) = (Stack, new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), Root));
        var cache = new ProjectCache(stack, Here, digester, new FactCheck(Here, digester, new ConcurrentDictionary<string, bool>()));
        return cache.Find(tree, out var why) is not { } hit ? why
            : new ProjectRestorer(stack, Here, digester).TryRestore(hit, "", Own, out var failure, out _) ? null : failure!;
    }

    /// <summary>All that is neither the root nor the depot, to see that nothing changed.</summary>
    public Dictionary<string, string> Surroundings() => new[] { "outside", "packages", "dotnet" }
        .SelectMany(f => Directory.EnumerateFiles(Folder[f], "*", SearchOption.AllDirectories)).Concat(Directory.EnumerateFiles(Folder.Path)).ToDictionary(p => p, File.ReadAllText);

    public void Dispose() => Folder.Dispose();
}
