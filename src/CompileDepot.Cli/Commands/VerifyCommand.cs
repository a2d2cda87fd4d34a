using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Collecting;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot verify</c>: reads everything in the depots and lists what is wrong; mends it, if asked to.</summary>
internal sealed class VerifyCommand : Command
{
    private readonly Option<bool> _repair = new("--repair") { Description = "Mend what is damaged: from another depot, or by setting it aside. Builds may run meanwhile." };
    private readonly Option<string[]> _trusted = SharedOptions.TrustedKeys();
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public VerifyCommand(Report report, CliEnvironment environment)
        : base(
            "verify",
            "Reads every file of the depots and lists what is damaged, missing, or signed by nobody who is trusted. Changes nothing without --repair: builds set damage aside and compile anew what they need of it. "
            + "The exit code is a sum of 1 (damage), 4 (entries that are not trusted) and 8 (what could not be read or mended).")
    {
        (_report, _environment) = (report, environment);
        foreach (var option in new Option[] { _repair, _trusted, _depot, _json })
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folders = SharedOptions.Depots(parsed, _depot, _environment);
        var trusted = SharedOptions.TrustedKeys(parsed, _trusted, _environment);
        var isJson = parsed.GetValue(_json);
        IReadOnlyList<RepairStep> repaired = [];
        IReadOnlyList<DepotVerification> depots = [];
        IReadOnlyList<string> passed = [];
        // An empty stack has nothing wrong with it.
        if (folders.Count > 0 && parsed.GetValue(_repair))
        {
            try
            {
                (repaired, depots, passed) = _report.Progress("mending depots", isJson, progress =>
                {
                    var repairer = new DepotRepairer(new DepotStack(folders), progress, trusted);
                    var (done, now) = repairer.Repair();
                    return (done, now, repairer.Passed);
                });
            }
            catch (CollectException e)
            {
                _report.Error(e.Code, e.Message);
                return ExitCode.Unverified;
            }
        }
        else if (folders.Count > 0)
        {
            depots = _report.Progress("reading depots", isJson, progress => new DepotVerifier(new DepotStack(folders), progress, trusted).Verify());
        }
        var problems = depots.SelectMany(d => d.Problems).ToList();
        if (isJson)
            _report.Json(new { Ok = problems.Count + passed.Count == 0, Repaired = repaired, Passed = passed, Depots = depots });
        else
            Show(depots, problems, repaired);
        return Judge(depots, passed);
    }

    private void Show(IReadOnlyList<DepotVerification> depots, List<DepotProblem> problems, IReadOnlyList<RepairStep> repaired)
    {
        if (depots.Count == 0)
        {
            _report.Line($"Nothing to verify: {SharedOptions.OffMessage}");
            return;
        }
        foreach (var step in repaired)
            _report.Line($"{step.Path}: {step.What}");
        if (repaired.Count > 0)
            _report.Line();
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

    private int Judge(IReadOnlyList<DepotVerification> depots, IReadOnlyList<string> passed)
    {
        var code = ExitCode.Done;
        if (Count(depots, k => k is not (DepotProblemKind.Unreadable or DepotProblemKind.Untrusted)) is var (damage, where))
        {
            code |= ExitCode.FoundWrong;
            _report.Error(
                DiagnosticCodes.DepotDamage,
                $"{Shown.Count(damage, "problem")} in {where}. Builds compile anew what they can't restore, so nothing has to be done; if it comes back, look at the disk. 'compiledepot verify --repair' mends what can be mended.");
        }
        if (Count(depots, k => k == DepotProblemKind.Untrusted) is var (untrusted, ofThem))
        {
            code |= ExitCode.Untrusted;
            _report.Error(DiagnosticCodes.UntrustedEntries, $"{(untrusted == 1 ? "1 entry" : $"{untrusted} entries")} of {ofThem} without a signature of a trusted key.");
        }
        foreach (var depot in passed)
        {
            code |= ExitCode.Unverified;
            _report.Error(DiagnosticCodes.UnverifiedFiles, depot);
        }
        if (Count(depots, k => k == DepotProblemKind.Unreadable) is var (unread, inThem))
        {
            code |= ExitCode.Unverified;
            _report.Error(DiagnosticCodes.UnverifiedFiles, $"{Shown.Count(unread, "place")} in {inThem} can't be read.");
        }
        return code;
    }

    private static (int Count, string Where)? Count(IReadOnlyList<DepotVerification> depots, Func<DepotProblemKind, bool> counts)
    {
        var found = depots.Where(d => d.Problems.Any(p => counts(p.Kind))).ToList();
        return found.Count == 0 ? null : (found.Sum(d => d.Problems.Count(p => counts(p.Kind))), string.Join(" and ", found.Select(d => d.Folder)));
    }
}
