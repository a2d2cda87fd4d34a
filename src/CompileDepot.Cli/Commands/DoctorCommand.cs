using System.CommandLine;
using CompileDepot.Cli.Doctor;
using CompileDepot.Cli.Doctor.Determinism;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot doctor</c>: looks for what keeps builds from being restored, and says what to do. Changes nothing.</summary>
internal sealed class DoctorCommand : Command
{
    /// <summary>All that is looked at, in the order in which it is told. What another part needs looked at is one more line.</summary>
    private static readonly IDoctorCheck[] Checks =
    [
        new SdkCheck(),
        new PresenceCheck(),
        new EnvironmentCheck(),
        new DepotCheck(),
        new SizeCheck(),
        new RemoteCheck(),
        new SettingsCheck(),
        new EligibilityCheck(),
        new BoundCheck(),
        new LastBuildCheck(),
    ];

    private readonly Argument<string?> _entry = SharedOptions.Entry();
    private readonly Option<bool> _determinism = new("--determinism") { Description = "Build it twice, in two temporary folders and without CompileDepot, and tell what differs and why." };
    private readonly Option<string?> _configuration = SharedOptions.Configuration();
    private readonly Option<string[]> _properties = SharedOptions.Properties();
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public DoctorCommand(Report report, CliEnvironment environment)
        : base("doctor", "Looks for what keeps builds from being restored: the SDK, the depots, their file systems, remote depots, settings of the projects. Says what to do, and changes nothing.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_entry);
        foreach (var option in new Option[] { _determinism, _configuration, _properties, _depot, _json })
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var isJson = parsed.GetValue(_json);
        var depots = SharedOptions.Depots(parsed, _depot, _environment);
        var (entry, noEntry) = Entry(parsed, parsed.GetValue(_determinism));
        var folder = entry is null ? _environment.CurrentFolder() : Path.GetDirectoryName(entry)!;
        var request = entry is null ? null : SharedOptions.Request(parsed, entry, _configuration, _properties);
        var patient = new Patient(depots, folder, RootLocator.Find(folder), request, noEntry, _environment.Variable);
        var findings = _report.Progress("looking", isJson, progress => Examine(patient, progress));
        if (parsed.GetValue(_determinism) && request is not null)
            findings.AddRange(_report.Progress("building twice", isJson, progress => DeterminismTrial.Run(request, patient, progress)));
        if (isJson)
            _report.Json(Shape(findings));
        else
            Show(findings);
        return Judge(findings);
    }

    // Named, it has to be there; else the depots alone are worth a look.
    private (string? Entry, string Why) Entry(ParseResult parsed, bool isNeeded)
    {
        try
        {
            return (BuildEntry.Find(parsed.GetValue(_entry), _environment.CurrentFolder()), "");
        }
        catch (CommandException e) when (parsed.GetValue(_entry) is null && !isNeeded)
        {
            return (null, e.Message);
        }
    }

    private static List<Finding> Examine(Patient patient, Action<int, int>? progress)
    {
        var findings = new List<Finding>();
        for (var i = 0; i < Checks.Length; i++)
        {
            findings.AddRange(Checks[i].Examine(patient));
            progress?.Invoke(i + 1, Checks.Length);
        }
        return findings;
    }

    private static object Shape(List<Finding> findings) => new
    {
        Ok = findings.TrueForAll(f => f.Verdict != Verdict.Wrong),
        Findings = findings.Select(f => new { f.Verdict, f.About, f.What, f.Where, Fix = f.Fix.Length > 0 ? f.Fix : null }),
    };

    private void Show(List<Finding> findings)
    {
        DoctorText.Write(_report, findings);
        _report.Line();
        _report.Line(DoctorText.Sum(findings));
    }

    private int Judge(List<Finding> findings)
    {
        var wrong = findings.FindAll(f => f.Verdict == Verdict.Wrong);
        var code = ExitCode.Done;
        if (wrong.FindAll(f => f.About != DeterminismTrial.About) is [var first, ..] others)
            code = _report.Fail(DiagnosticCodes.DoctorFoundWrong, $"{Shown.Count(others.Count, "check")} found something wrong. The first: {first.About}: {first.What}. {first.Fix}".TrimEnd());
        if (wrong.FindAll(f => f.About == DeterminismTrial.About) is [var difference, ..] differences)
            code = _report.Fail(DiagnosticCodes.BuildsDiffer, $"Two builds of the same tree differ: {Shown.Count(differences.Count, "cause")}. The first: {difference.What}. {difference.Fix}".TrimEnd());
        return code;
    }
}
