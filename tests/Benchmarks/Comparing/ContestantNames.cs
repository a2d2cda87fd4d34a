namespace CompileDepot.Benchmarks.Comparing;

/// <summary>As <c>--only</c> takes them; all, in the order of the report.</summary>
internal static class ContestantNames
{
    public const string Plain = "plain";
    public const string Roslyn = "roslyn";
    public const string Nx = "nx";
    public const string CompileDepot = "compiledepot";
    public const string Graph = "compiledepot-graph";

    public static readonly string[] All = [Plain, Roslyn, Nx, CompileDepot, Graph];

    /// <param name="phase">Tells its folders and servers from those of other phases of the run.</param>
    public static Contestant Create(string name, Workplace place, string phase) => name switch
    {
        Plain => new PlainBuild(place, phase),
        Roslyn => new RoslynCache(place, phase),
        Nx => new NxCache(place, phase),
        CompileDepot => new DepotBuild(place, name, phase, graph: false),
        Graph => new DepotBuild(place, name, phase, graph: true),
        _ => throw new ArgumentException($"There is no contestant '{name}'.", nameof(name)),
    };
}
