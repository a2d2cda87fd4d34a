using CompileDepot.Cli.Output;
using CompileDepot.Core.Reports;

namespace CompileDepot.Cli.Reports;

/// <summary>The shortest name of each project that no other has: that of its file, or its path.</summary>
internal sealed class ProjectNames(IEnumerable<ProjectId> projects)
{
    private readonly HashSet<string> _shared =
        [.. projects.Select(p => p.Project).Distinct(StringComparer.Ordinal).CountBy(Bare, StringComparer.OrdinalIgnoreCase).Where(c => c.Value > 1).Select(c => c.Key)];

    public string Of(ProjectId id) => Bare(id.Project) is var name && _shared.Any(s => s.Equals(name, StringComparison.OrdinalIgnoreCase)) ? Shown.Project(id.Project) : name;

    private static string Bare(string project) => Path.GetFileNameWithoutExtension(project) is { Length: > 0 } name ? name : project;
}
