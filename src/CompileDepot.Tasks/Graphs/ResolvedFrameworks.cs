using System.Text.Json;
using Microsoft.Build.Graph;

namespace CompileDepot.Tasks.Graphs;

/// <summary>
/// Which of a referenced project's target frameworks a project uses: the nearest one, as NuGet decided when it restored. A graph has edges to all of them. Reads NuGet's file once, when first asked; not thread-safe.
/// </summary>
/// <param name="assetsFile">NuGet's file of resolved packages of the referring project.</param>
internal sealed class ResolvedFrameworks(string assetsFile)
{
    private ILookup<string, string?>? _frameworks;

    /// <param name="path">Full path of the referenced project.</param>
    /// <returns>Null where that can't be told.</returns>
    public ProjectGraphNode? Choose(string path, IReadOnlyList<ProjectGraphNode> candidates)
    {
        _frameworks ??= Read(assetsFile);
        // Several: the referring project has several frameworks itself, and each may have another nearest.
        return _frameworks[path].Distinct().ToList() is [{ } only] ? candidates.SingleOrDefault(c => Moniker(c) == only) : null;
    }

    /// <summary>The frameworks of each project, by its full path; none where the file can't be read.</summary>
    internal static ILookup<string, string?> Read(string assetsFile)
    {
        var found = new List<(string Path, string? Framework)>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            var folder = Path.GetDirectoryName(document.RootElement.GetProperty("project").GetProperty("restore").GetProperty("projectPath").GetString())!;
            var targets = document.RootElement.GetProperty("targets").EnumerateObject().ToList();
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
