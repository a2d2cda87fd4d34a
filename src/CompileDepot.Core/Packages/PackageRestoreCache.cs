using System.Text.RegularExpressions;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Packages;

/// <summary>
/// Keeps what NuGet wrote for a project, and writes it again where the same is asked for. NuGet runs afterwards in any case and is the judge: it takes our files for its own former result, or makes its own.
/// Thread-safe for different projects.
/// </summary>
/// <param name="projects">All projects of the graph, by name.</param>
/// <param name="vulnerabilities">Digest of what a project's sources know against packages with these ids now; null where that can't be known.</param>
public sealed partial class PackageRestoreCache(RestoreTokens tokens, IReadOnlyDictionary<string, ProjectSpecText> projects, Func<PackageProject, IReadOnlyCollection<string>, string?> vulnerabilities)
{
    private static readonly RestoreFile[] Kept = [RestoreFile.Props, RestoreFile.Targets, RestoreFile.Assets, RestoreFile.Cache];

    // Stands for NuGet's hash of the graph, which depends on where the tree is. No text of NuGet's can hold it: a brace is doubled there.
    private const string HashToken = "{graphHash}";

    private readonly PackageFolders _folders = new();

    /// <summary>Writes the project's files if an entry has them and all that it was made from is the same.</summary>
    /// <param name="stack">Not shared with another thread; so below.</param>
    /// <param name="graphHash">NuGet's hash of the project's closure.</param>
    /// <returns>Null: written. Otherwise why not, in words; then nothing was written that NuGet would take for its own.</returns>
    /// <exception cref="IOException">The output folder can't be written.</exception>
    public string? TryRestore(DepotStack stack, PackageProject project, ActionKey key, Func<string> graphHash)
    {
        var found = stack.FindEntries([key]).FirstOrDefault();
        if (found.Entry is null)
            return stack.Faults.Count > 0 ? stack.Faults[0] : "it is not in the depot";
        if (found.Entry.Files.FirstOrDefault()?.Blob is not { } blob)
            return "its entry names no file";
        var known = stack.Damage.Count;
        if (stack.ReadBlob(blob) is not { } bytes)
        {
            if (stack.Damage.Count == known)
                stack.AddDamage($"{found.Depot.Name(blob)}: it is missing");
            return stack.Damage[^1];
        }
        var bundle = RestoreBundle.Read(bytes);
        if (_folders.FirstMissing(project.PackageFolders, bundle.Packages.Select(p => p.Package)) is { } missing)
            return $"{missing.Path} is not in the package folder, or is another package";
        if (bundle.Packages.FirstOrDefault(p => _folders.FolderOf(project.PackageFolders, p.Package) != project.PackageFolders.ElementAtOrDefault(p.Folder)).Package is { } moved)
            return $"{moved.Path} is in another package folder";
        if (bundle.Vulnerabilities is not null && vulnerabilities(project, Ids(bundle.Packages)) != bundle.Vulnerabilities)
            return "what is known against its packages changed, or can't be known";
        Write(project, bundle, graphHash());
        stack.Reshare(found.Depot, found.Entry);
        return null;
    }

