using System.CommandLine;
using System.CommandLine.Parsing;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Init;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot init</c>: adds the SDK to a repository, or takes it out.</summary>
internal sealed class InitCommand : Command
{
    private readonly Argument<string?> _folder = new("folder")
    {
        Description = "The top folder of the repository; otherwise the root around the current folder.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _remove = new("--remove") { Description = "Take the SDK out again." };

    private readonly Option<bool> _graph = new("--graph")
    {
        Description = $"Make builds graph builds, too: write -graph into {ResponseFile.Name}, so that whole projects are restored before MSBuild schedules them.",
    };

    private readonly Option<string?> _version = new("--version")
    {
        Description = "The version of CompileDepot.Sdk to use; otherwise that of this tool.",
        HelpName = "V",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing." };

    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public InitCommand(Report report, CliEnvironment environment)
        : base("init", "Adds CompileDepot to a repository: its version in global.json, imports in Directory.Build.props, Directory.Build.targets and Directory.Solution.targets; and in .gitignore what is of one machine alone.")
    {
        (_report, _environment) = (report, environment);
        _version.Validators.Add(CheckVersion);
        Validators.Add(result =>
        {
            if (result.GetValue(_graph) && result.GetValue(_remove))
                result.AddError("--graph and --remove exclude each other: --remove takes out everything, -graph as well.");
        });
        Arguments.Add(_folder);
        Options.Add(_remove);
        Options.Add(_graph);
        Options.Add(_version);
        Options.Add(_dryRun);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = parsed.GetValue(_folder) is { Length: > 0 } named
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(named, _environment.CurrentFolder()))
            : RootLocator.Find(_environment.CurrentFolder());
        var (version, remove, isDry) = (parsed.GetValue(_version) ?? Cli.Version, parsed.GetValue(_remove), parsed.GetValue(_dryRun));
        var graph = parsed.GetValue(_graph);
        var plan = InitPlan.Create(folder, version, remove, graph);
        if (!isDry)
            plan.Apply();
        foreach (var change in plan.Changes.Where(c => c.Kind != ChangeKind.Unchanged))
            _report.Line($"{Word(change.Kind, isDry)} {change.Path}");
        _report.Line(Outcome(plan.HasChanges, folder, version, remove, isDry));
        if (graph && !remove && !isDry)
            _report.Line($"Builds below {folder} are graph builds (-graph in {ResponseFile.Name}).");
        foreach (var warning in plan.Warnings)
            _report.Warning(warning.Code, warning.Message);
        return ExitCode.Done;
    }

    private static string Word(ChangeKind kind, bool isDry) => (isDry ? "would " : "") + (kind, isDry) switch
    {
        (ChangeKind.Create, true) => "create",
        (ChangeKind.Create, false) => "created",
        (ChangeKind.Update, true) => "change",
        (ChangeKind.Update, false) => "changed",
        (_, true) => "delete",
        _ => "deleted",
    };

    private static string Outcome(bool hasChanges, string folder, string version, bool remove, bool isDry) => (hasChanges, remove) switch
    {
        (false, false) => $"Nothing to do: CompileDepot.Sdk {version} is in {folder} already.",
        (false, true) => $"Nothing to do: CompileDepot.Sdk is not in {folder}.",
        _ when isDry => "Nothing was changed: this was a dry run.",
        (_, false) => $"CompileDepot.Sdk {version} is in {folder} now: build as ever.",
        _ => $"CompileDepot.Sdk is out of {folder}.",
    };

    private static void CheckVersion(OptionResult result)
    {
        var text = result.Tokens is [var token, ..] ? token.Value : "";
        try
        {
            _ = new GlobalJsonEditor(text);
        }
        catch (ArgumentException)
        {
            result.AddError($"--version is '{text}', which is not a version. Write one like {Cli.Version}.");
        }
    }
}
