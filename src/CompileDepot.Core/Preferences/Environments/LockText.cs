using System.Text;
using CompileDepot.Core.Settings;
using CompileDepot.Toml;

namespace CompileDepot.Core.Preferences.Environments;

/// <summary>
/// The text of a lock file. TOML 1.0, UTF-8, lines end with <c>\n</c>, everything sorted by characters and every name quoted, so that the same facts give the same bytes and a merge of two branches is a merge of lines:
/// <code>
/// version = 1
/// environment = "gpu"                                     where one is in use
/// [projects."src/App/App.csproj"]
/// [projects."src/App/App.csproj".preferences."App"]       "tuning.tile" = 64
/// [projects."src/App/App.csproj".unset]                   "App" = ["backend"]     asked for, and no layer has a value
/// [projects."src/App/App.csproj".versions]                "LibB" = "1.2.0"
/// </code>
/// <para>History: 1, the first.</para>
/// </summary>
internal static class LockText
{
    private const long Version = 1;

    public static string Of(EnvironmentLock content)
    {
        var text = new StringBuilder("# What builds of this source tree observe. Written by 'compiledepot environments lock'.\n").Append("version = 1\n");
        if (content.Environment.Length > 0)
            text.Append("environment = ").Append(PreferenceText.Quote(content.Environment)).Append('\n');
        foreach (var project in content.Projects.OrderBy(p => p.Project, StringComparer.Ordinal))
        {
            var header = $"projects.{PreferenceText.Quote(project.Project)}";
            text.Append("\n[").Append(header).Append("]\n");
            foreach (var package in project.Preferences.Where(p => p.Value is not null).GroupBy(p => p.Package).OrderBy(g => g.Key, StringComparer.Ordinal))
                Section(text, $"{header}.preferences.{PreferenceText.Quote(package.Key)}", package.Select(p => (p.Name, PreferenceText.Typed(p.Value!))));
            var unset = project.Preferences.Where(p => p.Value is null).GroupBy(p => p.Package);
            Section(text, header + ".unset", unset.Select(g => (g.Key, $"[{string.Join(", ", g.Select(p => p.Name).Order(StringComparer.Ordinal).Select(PreferenceText.Quote))}]")));
            Section(text, header + ".versions", project.Versions.Select(v => (v.Key, PreferenceText.Quote(v.Value))));
        }
        return text.ToString();
    }

    /// <exception cref="SettingsException">CD0046: the text is no lock file, contradicts itself, or is a later version's.</exception>
    public static EnvironmentLock Parse(string text, string path)
    {
        try
        {
            var root = TomlDocument.Parse(text, path).Root;
            if (root.Members.GetValueOrDefault("version") is not TomlInteger { Value: Version })
                throw new SettingsException(DiagnosticCodes.BadLock, $"{path} is no lock file of version {Version}. Make it anew with 'compiledepot environments lock', or use the tool that made it.");
            return new EnvironmentLock((root.Members.GetValueOrDefault("environment") as TomlString)?.Value ?? "", [.. Tables(root, "projects").Select(p => Project(p.Key, p.Table, path))]);
        }
        catch (TomlException e)
        {
            throw new SettingsException(DiagnosticCodes.BadLock, $"{path}({e.Position.Line},{e.Position.Column}): {e.Message}");
        }
    }

    private static LockedProject Project(string name, TomlTable project, string path)
    {
        var found = Tables(project, "preferences").SelectMany(p => p.Table.Members.Select(m => new ObservedPreference(p.Key, m.Key, m.Value, "")));
        var unset = Table(project, "unset").Members.Where(m => m.Value is TomlArray)
            .SelectMany(m => ((TomlArray)m.Value).Items.OfType<TomlString>().Select(n => new ObservedPreference(m.Key, n.Value, null, "")));
        List<ObservedPreference> all = [.. found, .. unset];
        if (all.GroupBy(p => (p.Package, p.Name)).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice)
            throw new SettingsException(DiagnosticCodes.BadLock, $"{path} has the preference {twice.Package}.{twice.Name} of {name} twice. Make it anew with 'compiledepot environments lock'.");
        return new LockedProject(name, all, Table(project, "versions").Members.Where(m => m.Value is TomlString).ToDictionary(m => m.Key, m => ((TomlString)m.Value).Value));
    }

    private static void Section(StringBuilder text, string header, IEnumerable<(string Key, string Value)> members)
    {
        var lines = members.OrderBy(m => m.Key, StringComparer.Ordinal).ToList();
        if (lines.Count == 0)
            return;
        text.Append('[').Append(header).Append("]\n");
        foreach (var (key, value) in lines)
            text.Append(PreferenceText.Quote(key)).Append(" = ").Append(value).Append('\n');
    }

    private static TomlTable Table(TomlTable table, string key) => table.Members.GetValueOrDefault(key) as TomlTable ?? TomlTable.Empty;

    private static IEnumerable<(string Key, TomlTable Table)> Tables(TomlTable table, string key) => Table(table, key).Members.Where(m => m.Value is TomlTable).Select(m => (m.Key, (TomlTable)m.Value));
}
