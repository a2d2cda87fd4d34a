using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;
using CompileDepot.Cli.Commands;
using CompileDepot.Cli.Commands.Environments;
using CompileDepot.Cli.Commands.Keys;
using CompileDepot.Cli.Commands.Preferences;
using CompileDepot.Cli.Completion;
using CompileDepot.Cli.Init;
using CompileDepot.Cli.Output;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli;

/// <summary>The tool <c>compiledepot</c>, as a function of its arguments and environment.</summary>
internal static class Cli
{
    /// <summary>The version of this tool, which is also that of the SDK it goes with; without the commit.</summary>
    public static string Version =>
        typeof(Cli).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CliEnvironment environment)
    {
        var report = new Report(output, error, environment);
        var code = Run(args, output, error, environment, report);
        report.HintAtHelp();
        return code;
    }

    private static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CliEnvironment environment, Report report)
    {
        try
        {
            // No response files: a path may begin with @.
            var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
            var tool = Tool(report, environment, args);
            if (Suggestion.IsAsked(args))
                return Suggestion.Answer(tool, args, output, configuration);
            var parsed = tool.Parse(args, configuration);
            if (parsed.Errors.Count > 0 && parsed.Action is not (HelpAction or VersionAction))
                return WrongUsage(report, parsed);
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        // How the tool was called, by options and variables; the others are about what stands in files.
        catch (SettingsException e) when (e.Code is DiagnosticCodes.RelativeDepot or DiagnosticCodes.BadTrustedKeys or DiagnosticCodes.BadSigningKey or DiagnosticCodes.ImageFirst)
        {
            report.Error(e.Code, e.Message);
            return ExitCode.WrongUsage;
        }
        catch (SettingsException e)
        {
            return report.Fail(e.Code, e.Message);
        }
        catch (CommandException e)
        {
            return report.Fail(e.Code, e.Message);
        }
        catch (InitException e)
        {
            return report.Fail(e.Code, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return report.Fail(DiagnosticCodes.InaccessibleFile, e.Message);
        }
        catch (Exception e)
        {
            // Nothing we foresaw: now the trace is what helps.
            return report.Fail(DiagnosticCodes.InternalFault, $"a fault of CompileDepot itself; please report it. {e}");
        }
    }

    /// <summary>All commands.</summary>
    /// <param name="args">What it is called with: words behind <c>--</c> are no options, whatever they look like.</param>
    // Not a RootCommand: that one calls itself as the process is called, which for a tool is its assembly.
    public static Command Tool(Report report, CliEnvironment environment, IReadOnlyList<string>? args = null)
    {
        var version = new VersionOption { Action = new VersionAction() };
        var help = new HelpOption { Action = new HelpAction { MaxWidth = environment.HelpWidth } };
        var tool = new Command("compiledepot", "Looks into the depots that CompileDepot takes compiled artefacts from, and adds it to a repository.")
        {
            new InitCommand(report, environment),
            new StatusCommand(report, environment),
            new StatsCommand(report, environment),
            new ReportCommand(report, environment),
            new ExplainCommand(report, environment),
            new HashCommand(report, environment),
            new VerifyCommand(report, environment),
            new CollectCommand(report, environment),
            new KeysCommand(report, environment),
            new PackCommand(report, environment),
            new UnpackCommand(report, environment),
            new MergeCommand(report, environment),
            new PreferencesCommand(report, environment),
            new EnvironmentsCommand(report, environment),
            new DoctorCommand(report, environment),
            new HelpCommand(report, environment),
            new CompletionCommand(report),
            help,
            version,
        };
        RefuseUnknownOptions(tool, [.. (args ?? []).SkipWhile(a => a != "--").Skip(1)]);
        return tool;
    }

    // What is no option would be taken for an argument: a project, a folder. A value may well begin with '-' (-1, -O2, --fast), unless an option was misspelt.
    private static void RefuseUnknownOptions(Command command, HashSet<string> literal)
    {
        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result =>
            {
                foreach (var wrong in result.Tokens.Select(t => t.Value).Where(t => t is ['-', _, ..] && !literal.Contains(t)))
                {
                    if (argument is not ValueArgument)
                        result.AddError($"There is no option '{wrong}'.");
                    else if (NearestName.Of(wrong, command.Options.Select(o => o.Name)) is { } near)
                        result.AddError($"There is no option '{wrong}'; there is {near}. A value that looks like it stands behind '--'.");
                }
            });
        }
        foreach (var below in command.Subcommands)
            RefuseUnknownOptions(below, literal);
    }

    private static int WrongUsage(Report report, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Path(parsed.CommandResult);
        if (command.Subcommands.Count > 0)
        {
            var names = string.Join(", ", command.Subcommands.Select(c => c.Name));
            report.Error(DiagnosticCodes.WrongUsage, parsed.UnmatchedTokens is [var unknown, ..] ? $"There is no '{unknown}'. The commands are {names}." : $"A command is missing: {names}.");
            report.Hint($"'{path} --help' tells what they do.");
            return ExitCode.WrongUsage;
        }
        foreach (var error in parsed.Errors)
            report.Error(DiagnosticCodes.WrongUsage, error.Message);
        report.Hint($"'{path} --help' tells what it takes.");
        return ExitCode.WrongUsage;
    }

    private static string Path(CommandResult? command) => command is null ? "" : $"{Path(command.Parent as CommandResult)} {command.Command.Name}".TrimStart();

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return ExitCode.Done;
        }
    }
}
