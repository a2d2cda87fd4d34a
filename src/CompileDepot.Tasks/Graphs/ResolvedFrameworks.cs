using System.Text.Json;
using Microsoft.Build.Graph;

namespace CompileDepot.Tasks.Graphs;

/// <summary>Which of a referenced project's target frameworks a project uses: the nearest one, as NuGet decided when it restored. A graph has edges to all of them.</summary>
internal static class ResolvedFrameworks
{
    /// <param name="assetsFile">NuGet's file of resolved packages of the referring project.</param>
    /// <param name="path">Full path of the referenced project.</param>
    /// <returns>Null where that can't be told.</returns>
    public static ProjectGraphNode? Choose(string assetsFile, string path, IReadOnlyList<ProjectGraphNode> candidates)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            var folder = Path.GetDirectoryName(document.RootElement.GetProperty("project").GetProperty("restore").GetProperty("projectPath").GetString())!;
            var library = document.RootElement.GetProperty("libraries").EnumerateObject()
                .FirstOrDefault(l => l.Value.TryGetProperty("msbuildProject", out var file) && Path.GetFullPath(file.GetString()!, folder) == path)
                .Name;
            var frameworks = document.RootElement.GetProperty("targets").EnumerateObject()
                .Where(t => library is not null && t.Value.TryGetProperty(library, out _))
                .Select(t => t.Value.GetProperty(library!).TryGetProperty("framework", out var framework) ? framework.GetString() : null)
                .Distinct()
                .ToList();
            // Several: the referring project has several frameworks itself, and each may have another nearest.
            return frameworks is [{ } only] ? candidates.SingleOrDefault(c => Moniker(c) == only) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static string Moniker(ProjectGraphNode node) => node.ProjectInstance.GetPropertyValue("TargetFrameworkMoniker");
}
