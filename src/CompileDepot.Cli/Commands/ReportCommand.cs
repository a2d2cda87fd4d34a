using System.CommandLine;
using System.Text;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Reports;
using CompileDepot.Core.Depots;
using CompileDepot.Core.IO;
using CompileDepot.Core.Reports;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot report</c>: a build as a page for a browser.</summary>
internal sealed class ReportCommand : Command
{
    private const string DefaultOutput = "build.html";

    private readonly Option<string> _output = new("--output", "-o") { Description = "Where to write the page.", HelpName = "FILE", DefaultValueFactory = _ => DefaultOutput };
    private readonly Option<int?> _build = SharedOptions.Build();
    private readonly Option<string?> _root = SharedOptions.Root();
    private readonly Option<string?> _depot = SharedOptions.Depot();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public ReportCommand(Report report, CliEnvironment environment)
        : base("report", "Writes a page about a build for a browser: timeline, what was restored and compiled and why, dependencies, and the builds before. It needs no network.")
    {
        (_report, _environment) = (report, environment);
        Options.Add(_output);
        Options.Add(_build);
        Options.Add(_root);
        Options.Add(_depot);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        if (SharedOptions.Depots(parsed, _depot, _environment) is not { Count: > 0 } depots)
            return _report.Fail(DiagnosticCodes.NothingRecorded, $"No builds are recorded: {SharedOptions.OffMessage}");
        var root = SharedOptions.Root(parsed, _root, _environment) ?? SharedOptions.CurrentRoot(_environment);
        var path = Path.GetFullPath(parsed.GetValue(_output)!, _environment.CurrentFolder());
        if (Directory.Exists(path))
            return _report.Fail(DiagnosticCodes.InaccessibleFile, $"{path} is a folder. Name a file with --output.");
        var (number, isJson, recorded) = (parsed.GetValue(_build) ?? 1, parsed.GetValue(_json), 0);
        var build = _report.Progress("reading the build", isJson, progress => BuildReport.Read(new DepotStack(depots), root, number, progress, out recorded));
        if (build is null)
            return _report.Fail(DiagnosticCodes.NothingRecorded, NotThere(root, number, recorded, new DepotLayout(depots[0]).Builds));
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ReportPage.Render(build)));
        if (isJson)
            _report.Json(Shape(build, path));
        else
            _report.Line($"{path}: {(number == 1 ? "the last build" : $"build {number}")} of {root}, begun {Shown.Time(build.Start)}: {build.Build.Line}");
        return ExitCode.Done;
    }

    private static string NotThere(string root, int number, int recorded, string folder) => recorded == 0
        ? $"No build of {root} is recorded in {folder}. {SharedOptions.NothingThere}"
        : $"There is no build {number} of {root}: {(recorded == 1 ? "one is" : $"{recorded} are")} recorded in {folder}. --build goes from 1, the last one, to {recorded}.";

    private static object Shape(BuildReport report, string page) => new
    {
        Page = page,
        report.Depot,
        report.Root,
        Build = report.Number,
        report.Start,
        report.End,
        Hits = report.Build.Restored,
        Misses = report.Build.Compiled,
        report.Build.NotStored,
        report.Build.ProjectsRestored,
        Reasons = report.Build.Reasons.ToDictionary(r => r.Key.ToString(), r => r.Value),
        SecondsSaved = Seconds(report.Build.Saved),
        report.Build.BytesRestored,
        report.Build.Damage,
        Projects = report.Graph.Nodes.Select(n => new
        {
            n.Id.Project,
            n.Id.Framework,
            n.Id.Configuration,
            n.Outcome,
            References = report.Graph.Unknown.Contains(n.Id) || n.Outcome == NodeOutcome.NotRecorded
                ? null
                : report.Graph.References.Where(r => r.From == n.Id).Select(r => new { r.To.Project, r.To.Framework, r.To.Configuration, r.IsCertain }),
            Actions = n.Actions.Select(a => a.Action with { Differences = a.Differences }),
        }),
        Trend = report.Trend.Select(t => new { Build = t.Number, t.Start, t.Hits, t.Misses, t.NotStored, SecondsSaved = Seconds(t.Saved) }),
    };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
