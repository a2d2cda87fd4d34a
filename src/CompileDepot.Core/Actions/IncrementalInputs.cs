using System.Text;
using CompileDepot.Core.IO;

namespace CompileDepot.Core.Actions;

/// <summary>
/// The file of facts that a compile depends on and that no file of the project holds. It is an incremental input of the compile, so it is written only when it changes; and its facts enter the key.
/// <code>
/// compiledepot-inputs 1
/// name value                 one a fact, sorted, escaped as in key texts
/// </code>
/// History: 1, the first.
/// </summary>
public static class IncrementalInputs
{
    private const string Header = "compiledepot-inputs 1";

    /// <exception cref="IOException">The file can't be written.</exception>
    public static void WriteIfChanged(string path, IEnumerable<KeyValuePair<string, string>> facts)
    {
        // They come in the order of evaluation, which is no property of the facts.
        var lines = facts.Select(f => $"{KeyField.Escape(f.Key)} {KeyField.Escape(f.Value)}\n").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var content = Encoding.UTF8.GetBytes(Header + "\n" + string.Concat(lines));
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            AtomicFile.Write(path, content);
    }

    /// <summary>The facts; none where there is no file.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path) =>
        !File.Exists(path)
            ? []
            : [.. File.ReadAllLines(path)
                .Skip(1)
                .Select(line => line.Split(' '))
                .Select(fields => KeyValuePair.Create(KeyField.Unescape(fields[0]), KeyField.Unescape(string.Join(' ', fields.Skip(1)))))];
}
