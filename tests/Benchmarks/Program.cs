using System.CommandLine;
using CompileDepot.Benchmarks;
using CompileDepot.Benchmarks.Comparing;

var projects = new Option<int>("--projects") { Description = "Projects in the generated solution.", DefaultValueFactory = _ => 30 };
var rounds = new Option<int>("--rounds") { Description = "Rounds; each builds every way once, and ratios are taken within a round.", DefaultValueFactory = _ => 3 };
var server = new Option<bool>("--server") { Description = "Leave the compiler server and node reuse on, as on a developer's machine." };
var quick = new Option<bool>("--quick") { Description = "Leave out the compile level alone and the restore of packages: for large solutions." };
var restore = new Option<bool>("--restore") { Description = "Measure with the restore of packages: projects use packages, and every build starts from a clean checkout." };
var command = new RootCommand("Builds a generated solution plain, filling a depot, and from a warm depot, and prints ratios of one run.") { projects, rounds, server, quick, restore, CompareCommand.Create() };
command.SetAction(result =>
{
    if (result.GetValue(restore))
    {
        using var restores = new RestoreBenchmark(result.GetValue(projects));
        return restores.Run(result.GetValue(rounds));
    }
    using var bench = new BuildBenchmark(result.GetValue(projects), result.GetValue(server), result.GetValue(quick));
    return bench.Run(result.GetValue(rounds));
});
return command.Parse(args).Invoke();
