using System.CommandLine;
using System.Text.Json;
using CompileDepot.Cli.Hashing;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences explain</c>: what each layer says of the preferences that a project declares, and which of them wins.</summary>
internal sealed class ExplainPreferencesCommand : Command
{
    private readonly Argument<string?> _project = new("project") { Description = "A project, or the folder of one; otherwise the one in the current folder.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _name = new("name") { Description = "One preference that the project declares; otherwise all.", Arity = ArgumentArity.ZeroOrOne };
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
        Options.Add(_configuration);
        Options.Add(_properties);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var entry = BuildEntry.Find(parsed.GetValue(_project), _environment.CurrentFolder());
        var projects = PreferenceProjects.One(SharedOptions.Request(parsed, entry, _configuration, _properties));
        var name = parsed.GetValue(_name);
        var names = projects.SelectMany(p => p.Preferences.Query.Declarations).Select(d => d.Name).Distinct().ToList();
        if (name is not null && !names.Contains(name))
            return _report.Fail(DiagnosticCodes.NoPreference, $"{entry} declares no preference '{name}'{(names.Count == 0 ? "" : $"; it declares {string.Join(", ", names)}")}.{NearestName.Hint(name, names)}");
        // Frameworks seldom differ; those that do not are one answer.
        var answers = projects.GroupBy(p => JsonSerializer.Serialize(PreferenceForm.Shape(p, [], name), JsonForm.Options)).Select(g => (Project: g.First(), Frameworks: g.Select(p => p.Framework).Where(f => f.Length > 0).ToList())).ToList();
        if (parsed.GetValue(_json))
            _report.Json(answers.Select(a => PreferenceForm.Shape(a.Project, a.Frameworks, name)));
        else
            answers.ForEach(a => PreferenceForm.Show(_report, a.Project, a.Frameworks, name));
        return ShownProblems.Write(_report, projects.SelectMany(p => p.Problems));
    }
}
