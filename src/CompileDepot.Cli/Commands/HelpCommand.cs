using System.CommandLine;
using CompileDepot.Cli.Help;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot help</c>: the page of a code or a setting, without a network; or all codes, all settings; or what <c>--help</c> says of a command.</summary>
internal sealed class HelpCommand : Command
{
    private readonly Argument<string[]> _topic = new("topic") { Description = "A code, such as CD0012; a setting, or 'settings' for all; or a command. Without one: all codes.", HelpName = "topic", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public HelpCommand(Report report, CliEnvironment environment)
        : base("help", "Prints the page of a code: what it is, why, and what to do; or of a setting. Needs no network.")
    {
        (_report, _environment) = (report, environment);
        _topic.CompletionSources.Add(_ => Names.Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        Arguments.Add(_topic);
        Options.Add(_json);
        SetAction(Run);
    }

    private static IEnumerable<string> Names => [.. DiagnosticPages.Codes, SettingPages.Topic, .. SettingsCatalog.All.Select(s => s.Name)];

    private int Run(ParseResult parsed)
    {
        var topic = parsed.GetValue(_topic) ?? [];
        if (topic is [])
            return List(parsed.GetValue(_json));
        if (topic is [var text] && DiagnosticPages.Normalize(text) is { } code && DiagnosticPages.Codes.Contains(code))
            return Show(DiagnosticPages.Read(code), new { Code = code, Title = DiagnosticPages.Title(code), Page = DiagnosticPages.Read(code) }, parsed.GetValue(_json));
        if (topic is [SettingPages.Topic])
            return ListSettings(parsed.GetValue(_json));
        if (topic is [var name] && SettingsCatalog.Find(name) is { } setting)
            return Show(SettingPages.Read(setting), Json(setting), parsed.GetValue(_json));
        var tool = parsed.RootCommandResult.Command;
        return IsCommand(tool, topic)
            ? tool.Parse([.. topic, "--help"], parsed.Configuration).Invoke(parsed.InvocationConfiguration)
            : _report.Fail(DiagnosticCodes.UnknownTopic, Unknown(topic, tool));
    }

    private static bool IsCommand(Command tool, IEnumerable<string> path) => path.Aggregate((Command?)tool, (command, name) => command?.Subcommands.FirstOrDefault(c => c.Name == name)) is not null;

    private static IEnumerable<string> Paths(Command command, string above) => command.Subcommands.SelectMany(c => Paths(c, $"{above}{c.Name} ").Prepend(above + c.Name));

    private static string Unknown(string[] topic, Command tool)
    {
        var text = string.Join(' ', topic);
        var hint = DiagnosticPages.Normalize(text) is { } code
            ? $" Codes near it: {string.Join(", ", DiagnosticPages.Neighbours(code))}."
            : NearestName.Hint(text, Names.Concat(Paths(tool, "")));
        return $"There is no code, no setting and no command '{text}'.{hint} 'compiledepot help' lists all codes.";
    }

    private int List(bool isJson)
    {
        var all = DiagnosticPages.Codes.Select(c => (Code: c, Title: DiagnosticPages.Title(c)));
        if (isJson)
        {
            _report.Json(all.Select(c => new { c.Code, c.Title }));
            return ExitCode.Done;
        }
        _report.Table(["code", "what"], all.Select(c => (string[])[c.Code, c.Title]));
        _report.Line();
        _report.Line("'compiledepot help CODE' prints a code's page, 'compiledepot --help' lists the commands.");
        return ExitCode.Done;
    }

    private int ListSettings(bool isJson)
    {
        if (isJson)
        {
            _report.Json(SettingsCatalog.All.Select(Json));
            return ExitCode.Done;
        }
        _report.Table(["setting", "values", "default", "what"], SettingsCatalog.All.Select(s => (string[])[s.Name, .. new[] { SettingPages.ValuesOf(s), s.Default, s.Summary }.Select(MarkdownText.Inline)]));
        _report.Line();
        _report.Line("They are properties of MSBuild, in a project, in Directory.Build.props, with -p, or environment variables. 'compiledepot help SETTING' says more of one.");
        return ExitCode.Done;
    }

    private static object Json(Setting setting) => new { setting.Name, Values = SettingPages.ValuesOf(setting), setting.Default, Meaning = setting.Details };

    private int Show<T>(string page, T json, bool isJson)
    {
        if (isJson)
        {
            _report.Json(json);
            return ExitCode.Done;
        }
        foreach (var line in MarkdownText.Render(page, _environment.HelpWidth))
        {
            if (line.IsHeading)
                _report.Heading(line.Text);
            else
                _report.Line(line.Text);
        }
        return ExitCode.Done;
    }
}