    /// <summary>Keeps what NuGet has just written.</summary>
    /// <param name="graphHash">As we computed it: where NuGet wrote another, we do not understand each other, and nothing is kept.</param>
    /// <returns>Null: kept. Otherwise why not, in words.</returns>
    public string? TryStore(DepotStack stack, PackageProject project, KeyText keyText, Origin made, string graphHash)
    {
        var texts = Kept.ToDictionary(f => f, f => StrictUtf8.Encoding.GetString(File.ReadAllBytes(project.FileOf(f))));
        if (!CacheFile().IsMatch(texts[RestoreFile.Cache]))
            return "NuGet did not succeed, or writes another format";
        if (!texts[RestoreFile.Cache].Contains(Quoted(graphHash), StringComparison.Ordinal))
            return "NuGet has another hash of the graph";
        var hasGraph = File.Exists(project.FileOf(RestoreFile.Graph));
        if (hasGraph && !File.ReadAllBytes(project.FileOf(RestoreFile.Graph)).AsSpan().SequenceEqual(Graph(project)))
            return "NuGet wrote another graph";
        if (project.Closure.Select(c => projects[c].FloatingVersion).FirstOrDefault(v => v is not null) is { } floating)
            return $"the version {floating} floats";
        var assets = AssetsFile.Parse(texts[RestoreFile.Assets]);
        if (assets.Doubt is { } doubt)
            return doubt;
        if (_folders.FirstMissing(project.PackageFolders, assets.Packages) is { } missing)
            return $"{missing.Path} is not in the package folder as NuGet noted it";
        var packages = assets.Packages.Select(p => (p, project.PackageFolders.ToList().IndexOf(_folders.FolderOf(project.PackageFolders, p)!))).ToList();
        var known = project.IsAudited ? vulnerabilities(project, Ids(packages)) : "";
        if (known is null)
            return "what is known against its packages can't be asked for";
        var kept = Kept.Select(f => (f, Tokenize(f, texts[f], graphHash))).ToList();
        if (kept.Any(k => Resolve(k.Item1, k.Item2, graphHash) != texts[k.Item1]))
            return "its texts can't be told from their tokens";
        return Store(stack, new RestoreBundle(hasGraph, known.Length > 0 ? known : null, packages, kept), keyText.ToBytes(), made, project);
    }

    private string? Store(DepotStack stack, RestoreBundle bundle, byte[] keyText, Origin made, PackageProject project)
    {
        var depot = stack.First;
        var content = bundle.Write();
        var blob = depot.AddBlob(content);
        var key = new ActionKey(depot.AddBlob(keyText).Value);
        var entry = new Entry(key, key, null, made, [new OutputFileEffect(OutputRole.PackageRestore, tokens.Tokenize(project.FileOf(RestoreFile.Assets)), blob, content.Length, 0)]);
        // The last wins: what is known against packages changes under one key, and an entry that holds now comes after one that did not.
        return stack.Add(entry, overwrite: true) ? null : "an entry of another version is in its place";
    }

    private void Write(PackageProject project, RestoreBundle bundle, string graphHash)
    {
        var texts = bundle.Texts.Select(t => (t.File, Text: Resolve(t.File, t.Text, graphHash) ?? throw new FormatException("the bundle has a token that is unknown here"))).ToList();
        if (bundle.HasGraph)
            AtomicFile.Write(project.FileOf(RestoreFile.Graph), Graph(project));
        // The last is the one that NuGet looks at first: before it is there, the others mean nothing.
        foreach (var (file, text) in texts)
            AtomicFile.Write(project.FileOf(file), StrictUtf8.Encoding.GetBytes(text));
    }

    private byte[] Graph(PackageProject project) => projects[project.Name].WithClosure([.. project.Closure.Select(c => projects[c])]);

    private string Tokenize(RestoreFile file, string text, string graphHash) =>
        file == RestoreFile.Cache ? tokens.Tokenize(text).Replace(Quoted(graphHash), Quoted(HashToken), StringComparison.Ordinal) : tokens.Tokenize(text);

    private string? Resolve(RestoreFile file, string text, string graphHash) =>
        tokens.Resolve(file == RestoreFile.Cache ? text.Replace(Quoted(HashToken), Quoted(graphHash), StringComparison.Ordinal) : text);

    private static string Quoted(string hash) => $"\"dgSpecHash\": \"{hash}\"";

    private static List<string> Ids(IEnumerable<(UsedPackage Package, int Folder)> packages) => [.. packages.Select(p => p.Package.Id)];

    [GeneratedRegex("\"version\": 2,\\s+\"dgSpecHash\": \"[^\"]+\",\\s+\"success\": true,")]
    private static partial Regex CacheFile();
}
