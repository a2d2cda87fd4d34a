using System.Text;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Relocation;

namespace CompileDepot.Core.Actions;

/// <summary>Compares two key texts, or two texts of dependency-tree hashes, in words. What most often is the cause comes first: what a person edited before what only follows from it.</summary>
public static class KeyDiff
{
    // Lines whose first field is a path or name that identifies them, and whose other fields are what may change.
    private static readonly string[] Named = ["source", "tool", "variable", "folder", "reference", "resource", "analyzer", "beside", "input", "include", "absent", "toolchain", "environment", "parameter", "fact", "property", "items", "import", "file", "dependency"];

    private static readonly string[] Order =
    [
        "toolchain", "tool", "runtime", "platform", "culture", "codepage", "environment", "variable", PreferenceLines.Kind, Package, "fact", "source", "resource", "include", "file", "absent", "input", "folder", "option", "parameter", "property", "items", "import",
        "analyzer", "beside", "reference", "output", "repository", "dependency",
    ];

    private const string Package = "package";

    // The generated class of a project's preferences: says again what their lines say.
    private const string PreferenceConstants = ".CompileTimePreferences.g.";

    private const string PackageFolder = "{nuget}/";

    // Long enough for a path; a list of constants or files is told by its beginning.
    private const int ValueLength = 80;

    /// <summary>All differences; empty for equal texts.</summary>
    public static IReadOnlyList<KeyDifference> Compare(ReadOnlySpan<byte> former, ReadOnlySpan<byte> now)
    {
        var before = Lines(former);
        var after = Lines(now);
        var removed = Except(before, after);
        var added = Except(after, before);
        // A file that appears or goes is told by its "absent" line.
        var (appeared, vanished) = (removed.FindAll(r => r.Kind == "absent"), added.FindAll(a => a.Kind == "absent"));
        added.RemoveAll(a => a.Kind is "include" or "input" && appeared.Exists(r => r.Name == a.Name));
        removed.RemoveAll(r => r.Kind is "include" or "input" && vanished.Exists(a => a.Name == r.Name));
        var differences = TakePreferences(removed, added);
        differences.AddRange(TakePackages(removed, added));
        foreach (var line in added)
        {
            var twin = removed.FindIndex(r => r.Identity == line.Identity);
            if (twin < 0)
            {
                differences.Add(new KeyDifference(line.Kind, $"{line.Subject} {(line.Kind == "absent" ? "is not there any more" : "is new")}") { Name = line.Name, Now = line.Value });
                continue;
            }
            differences.Add(new KeyDifference(line.Kind, Changed(removed[twin], line)) { Name = line.Name, Former = removed[twin].Value, Now = line.Value });
            removed.RemoveAt(twin);
        }
        differences.AddRange(removed.Select(r => new KeyDifference(r.Kind, r.Kind == "absent" ? $"{r.Subject} is there now" : $"{r.Subject} is gone") { Name = r.Name, Former = r.Value }));
        // A parameter that the command line repeats in other words is one cause, not two.
        if (differences.Exists(d => d.Kind is not ("parameter" or "input")))
            differences.RemoveAll(d => d.Kind == "parameter");
        if (differences.Count == 0 && !former.SequenceEqual(now))
            differences.Add(new KeyDifference("option", "the order of the command line changed"));
        return [.. differences.OrderBy(d => Rank(d.Kind))];
    }

    /// <summary>The first difference, and how many more there are.</summary>
    public static string Summarize(IReadOnlyList<KeyDifference> differences) => differences.Count switch
    {
        0 => "nothing it depends on changed",
        1 => differences[0].Sentence,
        var n => $"{differences[0].Sentence}, and {n - 1} more",
    };

