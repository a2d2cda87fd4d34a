using System.Text;
using CompileDepot.Core.IO;
using CompileDepot.Core.Preferences.Environments;

namespace CompileDepot.Core.Actions;

/// <summary>
/// The file of facts that a compile depends on and that no file of the project holds: named ones, and the preferences that the project observes. It is an incremental input of the compile, so it is written only
/// when it changes; and all that it says enters the key.
/// <code>
/// compiledepot-inputs 2
/// fact name value                      sorted, escaped as in key texts
/// preference package name type value   or: preference package name unset
/// </code>
/// History: 1 had facts alone, without the first word; 2. A file of another version counts as none, and is written anew before the compile.
/// </summary>
public static class IncrementalInputs
{
    private const string Header = "compiledepot-inputs 2";
    private const string Fact = "fact";

    /// <param name="facts">Names and values.</param>
    /// <param name="preferences">The fields of each one's line.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void WriteIfChanged(string path, IEnumerable<KeyValuePair<string, string>> facts, IEnumerable<IReadOnlyList<string>> preferences)
    {
        // They come in the order of evaluation, which is no property of the facts.
        var lines = facts.Select(f => Line(Fact, [f.Key, f.Value])).Concat(preferences.Select(p => Line(PreferenceLines.Kind, p))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        AtomicFile.WriteIfChanged(path, Encoding.UTF8.GetBytes(Header + "\n" + string.Concat(lines)));
    }

    /// <summary>The lines, as they enter a key text: kind and fields; none where no file is kept.</summary>
    /// <param name="path">Empty where no file is kept.</param>
    /// <exception cref="IOException">The file is not there or can't be read: what it would say is not known.</exception>
    public static IReadOnlyList<(string Kind, string[] Fields)> Read(string path)
    {
        if (path.Length == 0)
            return [];
        var lines = File.ReadAllLines(path);
        return lines.Length == 0 || lines[0] != Header ? [] : [.. lines.Skip(1).Select(KeyField.Split).Select(fields => (fields[0], fields[1..]))];
    }

    private static string Line(string kind, IEnumerable<string> fields) => KeyField.Join([kind, .. fields]) + "\n";
}
