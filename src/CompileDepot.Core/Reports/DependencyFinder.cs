using System.Text;
using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Reports;

/// <summary>What a project refers to.</summary>
/// <param name="Project">Tokenized path of the project file.</param>
/// <param name="Hashes">The dependency-tree hashes that it had, one for each framework; empty where they are not known.</param>
public sealed record Dependency(string Project, IReadOnlyList<string> Hashes);

/// <summary>
/// Finds out what the projects of a recorded build refer to, which records do not hold. The tree text of a project that was stored or restored whole tells it as it was in the build; of the
/// others, what NuGet left in their <c>obj</c> tells it as it is now. Reads only; never throws for what can't be read.
/// </summary>
public sealed class DependencyFinder(DepotStack stack, string root)
{
    private const string Assets = "obj/project.assets.json";

    private readonly DepotReader _reader = new(stack);
    private readonly PathTokens _tokens = new([(PathTokens.Root, root)]);
    private readonly Dictionary<string, RestoredReferences?> _assets = new(StringComparer.Ordinal);

    /// <summary>Direct dependencies, sorted; null: not known.</summary>
    public IReadOnlyList<Dependency>? Find(ReportedProject project) => FromTreeText(project) ?? FromAssets(project.Id);

    private List<Dependency>? FromTreeText(ReportedProject project)
    {
        var key = project.Actions.LastOrDefault(a => a.Level == ActionLevel.Project)?.Action.Key;
        return TreeHash.TryParse(key, out var tree) && _reader.ReadBlob(new ContentDigest(tree.Value)) is { } text ? Parse(Encoding.UTF8.GetString(text)) : null;
    }

    /// <summary>The lines of the dependencies; null for what is no tree text of a version that we know.</summary>
    internal static List<Dependency>? Parse(string text)
    {
        const string Kind = "dependency ";
        var lines = text.Split('\n');
        return lines[0] != TreeText.Header ? null
            : [.. lines.Where(l => l.StartsWith(Kind, StringComparison.Ordinal)).Select(l => KeyField.Split(l[Kind.Length..])).Where(f => f.Length == 2).Select(f => new Dependency(f[0], f[1].Split(',')))];
    }

    private List<Dependency>? FromAssets(ProjectId id)
    {
        if (_tokens.Resolve(id.Project) is not { } path)
            return null;
        if (!_assets.TryGetValue(path, out var file))
            _assets[path] = file = ReadReferences(Path.Combine(Path.GetDirectoryName(path) ?? "", Assets), path);
        // A project of one framework may be called otherwise there than in the record.
        var names = file?.References.GetValueOrDefault(id.Framework) ?? (file?.References.Count == 1 ? file.References.Values.Single() : null);
        return names is null ? null : [.. names.Select(n => new Dependency(_tokens.Tokenize(n), [])).OrderBy(d => d.Project, StringComparer.Ordinal)];
    }

    // "project": { "restore": { "projectPath": …, "frameworks": { "net10.0": { "projectReferences": { "/full/path/Lib.csproj": { … } } } } } }
    private static RestoredReferences? ReadReferences(string path, string project)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var restore = document.RootElement.GetProperty("project").GetProperty("restore");
            // Projects that share a folder share the file; it is of one of them.
            if (restore.GetProperty("projectPath").GetString() != project)
                return null;
            return new RestoredReferences(restore.GetProperty("frameworks").EnumerateObject().ToDictionary(
                f => f.Name,
                IReadOnlyList<string> (f) => f.Value.TryGetProperty("projectReferences", out var references) ? [.. references.EnumerateObject().Select(r => r.Name)] : []));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <param name="References">Full paths of project files, by framework.</param>
    private sealed record RestoredReferences(IReadOnlyDictionary<string, IReadOnlyList<string>> References);
}
