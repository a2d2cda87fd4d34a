using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot verify</c>: reads everything in the depots and lists what is damaged.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public VerifyCommand(Report report, CliEnvironment environment)
        : base("verify", "Reads every file of the depots and lists what is damaged or missing. Changes nothing: builds set damage aside and compile anew what they need of it.")
    {
        (_report, _environment) = (report, environment);
        Options.Add(_depot);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folders = SharedOptions.Depots(parsed, _depot, _environment);
        var isJson = parsed.GetValue(_json);
        // An empty stack has nothing wrong with it.
        var depots = folders.Count == 0 ? [] : _report.Progress("reading depots", isJson, progress => new DepotVerifier(new DepotStack(folders), progress).Verify());
        var problems = depots.SelectMany(d => d.Problems).ToList();
        if (isJson)
            _report.Json(new { Ok = problems.Count == 0, Depots = depots });
        else
            Show(depots, problems);
        if (problems.Count == 0)
            return ExitCode.Done;
        var where = string.Join(" and ", depots.Where(d => d.Problems.Count > 0).Select(d => d.Folder));
        return _report.Fail(
            DiagnosticCodes.DepotDamage,
            $"{Shown.Count(problems.Count, "problem")} in {where}. Builds compile anew what they can't restore, so nothing has to be done; if it comes back, look at the disk.");
    }

    private void Show(IReadOnlyList<DepotVerification> depots, List<DepotProblem> problems)
    {
        if (depots.Count == 0)
        {
            _report.Line($"Nothing to verify: {SharedOptions.OffMessage}");
            return;
        }
        _report.Table(
            ["depot", "#blobs", "#entries", "#size", "#problems"],
            depots.Select(d => (string[])[d.Folder, Shown.Number(d.Blobs), Shown.Number(d.Entries), Shown.Bytes(d.Bytes), Shown.Number(d.Problems.Count)]));
        foreach (var depot in depots.Where(d => d.Foreign > 0))
            _report.Line($"{depot.Folder}: {depot.Foreign} of the entries are of another version of CompileDepot, and were not looked into.");
        if (problems.Count == 0)
            return;
        _report.Line();
        foreach (var problem in problems)
            _report.Line($"{problem.Path}: {problem.What}");
    }
}
