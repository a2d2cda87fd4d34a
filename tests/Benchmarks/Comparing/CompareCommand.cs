using System.CommandLine;
using System.Globalization;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>What <c>eng/compare/run.sh</c> runs, which also prepares the folder, installs Nx, and ends the servers.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var folder = new Option<DirectoryInfo>("--folder") { Description = "An empty folder for all that is made.", Required = true };
        var feed = new Option<DirectoryInfo>("--feed") { Description = "Holds the packed SDK.", Required = true };
        var tool = new Option<FileInfo>("--tool") { Description = "The installed compiledepot.", Required = true };
        var modules = new Option<DirectoryInfo?>("--node-modules") { Description = "A folder node_modules with Nx." };
        var projects = new Option<int>("--projects") { Description = "Projects in the generated solution.", DefaultValueFactory = _ => 20 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds; each makes every build once.", DefaultValueFactory = _ => 3 };
        var solution = new Option<FileInfo?>("--solution") { Description = "A solution that is copied, instead of a generated one." };
        var only = new Option<string[]>("--only") { Description = "Contestants.", DefaultValueFactory = _ => ContestantNames.All, CustomParser = r => r.Tokens[0].Value.Split(',') };
        var noSpeed = new Option<bool>("--no-speed") { Description = "Only the cases of soundness." };
        var noSoundness = new Option<bool>("--no-soundness") { Description = "Only the times." };
        var json = new Option<FileInfo?>("--json") { Description = "A file to write the report to, as JSON." };
        var command = new Command("compare", "Compares CompileDepot with other caches; run by eng/compare/run.sh.") { folder, feed, tool, modules, projects, rounds, solution, only, noSpeed, noSoundness, json };
        command.SetAction(result =>
        {
            var place = new Workplace(result.GetRequiredValue(folder).FullName, result.GetRequiredValue(feed).FullName, result.GetRequiredValue(tool).FullName, result.GetValue(modules)?.FullName);
            string[] names = [.. ContestantNames.All.Where(n => n == ContestantNames.Plain || result.GetRequiredValue(only).Contains(n))];
            var report = Run(place, names, result.GetValue(solution)?.FullName, result.GetValue(projects), result.GetValue(noSpeed) ? 0 : result.GetValue(rounds), !result.GetValue(noSoundness));
            Console.Write(report.ToMarkdown());
            if (result.GetValue(json) is { } file)
                File.WriteAllText(file.FullName, report.ToJson());
            return 0;
        });
        return command;
    }

    private static ComparisonReport Run(Workplace place, string[] names, string? solution, int projects, int rounds, bool soundness)
    {
        var load = Workplace.Load;
        var speed = rounds > 0 ? new SpeedRuns(place, solution, projects, names) : null;
        var runs = speed?.Run(rounds).ToList() ?? [];
        // Who could not build a solution is not asked for more.
        var able = names.Except(speed?.Failures.Select(f => f.Contestant) ?? []).ToList();
        var verdicts = soundness ? new Soundness(place, able).Run().ToList() : [];
        var about = able.Select(n => (n, ContestantNames.Create(n, place, "speed").About)).ToList();
        var what = solution is null ? $"A generated solution of {projects} projects" : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(solution)}, {speed?.Projects} projects");
        return new ComparisonReport(DateTimeOffset.UtcNow, what, rounds, (load, Workplace.Load), about, speed?.Failures ?? [], runs, verdicts);
    }
}
