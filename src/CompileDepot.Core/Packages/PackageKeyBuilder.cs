using System.Collections;
using System.Collections.Concurrent;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Core.Packages;

/// <summary>
/// Writes the key text of restoring one project: NuGet and its platform, its own description of every project in the closure (with folders as tokens), and the files and variables it reads beside that.
/// Thread-safe. See <see cref="KeyText"/> for the grammar.
/// </summary>
/// <param name="projects">All projects of the graph, by name.</param>
/// <param name="nuGet">Version of NuGet, with its commit.</param>
public sealed class PackageKeyBuilder(IReadOnlyDictionary<string, ProjectSpecText> projects, string nuGet, RestoreTokens tokens)
{
    // These say where things are, which the graph and the tokens tell, or how to reach servers.
    private static readonly string[] ElsewhereOrIrrelevant = ["NUGET_PACKAGES", "NUGET_HTTP_CACHE_PATH", "NUGET_SCRATCH", "NUGET_PLUGINS_CACHE_PATH", "NUGET_PLUGIN_PATHS", "NUGET_NETCORE_PLUGIN_PATHS"];
    private static readonly string[] Secrets = ["KEY", "TOKEN", "PASSWORD", "CREDENTIAL", "SECRET", "_PAT"];

    private readonly ConcurrentDictionary<string, string> _specs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _inputs = new(StringComparer.Ordinal);

    public KeyText Build(PackageProject project)
    {
        var text = new KeyText();
        text.Add("task", "Restore");
        text.Add("toolchain", "NuGet", nuGet);
        Surroundings.Write(text);
        foreach (var (name, value) in Variables())
            text.Add("environment", name, tokens.Tokenize(value));
        text.Add("fact", "folders", string.Join(' ', tokens.Folders.Select(f => f.Name)));
        // There, and only there, NuGet writes paths below the home folder relative to it.
        if (OperatingSystem.IsWindows())
            text.Add("fact", "packages", Path.GetRelativePath(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), project.PackageFolders[0]));
        text.Add("fact", "project", tokens.Tokenize(project.Name));
        // In NuGet's order, which is that of the local paths: where tokens stand for paths of another order, NuGet's files have another order too.
        foreach (var name in project.Closure)
            text.Add("source", tokens.Tokenize(name), _specs.GetOrAdd(name, n => Digest(projects[n].Body)));
        foreach (var input in project.Inputs)
            AddFile(text, input);
        if (project.LockFile is { } lockFile)
            AddFile(text, lockFile);
        return text;
    }

    private void AddFile(KeyText text, string path)
    {
        if (_inputs.GetOrAdd(path, Read) is { } digest)
            text.Add("input", tokens.Tokenize(path), digest);
        else
            text.Add("absent", tokens.Tokenize(path));
    }

    private string? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var text = File.ReadAllText(path);
        return Digest(Path.GetExtension(path).Equals(".config", StringComparison.OrdinalIgnoreCase) ? ConfigText.Of(text) : text);
    }

    private string Digest(string text) => ContentDigest.Of(Encoding.UTF8.GetBytes(tokens.Tokenize(text))).ToString();

    // All of NuGet's, since a later version may read one that we never heard of; sorted, because the system gives them in any order.
    private static IEnumerable<(string Name, string Value)> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(e => (Name: (string)e.Key, Value: (string?)e.Value ?? ""))
        .Where(v => v.Name.StartsWith("NUGET_", StringComparison.OrdinalIgnoreCase) || v.Name.StartsWith("DOTNET_NUGET_", StringComparison.OrdinalIgnoreCase))
        .Where(v => !ElsewhereOrIrrelevant.Contains(v.Name, StringComparer.OrdinalIgnoreCase) && !Secrets.Any(s => v.Name.Contains(s, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(v => v.Name, StringComparer.Ordinal);
}
