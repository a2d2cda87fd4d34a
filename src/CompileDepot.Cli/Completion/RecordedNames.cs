using System.CommandLine;
using System.CommandLine.Completions;
using CompileDepot.Cli.Commands;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Completion;

/// <summary>Candidates that the depots know. Nothing that is wrong with a depot or a setting is told here: it would be printed into a line that a person is writing.</summary>
internal static class RecordedNames
{
    /// <summary>Projects of the tree around the current folder, from the records of its builds.</summary>
    public static Func<CompletionContext, IEnumerable<CompletionItem>> Projects(Option<string?> depot, CliEnvironment environment) =>
        context => Try(() => SharedOptions.Depots(context.ParseResult, depot, environment) is [var first, ..] ? new ProjectQuery("x", environment.CurrentFolder(), null).Recorded(first) : []);

    public static Func<CompletionContext, IEnumerable<CompletionItem>> Environments(Option<string?> depot, CliEnvironment environment) =>
        context => Try(() => EnvironmentFolders.List(SharedOptions.Depots(context.ParseResult, depot, environment)).Where(e => !e.IsHidden).Select(e => e.Name));

    private static IEnumerable<CompletionItem> Try(Func<IEnumerable<string>> names)
    {
        try
        {
            return [.. names().Select(n => new CompletionItem(n))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsException)
        {
            return [];
        }
    }
}
