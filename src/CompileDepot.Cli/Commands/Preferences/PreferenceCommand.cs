using System.CommandLine;
using System.CommandLine.Parsing;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary>
/// What the commands on one preference have in common. Package and name are two arguments, because both may have dots: no other way to write them says where the one ends.
/// </summary>
internal abstract class PreferenceCommand : Command
{
    private readonly Argument<string> _package = new("package") { Description = "The project or package that reads the preference." };
    private readonly Argument<string> _name = new("name") { Description = "The name of the preference, its keys with dots between: tuning.tile." };

    protected PreferenceCommand(string name, string description, Report report, CliEnvironment environment)
        : base(name, description)
    {
        (Report, Environment) = (report, environment);
        Arguments.Add(_package);
        Arguments.Add(_name);
        Target = new PreferenceTarget(this, environment);
        Validators.Add(CheckNames);
        SetAction(Run);
    }

    protected Report Report { get; }

    protected CliEnvironment Environment { get; }

    protected PreferenceTarget Target { get; }

    protected abstract int Run(ParseResult parsed);

    protected string Package(ParseResult parsed) => parsed.GetRequiredValue(_package);

    protected string PreferenceName(ParseResult parsed) => parsed.GetRequiredValue(_name);

    /// <summary>The project that the folder is the folder of, which needs no naming in it: the one whose project file is there. Empty: none, or several.</summary>
    protected static string Project(string folder) =>
        Directory.EnumerateFiles(folder).Where(f => ProjectFiles.IsProject(f)).Select(Path.GetFileNameWithoutExtension).ToList() is [{ } only] ? only : "";

    // What people write first.
    private void CheckNames(CommandResult result)
    {
        var words = result.Tokens.Select(t => t.Value).ToList();
        if (words.Count == Arguments.Count - 1 && words is [var first, .. var rest] && first.LastIndexOf('.') is > 0 and var dot && dot < first.Length - 1)
            result.AddError($"Package and name are two arguments, because both may have dots: {string.Join(' ', [Name, first[..dot], first[(dot + 1)..], .. rest])}.");
    }

    /// <summary>Says what an edit did, and what keeps it from having an effect.</summary>
    /// <param name="what">Completes "the file: the preference …", or "in the file the preference … already" where nothing changed.</param>
    /// <param name="nothing">Instead of that.</param>
    protected void Said(PreferenceEditor editor, string folder, string package, string name, bool changed, bool wasNamed, string what, string? nothing = null)
    {
        var root = RootLocator.Find(folder);
        var file = new PreferenceOrigin(editor.Path, default, false).Shown(root);
        Report.Line(changed ? $"{file}: {package}.{name} {what}." : $"Nothing to do: {nothing ?? $"in {file} {package}.{name} {what} already"}.");
        var layer = FolderLayer.Of(folder);
        if (!wasNamed && layer.Naming(package) is not null)
            Report.Line($"{file}: [extras] names {package} now, so that what this folder says of it is heard.");
        var keys = name.Split('.');
        if (editor.Path != layer.Local?.Path && layer.Local?.Preferences.GetValueOrDefault(package)?.Blocks(keys) is { } other)
            Report.Line($"On this machine {other.Shown(root)} has the last word on it in this folder.");
    }
}
