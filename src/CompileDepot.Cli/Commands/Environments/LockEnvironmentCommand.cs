using System.CommandLine;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Environments;

/// <summary><c>compiledepot environments lock</c>: records what builds observe, for version control; or checks that nothing of it changed.</summary>
internal sealed class LockEnvironmentCommand : Command
{
    private readonly Argument<string?> _entry = SharedOptions.Entry();
    private readonly Option<bool> _check = new("--check") { Description = $"Write nothing; fail where {EnvironmentLock.SharedName} would change." };
    private readonly Option<string?> _configuration = SharedOptions.Configuration();
    private readonly Option<string[]> _properties = SharedOptions.Properties();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public LockEnvironmentCommand(Report report, CliEnvironment environment)
        : base("lock", $"Records in {EnvironmentLock.SharedName} of the root, for version control, the preferences that the build of each project observes, and the versions that were resolved for it. Builds nothing.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_entry);
        Options.Add(_check);
        Options.Add(_configuration);
        Options.Add(_properties);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var entry = BuildEntry.Find(parsed.GetValue(_entry), _environment.CurrentFolder());
        var projects = PreferenceProjects.All(SharedOptions.Request(parsed, entry, _configuration, _properties));
        if (projects.Where(p => p.MissingAssets is not null).ToList() is [var first, ..] unrestored)
        {
            var others = unrestored.Count == 1 ? "" : $" and of {unrestored.Count - 1} more";
            return _report.Fail(DiagnosticCodes.NotRestored, $"The packages of {first.File}{others} are not restored: {first.MissingAssets} is missing. Run dotnet restore, then this again.");
        }
        // A value that no build takes is nothing to record.
        var view = new PreferenceView(projects);
        if (ShownProblems.Write(_report, view.Problems) is not ExitCode.Done and var wrong)
            return wrong;
        var check = parsed.GetValue(_check);
        var plan = LockPlan.Of(entry, view, replacesUnreadable: !check);
        var isOutOfDate = plan.IsOutOfDate;
        var written = check ? [] : plan.Write();
        if (parsed.GetValue(_json))
            _report.Json(new { plan.Root, File = plan.SharedPath, Projects = plan.Shared.Projects.Count, OutOfDate = isOutOfDate, plan.Differences, Written = written });
        else
            Show(plan, written, isOutOfDate);
        return check && isOutOfDate
            ? _report.Fail(DiagnosticCodes.LockOutOfDate, $"{plan.SharedPath} {(File.Exists(plan.SharedPath) ? "would change" : "is missing")}. Run 'compiledepot environments lock' and check it in, or undo the change.")
            : ExitCode.Done;
    }

    private void Show(LockPlan plan, IReadOnlyList<string> written, bool isOutOfDate)
    {
        foreach (var difference in plan.Differences)
            _report.Line(difference);
        foreach (var path in written)
            _report.Line($"{(File.Exists(path) ? "wrote" : "removed")} {path}");
        if (written.Count == 0 && !isOutOfDate)
            _report.Line($"{plan.SharedPath} is up to date: {Shown.Count(plan.Shared.Projects.Count, "project")}.");
    }
}
