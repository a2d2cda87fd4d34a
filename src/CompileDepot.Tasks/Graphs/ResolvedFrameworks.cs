using System.Text.Json;
using Microsoft.Build.Graph;

namespace CompileDepot.Tasks.Graphs;

/// <summary>
/// Which projects a project uses, and in which of their target frameworks: the nearest one, as NuGet decided when it restored. A graph has edges to all of them. Reads NuGet's file once, when first asked; not thread-safe.
/// </summary>
/// <param name="assetsFile">NuGet's file of resolved packages of the referring project.</param>
/// <param name="alias">Which of the referring project's frameworks is built, as it calls it.</param>
internal sealed class ResolvedFrameworks(string assetsFile, string alias)
{
    private ILookup<string, string?>? _frameworks;

    /// <summary>Full paths of all that it uses, be it because another one refers to them.</summary>
    public IEnumerable<string> Projects => Frameworks.Select(f => f.Key);

    private ILookup<string, string?> Frameworks => _frameworks ??= Read(assetsFile, alias);

    /// <param name="path">Full path of the referenced project.</param>
    /// <returns>Null where that can't be told: one moniker may be that of several platforms.</returns>
    public ProjectGraphNode? Choose(string path, IReadOnlyList<ProjectGraphNode> candidates) =>
        Frameworks[path].Distinct().ToList() is [{ } only] && candidates.Where(c => Moniker(c) == only).ToList() is [var chosen] ? chosen : null;

    /// <summary>The frameworks of each project, by its full path; none where the file can't be read.</summary>
    internal static ILookup<string, string?> Read(string assetsFile, string alias)
    {
        var found = new List<(string Path, string? Framework)>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            var project = document.RootElement.GetProperty("project");
            var folder = Path.GetDirectoryName(project.GetProperty("restore").GetProperty("projectPath").GetString())!;
            var names = project.GetProperty("frameworks").EnumerateObject()
                .Where(f => f.NameEquals(alias) || (f.Value.TryGetProperty("targetAlias", out var named) && named.ValueEquals(alias)))
                .SelectMany(f => new[] { f.Name, f.Value.TryGetProperty("framework", out var framework) ? framework.GetString() : null })
                .ToHashSet(StringComparer.Ordinal);
            // One for the framework, and one for each of its runtimes.
            var targets = document.RootElement.GetProperty("targets").EnumerateObject().Where(t => names.Contains(t.Name.Split('/')[0])).ToList();
            foreach (var library in document.RootElement.GetProperty("libraries").EnumerateObject())
            {
                if (!library.Value.TryGetProperty("msbuildProject", out var file))
                    continue;
                var path = Path.GetFullPath(file.GetString()!, folder);
                foreach (var target in targets)
                {
                    if (target.Value.TryGetProperty(library.Name, out var resolved))
                        found.Add((path, resolved.TryGetProperty("framework", out var framework) ? framework.GetString() : null));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            found.Clear();
        }
        return found.ToLookup(f => f.Path, f => f.Framework, StringComparer.Ordinal);
    }

    private static string Moniker(ProjectGraphNode node) => node.ProjectInstance.GetPropertyValue("TargetFrameworkMoniker");
}
