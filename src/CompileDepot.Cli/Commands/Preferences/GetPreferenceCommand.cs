using System.CommandLine;
using CompileDepot.Cli.Output;
using CompileDepot.Cli.Preferences;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Settings;

namespace CompileDepot.Cli.Commands.Preferences;

/// <summary><c>compiledepot preferences get</c>: the value that the files of one folder have.</summary>
internal sealed class GetPreferenceCommand : PreferenceCommand
{
    private readonly Option<bool> _json = SharedOptions.Json();

    public GetPreferenceCommand(Report report, CliEnvironment environment)
        : base("get", "Prints the value that the files of a folder have for a preference, the local file before the shared one. What a build gets, all layers heard, is told by 'explain'.", report, environment) =>
        Options.Add(_json);

    protected override int Run(ParseResult parsed)
    {
        var (package, name, folder) = (Package(parsed), PreferenceName(parsed), Target.ToRead(parsed));
        var table = FolderLayer.Checked(folder, Target.IsLocal(parsed)).Preferences(package);
        var keys = name.Split('.');
        if (table.Find(keys) is not PreferenceLeaf leaf)
            return Report.Fail(DiagnosticCodes.NoPreference, None(folder, package, name, table));
        if (parsed.GetValue(_json))
            Report.Json(new { Package = package, Name = name, Type = leaf.TypeName, Value = TomlForm.Json(leaf.Value), leaf.Origin.File, leaf.Origin.Position.Line });
        else
            Report.Line(TomlForm.Bare(leaf.Value));
        return ExitCode.Done;
    }

    private static string None(string folder, string package, string name, PreferenceTable table)
    {
        var keys = name.Split('.');
        var begin = $"The files of {folder} have no value for {package}.{name}";
        var names = Names(table, "").ToList();
        if (table.Find(keys) is PreferenceTable)
            return $"{begin}: it is a table with {string.Join(", ", names.Where(n => n.StartsWith(name + ".", StringComparison.Ordinal)))}. Name one of them.";
        return table.Blocks(keys) is { } cleared ? $"{begin}: {cleared.Shown(RootLocator.Find(folder))} keeps it from having one." : $"{begin}.{NearestName.Hint(name, names)}";
    }

    private static IEnumerable<string> Names(PreferenceTable table, string prefix) =>
        table.Members.SelectMany(m => m.Value is PreferenceTable inner ? Names(inner, $"{prefix}{m.Key}.") : [prefix + m.Key]);
}
