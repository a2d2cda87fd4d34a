namespace CompileDepot.Benchmarks.Comparing;

/// <summary>What the others are measured against.</summary>
internal sealed class PlainBuild(Workplace place, string phase) : Contestant(place, ContestantNames.Plain, phase)
{
    public override string About => $"`dotnet build` of .NET SDK {ProcessRun.Start(Folder, new Dictionary<string, string?>(), "dotnet", "--version").Output.Trim()}";
}
