using CompileDepot.Cli.Output;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>What projects of a build are called where there is little room: by what sets them apart.</summary>
internal sealed class ProjectNames(IReadOnlyList<ProjectId> projects)
{
    /// <summary>The configuration that all have; empty where there are several, or none is known.</summary>
    public string Configuration { get; } = projects.Select(p => p.Configuration).Where(c => c.Length > 0).Distinct(StringComparer.Ordinal).ToList() is [var one] ? one : "";

    private readonly HashSet<string> _shared =
        [.. projects.Select(p => p.Project).Distinct(StringComparer.Ordinal).CountBy(Bare, StringComparer.OrdinalIgnoreCase).Where(c => c.Value > 1).Select(c => c.Key)];

    /// <summary>The shortest name that no other project has: that of the file, or the path.</summary>
    public string Of(ProjectId id) => Bare(id.Project) is var name && _shared.Any(s => s.Equals(name, StringComparison.OrdinalIgnoreCase)) ? Shown.Project(id.Project) : name;

    public string Variant(ProjectId id) => Shown.Variant(id.Framework, id.Configuration == Configuration ? "" : id.Configuration);

    private static string Bare(string project) => Path.GetFileNameWithoutExtension(project) is { Length: > 0 } name ? name : project;
}
