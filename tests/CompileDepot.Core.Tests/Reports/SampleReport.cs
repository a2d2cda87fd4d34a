using System.Text.Json;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Reports;

/// <summary>Records of builds with projects that refer to one another, as builds leave them.</summary>
internal sealed class SampleReport : IDisposable
{
    /// <summary>A name that is markup, holds quotes of both kinds, and letters from beyond ASCII.</summary>
    public const string Hostile = "<img src=x onerror=alert(1)> \"Ünï\" 'ж' & Co.";

    public SampleDepot Depot { get; } = new();

    public static string PathOf(string project) => $"{{root}}/src/{project}/{project}.csproj";

    /// <summary>Stores the tree text of a project.</summary>
    /// <param name="dependencies">Paths and hashes.</param>
    /// <returns>Its hash.</returns>
    public string AddTree(string project, string framework, params ReadOnlySpan<(string Project, string Hashes)> dependencies)
    {
        var text = new TreeText();
        text.Add("property", "Name", project);
        text.Add("property", "TargetFramework", framework);
        foreach (var (dependency, hashes) in dependencies)
            text.Add("dependency", PathOf(dependency), hashes);
        return Depot.Depot.AddBlob(text.ToBytes()).Value.ToString();
    }

    /// <summary>Writes what NuGet leaves in <c>obj</c>.</summary>
    /// <param name="references">Names of projects.</param>
    public void AddAssets(string project, string framework, params string[] references)
    {
        string Full(string name) => Path.Combine(Depot.Root, "src", name, name + ".csproj");
        var path = Path.Combine(Depot.Root, "src", project, "obj", "project.assets.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            project = new
            {
                restore = new
                {
                    projectPath = Full(project),
                    frameworks = new Dictionary<string, object> { [framework] = new { projectReferences = references.ToDictionary(Full, r => new { projectPath = Full(r) }) } },
                },
            },
        }));
    }

    /// <summary>The record of a whole project.</summary>
    public ActionRecord Whole(string project, ActionOutcome outcome, string tree, double minutes = 0, string framework = "net10.0") => Depot.Action(project, outcome, minutes: minutes) with
    {
        Task = ActionRecord.WholeProject,
        Framework = framework,
        Key = tree,
        Elapsed = outcome == ActionOutcome.NotStored ? TimeSpan.Zero : TimeSpan.FromMilliseconds(300),
        Reason = outcome == ActionOutcome.NotStored ? new Reason(UncacheableReason.TargetUnknown, "Stamp") : new Reason(UncacheableReason.None),
    };

    /// <summary>A build an hour with every outcome, and names that are not to be trusted. The last one is at noon.</summary>
    /// <param name="builds">How many.</param>
    /// <param name="libraries">How many projects more.</param>
    public void AddBuilds(int builds, int libraries = 0)
    {
        var (core, text) = (AddTree("Core", "net10.0"), AddTree(Hostile, "net10.0", ("Core", "?")));
        AddAssets("Web", "net10.0", "App", "Gone");
        var app = AddTree("App", "net10.0", [(Hostile, text), ("Core", core), .. Enumerable.Range(0, libraries).Select(i => ($"Library{i:000}.Of.Many.With.A.Long.Name", "?"))]);
        for (var i = builds - 1; i >= 0; i--)
        {
            var minutes = -60.0 * i;
            var wildcard = new Reason(UncacheableReason.WildcardVersion, "{root}/src/Web/<Info>.cs");
            Depot.AddBuild([
                Whole("Core", ActionOutcome.Restored, core, minutes),
                Depot.Action("Core", ActionOutcome.Restored, minutes: minutes) with { Elapsed = TimeSpan.Zero },
                Whole(Hostile, ActionOutcome.Compiled, text, minutes + 0.01),
                Depot.Action(Hostile, i % 3 == 1 ? ActionOutcome.Restored : ActionOutcome.Compiled, minutes: minutes + 0.01),
                Depot.Action(Hostile, ActionOutcome.Restored, minutes: minutes + 0.005) with { Task = "step Exec {root}/obj/<Words>.cs" },
                Whole("App", ActionOutcome.Compiled, app, minutes + 0.03),
                Depot.Action("App", ActionOutcome.Restored, minutes: minutes + 0.02),
                Whole("Web", ActionOutcome.NotStored, "", minutes + 0.04),
                Depot.Action("Web", ActionOutcome.NotStored, minutes: minutes + 0.035, reason: wildcard) with { Damage = 1, Differences = ["source <a>.cs changed", "source b.cs is new"] },
                Whole("Tool", ActionOutcome.NotStored, "", minutes + 0.04),
                .. Enumerable.Range(0, libraries).Select(l => Depot.Action($"Library{l:000}.Of.Many.With.A.Long.Name", l % 4 == 0 ? ActionOutcome.Compiled : ActionOutcome.Restored, minutes: minutes + (0.001 * l))),
            ]);
        }
    }

    public void Dispose() => Depot.Dispose();
}
