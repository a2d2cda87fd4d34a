using System.CommandLine;
using CompileDepot.Cli.Help;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands;

/// <summary><c>compiledepot help</c>: the page of a code, without a network; or all codes; or what <c>--help</c> says of a command.</summary>
internal sealed class HelpCommand : Command
{
    private readonly Argument<string[]> _topic = new("topic") { Description = "A code, such as CD0012; or a command. Without one: all codes.", HelpName = "topic", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly Report _report;
    private readonly CliEnvironment _environment;

    public HelpCommand(Report report, CliEnvironment environment)
        : base("help", "Prints the page of a code: what it is, why, and what to do. Needs no network.")
    {
        (_report, _environment) = (report, environment);
        _topic.CompletionSources.Add(_ => DiagnosticPages.Codes.Select(c => new System.CommandLine.Completions.CompletionItem(c)));
        Arguments.Add(_topic);
        Options.Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var topic = parsed.GetValue(_topic) ?? [];
        if (topic is [])
            return List(parsed.GetValue(_json));
        if (topic is [var text] && DiagnosticPages.Normalize(text) is { } code && DiagnosticPages.Codes.Contains(code))
            return Show(code, parsed.GetValue(_json));
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
            : NearestName.Hint(text, DiagnosticPages.Codes.Concat(Paths(tool, "")));
        return $"There is no code and no command '{text}'.{hint} 'compiledepot help' lists all codes.";
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

    private int Show(string code, bool isJson)
    {
        if (isJson)
        {
            _report.Json(new { Code = code, Title = DiagnosticPages.Title(code), Page = DiagnosticPages.Read(code) });
            return ExitCode.Done;
        }
        foreach (var line in MarkdownText.Render(DiagnosticPages.Read(code), _environment.HelpWidth))
        {
            if (line.IsHeading)
                _report.Heading(line.Text);
            else
                _report.Line(line.Text);
        }
        return ExitCode.Done;
    }
}
