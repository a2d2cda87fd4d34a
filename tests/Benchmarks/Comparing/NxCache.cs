using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>Nx with its plugin for .NET: a task for each project, <c>dotnet build --no-restore --no-dependencies</c>, whose output folders and printed text are cached. Its daemon and its cloud are off.</summary>
internal sealed partial class NxCache(Workplace place, string phase) : Contestant(place, ContestantNames.Nx, phase)
{
    public override string About => $"Nx {Version("nx")} with @nx/dotnet {Version("@nx/dotnet")}, without daemon and cloud";

    protected override IEnumerable<(string, string)> Variables =>
        [("NX_DAEMON", "false"), ("NX_NO_CLOUD", "true"), ("NX_TUI", "false"), ("NX_CACHE_DIRECTORY", Cache), ("NX_DOTNET_PROJECT_GRAPH_TIMEOUT", "600"), ("CI", "false")];

    public override void SetUp(SourceTree tree)
    {
        File.WriteAllText(tree.File("package.json"), """{ "private": true }""");
        File.WriteAllText(tree.File("nx.json"), """{ "plugins": ["@nx/dotnet"], "analytics": false }""");
        File.CreateSymbolicLink(tree.File("node_modules"), Modules);
    }

    public override ProcessRun Build(SourceTree tree, (string Name, string Value)? extra = null) =>
        Run(tree, tree.File("node_modules/.bin/nx"), extra, "run-many", "-t", "build", "--outputStyle=static");

    public override (int, int)? Count(ProcessRun build)
    {
        var said = Cached().Match(build.Output);
        return said.Success ? (Number(said.Groups[1]), Number(said.Groups[2])) : null;
    }

    /// <summary>Its index, the project graph and what it knows of past runs lie in the tree.</summary>
    public override void Forget(SourceTree tree)
    {
        base.Forget(tree);
        Place.MoveAway(tree.File(".nx"));
    }

    private string Modules => Place.NodeModules ?? throw new InvalidOperationException("Nx is not installed.");

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private string Version(string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Modules, package, "package.json")));
        return json.RootElement.GetProperty("version").GetString()!;
    }

    [GeneratedRegex(@"Cache:\s+(\d+)/(\d+) hit")]
    private static partial Regex Cached();
}
