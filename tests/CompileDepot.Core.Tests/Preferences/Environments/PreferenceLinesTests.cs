using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Toml;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Preferences.Environments;

[TestClass]
public sealed class PreferenceLinesTests
{
    private static readonly TomlValue?[] Answers =
    [
        null, new TomlBoolean(true), new TomlInteger(1), new TomlFloat(1), new TomlString("1"), new TomlString("true"), new TomlString("1.0"), new TomlString("unset"), new TomlString(""), new TomlFloat(-0.0), new TomlFloat(0),
        new TomlArray([]), new TomlArray([new TomlString("1")]), new TomlArray([new TomlInteger(1)]), new TomlArray([new TomlString("1"), new TomlString("2")]), new TomlArray([new TomlString("1, 2")]), new TomlDateTime("1979-05-27"),
    ];

    [TestMethod]
    public void Text_DiffersByType_WhenAnswersLookAlike() =>
        CollectionAssert.AllItemsAreUnique(Answers.Select(a => PreferenceLines.Text([new ObservedPreference("LibB", "x", a, "")])).ToList());

    [TestMethod]
    public void ParseTyped_GivesTheValue_WhenTypedWroteIt() => Texts.Check(
        Gen.OneOf(Gen.Elements(Answers), Texts.Of("a", "\n", "\"", "\\", "'", "#", "\u0085", "\u2028", "\ud83d\ude00", "\0").Select(TomlValue? (t) => new TomlString(t))),
        answer => Equals(answer, PreferenceText.ParseTyped(answer is null ? "" : PreferenceText.Typed(answer))));

    [TestMethod]
    public void Text_IsThis_WhenPreferencesAreThese() => Assert.AreEqual(
        "compiledepot-preferences 1\npreference LibB backend string \"a%20b\"\npreference LibB tile unset\npreference LibB tuning.tile integer 64\n",
        PreferenceLines.Text([new("LibB", "tuning.tile", new TomlInteger(64), ""), new("LibB", "tile", null, ""), new("LibB", "backend", new TomlString("a b"), "")]));

    [TestMethod]
    public void Text_IsTheSame_WhenOrderAndPlacesDiffer() => Assert.AreEqual(
        PreferenceLines.Text([new("B", "x", new TomlInteger(1), "a:1"), new("B", "y", null, "")]), PreferenceLines.Text([new("B", "y", null, ""), new("B", "x", new TomlInteger(1), "b:2")]));

    [TestMethod]
    public void Text_IsInjective_WhenNamesAndValuesAreAlike() => Texts.CheckInjective(
        from package in Gen.Elements("A", "A.B", "A B") from name in Gen.Elements("c", "B.c", "B", "unset") from value in Gen.Elements(Answers) select new ObservedPreference(package, name, value, ""),
        o => PreferenceLines.Text([o]),
        EqualityComparer<ObservedPreference>.Default);

    /// <summary>An answer of the layers that equals the default is another fact than no answer.</summary>
    [TestMethod]
    public void Text_TellsUnsetFromTheDefault_WhenTheBuildGetsTheSame()
    {
        var unset = Resolution("");
        var set = Resolution("backend = \"cpu\"");
        Assert.AreEqual(unset.Preferences.Single().PropertyText, set.Preferences.Single().PropertyText);
        Assert.AreNotEqual(PreferenceLines.Text(ObservedPreference.Of(unset)), PreferenceLines.Text(ObservedPreference.Of(set)));
    }

    [TestMethod]
    public void Text_DoesNotChange_WhenWhatNobodyReadsDoes() =>
        Assert.AreEqual(PreferenceLines.Text(ObservedPreference.Of(Resolution("backend = \"gpu\""))), PreferenceLines.Text(ObservedPreference.Of(Resolution("other = 1\nbackend = \"gpu\" # why"))));