    /// <summary>Takes the lines of preferences out of both lists, and with them what repeats them in other words. The texts have no places; who knows them adds them (<see cref="PreferenceLines.Placed"/>).</summary>
    private static List<KeyDifference> TakePreferences(List<Line> removed, List<Line> added)
    {
        var (before, after) = (Take(removed), Take(added));
        if (before.Count == 0 && after.Count == 0)
            return [];
        var repeated = before.Concat(after).Select(p => "property " + PreferenceDeclaration.PropertyOf(p.Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        removed.RemoveAll(Repeats);
        added.RemoveAll(Repeats);
        return [.. PreferenceLines.Differences(before, after).Select(d => new KeyDifference(PreferenceLines.Kind, d))];

        bool Repeats(Line line) => repeated.Contains(line.Identity) || (line.Kind is "source" or "file" && line.Identity.Contains(PreferenceConstants, StringComparison.Ordinal));

        static List<ObservedPreference> Take(List<Line> lines)
        {
            var found = lines.Where(l => l.Kind == PreferenceLines.Kind).Select(l => (Line: l, Preference: PreferenceLines.Observed(l.Fields))).Where(p => p.Preference is not null).ToList();
            lines.RemoveAll(l => found.Exists(f => ReferenceEquals(f.Line, l)));
            // A text that is none of ours may repeat a line.
            return [.. found.Select(f => f.Preference!).DistinctBy(p => (p.Package, p.Name))];
        }
    }

    /// <summary>Takes the lines of files of packages out of both lists where another version of the package, or none, is in the other: they are one cause.</summary>
    private static List<KeyDifference> TakePackages(List<Line> removed, List<Line> added)
    {
        var (before, after) = (Versions(removed), Versions(added));
        var differences = new List<KeyDifference>();
        foreach (var id in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (former, now) = (before.GetValueOrDefault(id, ""), after.GetValueOrDefault(id, ""));
            // The same version with other files is a change of files.
            if (former == now)
                continue;
            var sentence = former.Length == 0 ? $"package {id} {now} is new" : now.Length == 0 ? $"package {id} {former} is gone" : $"package {id} was {former}, is {now}";
            differences.Add(new KeyDifference(Package, sentence) { Name = id, Former = former, Now = now });
            removed.RemoveAll(l => PackageOf(l)?.Id == id);
            added.RemoveAll(l => PackageOf(l)?.Id == id);
        }
        return differences;

        static Dictionary<string, string> Versions(List<Line> lines) =>
            lines.Select(PackageOf).OfType<(string Id, string Version)>().Distinct().GroupBy(p => p.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join(" and ", g.Select(p => p.Version).Order(StringComparer.Ordinal)), StringComparer.Ordinal);

        // {nuget}/<id>/<version>/…
        static (string Id, string Version)? PackageOf(Line line) =>
            line.Kind is "reference" or "analyzer" or "import" or "file" && line.Name.StartsWith(PackageFolder, StringComparison.Ordinal) && line.Name.Split('/') is [_, var id, var version, _, ..] ? (id, version) : null;
    }

    private static string Changed(Line former, Line now) => now.Kind switch
    {
        "option" or "environment" or "parameter" or "fact" or "runtime" or "platform" or "culture" or "codepage" => $"{now.Subject} was {former.Value}, is {now.Value}",
        "property" => $"{now.Subject} was {Short(former.Value)}, is {Short(now.Value)}",
        "items" => Count(former) == Count(now) ? $"{now.Subject} changed" : $"{now.Subject} were {Count(former)}, are {Count(now)}",
        "beside" => $"an assembly beside the analyzers in {now.Identity[(now.Kind.Length + 1)..]} changed",
        _ => $"{now.Subject} changed",
    };

    private static string Count(Line items) => items.Value.Split(' ')[0];

    private static string Short(string value)
    {
        var line = string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "empty" : line.Length <= ValueLength ? line : line[..ValueLength] + "…";
    }

    private static int Rank(string kind) => Array.IndexOf(Order, kind) is >= 0 and var rank ? rank : Order.Length;

    private static List<Line> Except(List<Line> lines, List<Line> others)
    {
        var counts = others.CountBy(l => l.Text).ToDictionary();
        return [.. lines.Where(l => !counts.TryGetValue(l.Text, out var n) || n == 0 || (counts[l.Text] = n - 1) < 0)];
    }

    private static List<Line> Lines(ReadOnlySpan<byte> text) => [.. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Line.Parse)];

    private sealed record Line(string Text, string Kind, string Identity, string Subject, string Value)
    {
        /// <summary>The identity without the kind.</summary>
        public string Name => Identity.Length > Kind.Length ? Identity[(Kind.Length + 1)..] : "";

        /// <summary>What stands behind the kind.</summary>
        public string[] Fields => KeyField.Split(Text)[1..];

        public static Line Parse(string text)
        {
            var fields = KeyField.Split(text);
            var (kind, values) = (fields[0], fields[1..]);
            if (values.Length > 0 && Named.Contains(kind))
                return new Line(text, kind, kind + " " + values[0], $"{Word(kind)} {Shown(kind, values[0])}", string.Join(' ', values.Skip(1)));
            if (kind == "repository")
                return new Line(text, kind, kind, "what git's settings say of remotes", "");
            if (kind != "option")
                return new Line(text, kind, kind, kind, string.Join(' ', values));
            var option = values.Length > 0 ? values[0] : "";
            var colon = option.IndexOf(':');
            // "/debug+" and "/debug-" are one option.
            var name = (colon < 0 ? option : option[..colon]).TrimEnd('+', '-');
            return new Line(text, kind, kind + " " + name, $"option {name}", colon < 0 ? option[name.Length..] is { Length: > 0 } sign ? sign : "set" : option[(colon + 1)..]);
        }

        private static string Word(string kind) => kind switch
        {
            "input" or "absent" => "file",
            "variable" => "environment variable",
            "include" => "included file",
            _ => kind,
        };

        // References are known by their names, sources by where they are.
        private static string Shown(string kind, string path) =>
            kind is "reference" or "analyzer" ? path[(path.LastIndexOf('/') + 1)..] : PathTokens.FromRoot(path);
    }
}
