using System.Globalization;

namespace CompileDepot.Benchmarks.Comparing;

/// <summary>Builds one solution in every way, case after case, contestants in turn: what a ratio compares was measured within a minute or so of each other, since the machines this runs on are shared.</summary>
internal sealed class SpeedRuns
{
    private sealed record Entrant(Contestant Contestant, SourceTree Here, SourceTree There);

    private readonly List<Entrant> _entrants = [];
    private readonly List<(string, string)> _failures = [];
    private readonly string _edited;

    /// <param name="solution">Full path of a solution that is copied; null: one is generated.</param>
    public SpeedRuns(Workplace place, string? solution, int projects, IEnumerable<string> only)
    {
        var source = Path.Combine(place.Folder, "source");
        var name = "Bench.slnx";
        if (solution is null)
        {
            GeneratedSolution.Write(source, projects);
        }
        else
        {
            var top = Top(Path.GetDirectoryName(solution)!);
            SourceTree.Copy(top, source, n => n is not (".git" or ".vs" or "bin" or "obj" or "node_modules" or "artifacts" or ".artifacts" or ".nx"));
            name = Path.GetRelativePath(top, solution);
            // A worktree's link to its repository.
            File.Delete(Path.Combine(source, ".git"));
        }
        _edited = EditedProject.AddTo(source);
        foreach (var contestant in only.Select(o => ContestantNames.Create(o, place, "speed")))
        {
            try
            {
                _entrants.Add(Enter(contestant, place, source, name));
            }
            catch (InvalidOperationException e) when (contestant is not PlainBuild)
            {
                _failures.Add((contestant.Name, e.Message));
            }
        }
        Projects = SourceTree.Projects(source).Count();
    }

    /// <summary>In the solution's folder.</summary>
    public int Projects { get; }

    public IReadOnlyList<Contestant> Contestants => [.. _entrants.Select(e => e.Contestant)];

    /// <summary>Who could not be set up, or could not build, and what it said.</summary>
    public IReadOnlyList<(string Contestant, string Message)> Failures => _failures;

    public IEnumerable<SpeedRun> Run(int rounds)
    {
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var speed in Enum.GetValues<SpeedCase>())
            {
                // Not always the same one first.
                foreach (var entrant in _entrants.Skip(round % _entrants.Count).Concat(_entrants.Take(round % _entrants.Count)))
                    yield return Run(entrant, speed, round);
            }
        }
    }

    private static Entrant Enter(Contestant contestant, Workplace place, string source, string solution)
    {
        var here = new SourceTree(place, Path.Combine(contestant.Folder, "here"), solution);
        SourceTree.Copy(source, here.Folder, _ => true);
        here.Commit();
        contestant.SetUp(here);
        var there = here.CopyTo(Path.Combine(contestant.Folder, "some", "where", "else"));
        contestant.Restore(here);
        contestant.Restore(there);
        var entrant = new Entrant(contestant, here, there);
        // What the first build of a server and its nodes costs more, none of those that are measured should.
        contestant.Count(Build(entrant, here));
        return entrant;
    }

    private SpeedRun Run(Entrant entrant, SpeedCase speed, int round)
    {
        var tree = speed == SpeedCase.WarmOtherPath ? entrant.There : entrant.Here;
        Prepare(entrant, speed, round);
        if (speed.IsClean())
            tree.Clean();
        var build = Build(entrant, tree);
        var run = new SpeedRun(entrant.Contestant.Name, speed, round, build.Seconds, entrant.Contestant.Count(build));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  round {round}, {speed}: {run.Contestant} {run.Seconds:0.00} s, {(run.Count is { } count ? $"{count.Restored} of {count.All}" : "no")} restored, load {Workplace.Load}"));
        return run;
    }

    private void Prepare(Entrant entrant, SpeedCase speed, int round)
    {
        var edited = entrant.Here.File(_edited);
        switch (speed)
        {
            case SpeedCase.Cold:
                entrant.Contestant.Forget(entrant.Here);
                entrant.Contestant.Forget(entrant.There);
                EditedProject.Write(edited, 0, 0);
                entrant.Here.ForgetCommits();
                break;
            case SpeedCase.EmptyCommit:
                entrant.Here.CommitNothing();
                break;
            case SpeedCase.CommentIncremental or SpeedCase.CommentClean:
                EditedProject.Write(edited, (2 * round) + (int)speed, 0);
                break;
            case SpeedCase.BodyIncremental or SpeedCase.BodyClean:
                EditedProject.Write(edited, 0, (2 * round) + (int)speed);
                break;
        }
    }

    private static ProcessRun Build(Entrant entrant, SourceTree tree) => entrant.Contestant.Build(tree).Checked($"{entrant.Contestant.Name} in {tree}");

    private static string Top(string folder)
    {
        for (var top = folder; top is not null; top = Path.GetDirectoryName(top))
        {
            if (Path.Exists(Path.Combine(top, ".git")))
                return top;
        }
        return folder;
    }
}
