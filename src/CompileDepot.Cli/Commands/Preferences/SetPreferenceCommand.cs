using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences set</c>: writes a value into a file of one folder.</summary>
internal sealed class SetPreferenceCommand : PreferenceCommand
{
    private readonly ValueArgument _value = new("value")
    {
        Description = "The value: text, or a value as TOML writes it, by the type that the project declares. Where that is not known: what TOML takes for a value, else text.",
    };

    private readonly Option<string?> _type = new("--type") { Description = $"The type of the value: {string.Join(", ", PreferenceType.All)}.", HelpName = "TYPE" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace another value that is there." };

    public SetPreferenceCommand(Report report, CliEnvironment environment)
        : base("set", "Writes the value of a preference into a file of a folder. Comments, order and layout of the file stay.", report, environment)
    {
        Arguments.Add(_value);
        Options.Add(_type);
        Options.Add(_force);
        _type.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Type(token.Value) is null)
                result.AddError($"--type is '{token.Value}'; it can be {string.Join(", ", PreferenceType.All)}.");
        });
        _value.Validators.Add(result =>
        {
            if (result.GetValue(_type) is { } name && Type(name) is { } type && result.Tokens is [var token, ..] && PreferenceText.Parse(token.Value, type) is null)
                result.AddError($"'{token.Value}' is no {type}.");
        });
    }

    protected override int Run(ParseResult parsed)
    {
        var (package, name, text, folder) = (Package(parsed), PreferenceName(parsed), parsed.GetRequiredValue(_value), Target.ToEdit(parsed));
        var declaration = parsed.GetValue(_type) is null ? DeclarationFinder.Find(package, name, SharedOptions.CurrentRoot(Environment)) : null;
        var type = parsed.GetValue(_type) is { } named ? Type(named) : declaration?.Type;
        if (PreferenceText.Parse(text, type) is not { } value)
            return Report.Fail(DiagnosticCodes.BadPreferenceValue, $"'{text}' is no {type}, which {package} declares {name} to be. --type gives it another type.");
        if (declaration?.Refusal(new PreferenceLeaf(value, default)) is { } refusal)
            return Report.Fail(DiagnosticCodes.BadPreferenceValue, $"The value {refusal} (by {package}). --type writes it all the same.");
        var editor = new PreferenceEditor(folder, Target.IsLocal(parsed));
        var wasNamed = FolderLayer.Of(folder).Naming(package) is not null;
        var changed = editor.Set(package, name, value, parsed.GetValue(_force), Project(folder));
        Said(editor, folder, package, name, changed, wasNamed, $"is {PreferenceText.Typed(value)}");
        return ExitCode.Done;
    }

    private static PreferenceType? Type(string name) => name.Length == 0 ? null : PreferenceType.Find(name);
}
