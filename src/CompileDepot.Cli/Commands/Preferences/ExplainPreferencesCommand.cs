using System.CommandLine;
using CompileDepot.Cli.Evaluating;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences explain</c>: what each layer says of the preferences that a project declares, and which of them wins.</summary>
internal sealed class ExplainPreferencesCommand : Command
{
    private readonly Argument<string?> _project = new("project") { Description = "A project, or the folder of one; otherwise the one in the current folder.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _name = new("name") { Description = "One preference that the project declares; otherwise all.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _in = new("--in") { Description = "As it is in builds of that project, whose layers decide for all projects below it; otherwise in builds of its own.", HelpName = "PROJECT" };
    private readonly Option<string?> _configuration = SharedOptions.Configuration();
    private readonly Option<string[]> _properties = SharedOptions.Properties();
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public ExplainPreferencesCommand(Report report, CliEnvironment environment)
        : base("explain", "Shows what a build of a project gets for the preferences that it declares: what every layer says, with file and line, and which of them wins.")
    {
        (_report, _environment) = (report, environment);
        Arguments.Add(_project);
        Arguments.Add(_name);
        Options.Add(_in);
        Options.Add(_configuration);
        Options.Add(_properties);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = _environment.CurrentFolder();
        var project = BuildEntry.FindProject(parsed.GetValue(_project), folder);
        var entry = parsed.GetValue(_in) is { } other ? BuildEntry.FindProject(other, folder) : project;
        var view = new PreferenceView(PreferenceProjects.All(SharedOptions.Request(parsed, entry, _configuration, _properties)));
        var frameworks = view.Projects.Where(p => p.File == project).ToList();
        if (frameworks.Count == 0)
            return _report.Fail(DiagnosticCodes.NoProject, $"{entry} does not refer to {project}, so its builds ask for none of its preferences.");
        var all = PreferenceResolver.Resolve(view.Stack(entry), view.Query(entry, project));
        var (name, names) = (parsed.GetValue(_name), all.Query.Declarations.Select(d => d.Name).ToList());
        if (name is not null && !names.Contains(name))
            return _report.Fail(DiagnosticCodes.NoPreference, $"{project} declares no preference '{name}'{(names.Count == 0 ? "" : $"; it declares {string.Join(", ", names)}")}.{NearestName.Hint(name, names)}");
        // Frameworks seldom differ; those that do not are one answer.
        var answers = frameworks.GroupBy(f => string.Join(' ', f.Preferences.Query.Declarations.Select(d => d.Name)))
            .Select(g => new PreferenceForm(PreferenceResolver.Resolve(all.Stack, view.Query(entry, g.First())), entry, view.StackFolder(entry), [.. g.Select(f => f.Framework).Where(f => f.Length > 0)], name)).ToList();
        if (parsed.GetValue(_json))
            _report.Json(answers.Select(a => a.Shape()));
        else
            answers.ForEach(a => a.Show(_report));
        return ShownProblems.Write(_report, frameworks.SelectMany(f => f.Preferences.Problems).Concat(all.Problems));
    }
}