    [TestMethod]
    public void Text_IsTheFormerOne_WhenAValueIsRestored()
    {
        var (first, second, third) = (Resolution("backend = \"gpu\""), Resolution("backend = \"cpu\""), Resolution("\n\nbackend = \"gpu\""));
        Assert.AreNotEqual(PreferenceLines.Text(ObservedPreference.Of(first)), PreferenceLines.Text(ObservedPreference.Of(second)));
        Assert.AreEqual(PreferenceLines.Text(ObservedPreference.Of(first)), PreferenceLines.Text(ObservedPreference.Of(third)));
    }

    [TestMethod]
    public void Differences_AreWordsWithThePlace_WhenAnswersChange()
    {
        string[] Differences(TomlValue? before, TomlValue? after) =>
            [.. PreferenceLines.Differences([new("LibB", "backend", before, before is null ? "" : "old.toml:1")], [new("LibB", "backend", after, after is null ? "" : "CompileDepot.local.toml:4")])];
        CollectionAssert.AreEqual(new[] { "preference LibB.backend: cpu → gpu (CompileDepot.local.toml:4)" }, Differences(new TomlString("cpu"), new TomlString("gpu")));
        CollectionAssert.AreEqual(new[] { "preference LibB.backend: 1 → \"1\" (CompileDepot.local.toml:4)" }, Differences(new TomlInteger(1), new TomlString("1")));
        CollectionAssert.AreEqual(new[] { "preference LibB.backend: unset → gpu (CompileDepot.local.toml:4)" }, Differences(null, new TomlString("gpu")));
        CollectionAssert.AreEqual(new[] { "preference LibB.backend: gpu → unset (was old.toml:1)" }, Differences(new TomlString("gpu"), null));
        Assert.IsEmpty(Differences(new TomlString("gpu"), new TomlString("gpu")));
        CollectionAssert.AreEqual(new[] { "preference A.b: not asked for → unset", "preference B.b: unset → not asked for" }, PreferenceLines.Differences([new("B", "b", null, "")], [new("A", "b", null, "")]).ToArray());
    }

    [TestMethod]
    public void Observed_IsTheInverseOfFields()
    {
        var values = new[] { null, Toml("\"gpu\""), Toml("\"a \\\"b\\\" %\""), Toml("1"), Toml("1.0"), Toml("nan"), Toml("true"), Toml("[\"a\", \"b\"]"), Toml("[]") };
        foreach (var value in values)
        {
            var observed = new ObservedPreference("Lib.B", "tuning.tile", value, "");
            Assert.AreEqual(observed, PreferenceLines.Observed(PreferenceLines.Fields(observed)));
        }
        foreach (var fields in new[] { "LibB", "LibB x", "LibB x string 1", "LibB x set", "LibB x unset y z", "LibB x integer \"1\"", "LibB x integer" })
            Assert.IsNull(PreferenceLines.Observed(fields.Split(' ')), fields);

        static TomlValue Toml(string text) => PreferenceText.Parse(text, null)!;
    }

    [TestMethod]
    [DataRow("preference LibB.backend: cpu → gpu", "preference LibB.backend: cpu → gpu (CompileDepot.local.toml:4)")]
    [DataRow("preference LibB.backend: 1 → \"gpu\"", "preference LibB.backend: 1 → \"gpu\" (CompileDepot.local.toml:4)")]
    [DataRow("preference LibB.backend: gpu → cpu", "preference LibB.backend: gpu → cpu")]
    [DataRow("preference LibB.backend: gpu → unset", "preference LibB.backend: gpu → unset")]
    [DataRow("preference LibB.back: cpu → gpu", "preference LibB.back: cpu → gpu")]
    [DataRow("source A.cs changed", "source A.cs changed")]
    public void Placed_AddsThePlace_WhereTheValueIsStillTheOne(string sentence, string placed) =>
        Assert.AreEqual(placed, PreferenceLines.Placed(sentence, [new("LibB", "other", null, ""), new("LibB", "backend", new TomlString("gpu"), "CompileDepot.local.toml:4")]));

    private static PreferenceResolution Resolution(string text) =>
        Layers.Resolve(Layers.Stack("/r", Layers.Folder("/r", "[deps]\nLibB = \"*\"\n[preferences.LibB]\n" + text)), "LibB", "backend:string=cpu");
}
