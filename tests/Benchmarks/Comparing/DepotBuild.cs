using CompileDepot.Core.Builds;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>CompileDepot, added by <c>compiledepot init</c>.</summary>
internal sealed class DepotBuild(Workplace place, string name, string phase, bool graph) : Contestant(place, name, phase)
{
    private DateTimeOffset _counted = DateTimeOffset.UtcNow;

    public override string About => $"CompileDepot {Path.GetFileNameWithoutExtension(Directory.GetFiles(Place.Feed, "CompileDepot.Sdk.*.nupkg").Single())["CompileDepot.Sdk.".Length..]}, `dotnet build{(graph ? " -graph" : "")}`";

    protected override IEnumerable<(string, string)> Variables => [("COMPILEDEPOT_PATH", Cache)];

    protected override string[] Options => graph ? ["-graph"] : [];

    public override void SetUp(SourceTree tree)
    {
        var config = Directory.GetFiles(tree.Folder).FirstOrDefault(f => Path.GetFileName(f).Equals("nuget.config", StringComparison.OrdinalIgnoreCase));
        if (config is null)
            File.WriteAllText(tree.File("NuGet.config"), $"""<configuration><packageSources><add key="compare" value="{Place.Feed}" /></packageSources></configuration>""");
        else
            Run(tree, "dotnet", null, "nuget", "add", "source", Place.Feed, "--name", "compare", "--configfile", config).Checked("dotnet nuget add source");
        Run(tree, Place.Tool, null, "init", ".").Checked("compiledepot init");
    }

    public override (int, int)? Count(ProcessRun build)
    {
        var last = BuildRecordReader.ReadLast(Cache, null);
        var since = _counted;
        _counted = DateTimeOffset.UtcNow;
        return last is null || last.Actions[^1].Time < since ? (0, 0) : (last.Restored, last.Restored + last.Compiled);
    }
}
