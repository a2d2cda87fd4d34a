using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Preferences.Versions;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Toml;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Preferences;

/// <summary>The algebra of tables, held against a plain model: values by path, cleared and set one after the other.</summary>
[TestClass]
public sealed class PreferenceTableTests
{
    private static readonly Gen<string> Key = Gen.Elements("a", "b", "c");

    /// <summary>Tables over three keys, three deep: small, so that layers speak of the same things.</summary>
    public static Gen<PreferenceTable> Table { get; } = TableOf(3);

    private static Gen<PreferenceTable> TableOf(int depth) =>
        from members in Gen.Zip(Key, Node(depth)).ArrayOf()
        from cleared in Key.ArrayOf()
        select new PreferenceTable(
            members.Take(3).DistinctBy(m => m.Item1).ToDictionary(m => m.Item1, m => m.Item2),
            cleared.Take(2).Distinct().ToDictionary(k => k, _ => new PreferenceOrigin("/r/clear", default, false)),
            new PreferenceOrigin("/r/table", default, false));

    private static Gen<PreferenceNode> Node(int depth)
    {
        var leaf = Gen.Choose(0, 99).Select(n => (PreferenceNode)new PreferenceLeaf(new TomlInteger(n), new PreferenceOrigin("/r/leaf", new TomlPosition(n + 1, 1), false)));
        return depth == 1 ? leaf : Gen.Frequency((2, leaf), (1, TableOf(depth - 1).Select(t => (PreferenceNode)t)));
    }

    [TestMethod]
    public void Over_IsOneAfterTheOther_WhenTablesArePutTogether() =>
        Texts.Check(from a in Table from b in Table from c in Table select (a, b, c), t => Shown(t.a.Over(t.b.Over(t.c))) == Shown(Model(Model(Model(new Dictionary<string, object>(), t.c), t.b), t.a)));

    [TestMethod]
    public void Over_IsAssociative_WhenTablesClear() => Texts.Check(
        from a in Table from b in Table from c in Table from d in Table select (a, b, c, d), t => Shown(t.a.Over(t.b).Over(t.c).Over(t.d)) == Shown(t.a.Over(t.b.Over(t.c.Over(t.d)))));

    [TestMethod]
    public void Over_ChangesNothing_WhenTheOtherIsEmpty() =>
        Texts.Check(Table, t => Shown(t.Over(PreferenceTable.Empty)) == Shown(t) && Shown(PreferenceTable.Empty.Over(t)) == Shown(t));

    [TestMethod]
    [DataRow(PreferenceMerge.Recursive)]
    [DataRow(PreferenceMerge.Shallow)]
    [DataRow(PreferenceMerge.None)]
    public void Resolve_FindsWhatTheMergedTableHas_WhenAnyLayersSpeak(PreferenceMerge merge) => Texts.Check(
        from tables in Table.ArrayOf() from path in Gen.Elements("a", "b", "a.a", "a.b", "b.c.a") select (tables, path),
        t =>
        {
            var layers = t.tables.Select((table, i) => new PreferenceLayer(LayerKind.Folder, $"/r/{i}", new PreferenceFile
            {
                Path = $"/r/{i}/CompileDepot.toml",
                Deps = new Dictionary<string, NamedPackage> { ["LibB"] = new("LibB", VersionSet.All, default) },
                Preferences = new Dictionary<string, PreferenceTable> { ["LibB"] = table },
            }, null)).ToArray();
            var resolution = Layers.Resolve(Layers.Stack("/r", layers), "LibB", t.path + ":integer", merge: merge);
            var merged = Merged(t.tables, merge).Find([.. t.path.Split('.')]) as PreferenceLeaf;
            var resolved = resolution.Preferences.Single();
            return Equals(merged?.Value, resolved.Value) && merged?.Origin.Position == (resolved.Value is null ? null : resolved.Origin.Position)
                && resolved.Says.Count == layers.Length && resolved.Says.Count(s => s.Outcome == SayOutcome.Wins) <= 1;
        });

    /// <summary>Tables in the order of the stack as one; what is cleared is gone.</summary>
    private static PreferenceTable Merged(PreferenceTable[] tables, PreferenceMerge merge) => tables.Reverse().Aggregate(PreferenceTable.Empty, (lower, table) => merge switch
    {
        PreferenceMerge.None => table,
        // A table replaces the lower one whole.
        PreferenceMerge.Shallow => table.Over(lower with { Members = lower.Members.Where(m => !table.Members.ContainsKey(m.Key)).ToDictionary() }),
        _ => table.Over(lower),
    });

    /// <summary>What is left where nothing is below: values alone.</summary>
    private static string Shown(PreferenceTable table) => $"{{{string.Join(",", table.Members.OrderBy(m => m.Key).Select(m => $"{m.Key}={(m.Value is PreferenceTable t ? Shown(t) : PreferenceText.Typed(((PreferenceLeaf)m.Value).Value))}"))}}}";

    private static string Shown(Dictionary<string, object> table) => $"{{{string.Join(",", table.OrderBy(m => m.Key).Select(m => $"{m.Key}={(m.Value is Dictionary<string, object> t ? Shown(t) : m.Value)}"))}}}";

    private static Dictionary<string, object> Model(Dictionary<string, object> lower, PreferenceTable table)
    {
        var result = new Dictionary<string, object>(lower.Where(m => !table.Cleared.ContainsKey(m.Key)));
        foreach (var (key, node) in table.Members)
        {
            var under = result.GetValueOrDefault(key) as Dictionary<string, object> ?? [];
            result[key] = node is PreferenceTable inner ? Model(under, inner) : PreferenceText.Typed(((PreferenceLeaf)node).Value);
        }
        return result;
    }
}
