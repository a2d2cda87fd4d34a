using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Preferences.Versions;

namespace CompileDepot.Core.Tests.Preferences.Resolving;

[TestClass]
public sealed class PreferenceResolverTests
{
    private const string Named = "[deps]\nLibB = \"*\"\n";

    /// <summary>Layers are texts of [preferences.LibB] separated by '|', nearest first.</summary>
    [TestMethod]
    [DataRow("a = 1|a = 2", "1")]
    [DataRow("|a = 2", "2")]
    [DataRow("b = 1|b = 2", null)]
    [DataRow("__clear__ = [\"a\"]|a = 2", null)]
    [DataRow("__clear__ = [\"a\"]\na = 1|a = 2", "1")]
    [DataRow("b = 1|__clear__ = [\"a\"]|a = 3", null)]
    [DataRow("a = 1|__clear__ = [\"a\"]|a = 3", "1")]
    [DataRow("__clear__ = [\"b\"]|a = 2", "2")]
    public void Resolve_IsThis_WhenLayersSayThat(string layers, string? expected) => AssertValue(layers, "a:integer", PreferenceMerge.Recursive, expected);

    [TestMethod]
    [DataRow("t.a = 1|t.b = 2", "t.b", "2", null, null)]
    [DataRow("t.a = 1|t.a = 2", "t.a", "1", "1", "1")]
    [DataRow("x = 1|t.a = 2", "t.a", "2", "2", null)]
    [DataRow("t.__clear__ = [\"a\"]|t.a = 2", "t.a", null, null, null)]
    [DataRow("t.__clear__ = [\"a\"]|t.b = 2", "t.b", "2", null, null)]
    [DataRow("__clear__ = [\"t\"]|t.a = 2", "t.a", null, null, null)]
    [DataRow("__clear__ = [\"t\"]\nt.a = 1|t.b = 2", "t.b", null, null, null)]
    [DataRow("t = 1|t.a = 2", "t.a", null, null, null)]
    [DataRow("x = 1|t = 1|t.a = 2", "t.a", null, null, null)]
    [DataRow("t.u.__clear__ = [\"a\"]|t.u.a = 2\nt.u.b = 3", "t.u.a", null, null, null)]
    public void Resolve_MindsTheMerge_WhenTablesNest(string layers, string name, string? recursive, string? shallow, string? none)
    {
        AssertValue(layers, name + ":integer", PreferenceMerge.Recursive, recursive);
        AssertValue(layers, name + ":integer", PreferenceMerge.Shallow, shallow);
        AssertValue(layers, name + ":integer", PreferenceMerge.None, none);
    }

    [TestMethod]
    [DataRow("a = 1", "a = 2", "2")]
    [DataRow("t.a = 1\nt.b = 1", "t.b = 2", "1")]
    [DataRow("t.a = 1", "t.__clear__ = [\"a\"]", null)]
    [DataRow("t.a = 1", "__clear__ = [\"t\"]", null)]
    [DataRow("t.__clear__ = [\"a\"]", "t.a = 3", "3")]
    [DataRow("t.__clear__ = [\"a\"]", "t.b = 3", null)]
    [DataRow("", "t.b = 3", "9")]
    public void Resolve_PutsTheLocalFileOverTheShared_KeyByKey(string shared, string local, string? expected)
    {
        var name = shared.StartsWith("a =", StringComparison.Ordinal) ? "a" : "t.a";
        var stack = Layers.Stack("/r", Layers.Folder("/r/x", Named + "[preferences.LibB]\n" + shared, "[preferences.LibB]\n" + local), Layers.Folder("/r", Named + "[preferences.LibB]\nt.a = 9"));
        Assert.AreEqual(expected, Text(Layers.Resolve(stack, "LibB", name + ":integer").Preferences.Single()));
    }

    [TestMethod]
    [DataRow("1.3.0", "near")]
    [DataRow("1.5.0", "far")]
    [DataRow(null, "far")]
    public void Resolve_HearsALayer_ForTheVersionsThatItNames(string? version, string expected)
    {
        var stack = Layers.Stack(
            "/r",
            Layers.Folder("/r/x", "[deps]\nlibb = \"1.2-1.4\"\n[preferences.LibB]\na = \"near\""),
            Layers.Folder("/r", Named + "[preferences.LibB]\na = \"far\""));
        foreach (var lookup in Enum.GetValues<PreferenceLookup>())
        {
            var preference = Layers.Resolve(stack, "LibB", "a", lookup, version: version).Preferences.Single();
            Assert.AreEqual($"\"{expected}\"", Text(preference), lookup.ToString());
            if (version == "1.5.0")
                Assert.AreEqual("speaks of libb 1.2-1.4, and this is 1.5.0", preference.Says[0].Why);
        }
    }

    [TestMethod]
    public void Resolve_HearsTheProjectsFolder_WhenItNamesNothing()
    {
        var stack = Layers.Stack("/r", Layers.Project("LibB", "[preferences.LibB]\na = \"own\"", null, "LibB"), Layers.Folder("/r", Named + "[preferences.LibB]\na = \"far\""));
        Assert.AreEqual("\"own\"", Text(Layers.Resolve(stack, "libb", "a").Preferences.Single()));
    }

    [TestMethod]
    public void Resolve_PutsTheLocalNaming_BeforeTheShared()
    {
        var stack = Layers.Stack("/r", Layers.Folder("/r", "[deps]\nLibB = \"1.2\"\n[preferences.LibB]\na = \"x\"", "[extras]\nLibB = \"2.0\""));
        Assert.AreEqual("\"x\"", Text(Layers.Resolve(stack, "LibB", "a", version: "2.0.1").Preferences.Single()));
        Assert.IsNull(Text(Layers.Resolve(stack, "LibB", "a", version: "1.2.0").Preferences.Single()));
    }

    [TestMethod]
    [DataRow("string", "1", "integer")]
    [DataRow("integer", "1.0", "float")]
    [DataRow("integer", "\"1\"", "string")]
    [DataRow("float", "1", "integer")]
    [DataRow("boolean", "\"true\"", "string")]
    [DataRow("boolean", "1", "integer")]
    [DataRow("string[]", "\"a\"", "string")]
    [DataRow("string[]", "[1]", "array of integer")]
    [DataRow("string[]", "[\"a\", 1]", "array")]
    [DataRow("string", "1979-05-27", "datetime")]
    [DataRow("string", "{ x = 1 }", "table")]
    public void Resolve_IsAnErrorThatNamesLayerAndDeclaration_WhenTheTypeIsWrong(string type, string value, string found)
    {
        var resolution = Layers.Resolve(Layers.Stack("/r", Layers.Folder("/r", Named + "[preferences.LibB]\n\nt.a = " + value)), "LibB", $"t.a:{type}");
        var problem = resolution.Problems.Single();
        Assert.AreEqual(("CD0036", true, "/r/CompileDepot.toml", 5), (problem.Code, problem.IsError, problem.File, problem.Position.Line));
        foreach (var part in new[] { "LibB.t.a", $"declared as {type}", "/r/p/P.csproj", found })
            Assert.Contains(part, problem.Message);
        Assert.IsNull(resolution.Preferences.Single().Value);
    }

    [TestMethod]
    [DataRow("\"fpga\"", true)]
    [DataRow("\"GPU\"", true)]
    [DataRow("\"gpu\"", false)]
    public void Resolve_IsAnErrorThatNamesTheValues_WhenTheValueIsNoneOfThem(string value, bool fails)
    {
        var declaration = PreferenceDeclaration.ReadAll([new DeclaredPreference("a", "string", "cpu", "cpu;gpu")], "/r/p/P.csproj", []);
        var stack = Layers.Stack("/r", Layers.Folder("/r", Named + "[preferences.LibB]\na = " + value));
        var resolution = PreferenceResolver.Resolve(stack, new PreferenceQuery("LibB", PackageVersion.TryParse("1.0"), declaration, "/r/p/P.csproj"));
        Assert.AreEqual(fails ? "CD0036" : null, resolution.Problems.SingleOrDefault()?.Code);
        if (fails)
            Assert.Contains($"{value} is none of those that are declared for a: \"cpu\", \"gpu\" (in /r/p/P.csproj)", resolution.Problems.Single().Message);
    }

    [TestMethod]
    public void Resolve_IsAnError_WhenAValueStandsWhereATableIsDeclared()
    {
        var problem = Layers.Resolve(Layers.Stack("/r", Layers.Folder("/r", Named + "[preferences.LibB]\ntuning = 5")), "LibB", "tuning.tile:integer").Problems.Single();
        Assert.AreEqual(("CD0036", true, 4), (problem.Code, problem.IsError, problem.Position.Line));
        Assert.Contains("tuning.tile", problem.Message);
    }

    [TestMethod]
    [DataRow("bakend = 1", "LibB.bakend", "backend")]
    [DataRow("Backend = 1", "LibB.Backend", "backend")]
    [DataRow("tuning.til = 1", "LibB.tuning.til", "tuning.tile")]
    [DataRow("tile = 1", "LibB.tile", null)]
    [DataRow("turning.tile = 1", "LibB.turning.tile", "tuning.tile")]
    [DataRow("zzz = {}", "LibB.zzz", null)]
    [DataRow("__clear__ = [\"backed\"]", "LibB.backed", "backend")]
    [DataRow("tuning.__clear__ = [\"tiel\"]", "LibB.tuning.tiel", "tuning.tile")]
    public void Resolve_WarnsWithPlaceAndNearestName_WhenNothingIsDeclared(string text, string named, string? nearest)
    {
        var problem = Layers.Resolve(Layers.Stack("/r", Layers.Folder("/r", Named + "[preferences.LibB]\n" + text)), "LibB", "backend:integer tuning.tile:integer").Problems.Single();
        Assert.AreEqual(("CD0037", false, "/r/CompileDepot.toml", 4), (problem.Code, problem.IsError, problem.File, problem.Position.Line));
        Assert.StartsWith(named + " ", problem.Message);
        Assert.AreEqual(nearest is not null, problem.Message.EndsWith($"Did you mean '{nearest}'?", StringComparison.Ordinal), problem.Message);
    }

    [TestMethod]
    [DataRow("\"tuning.tile\" = 1", "LibB.tuning.tile has no effect", "'tile' in the table tuning")]
    [DataRow("__clear__ = [\"tuning.tile\"]", "LibB.tuning.tile is cleared to no effect", "'tile' in the table tuning")]
    [DataRow("__clear__ = [\"a.b\"]", "LibB.a.b is cleared to no effect", "'b' in the table a")]
    [DataRow("\"a.b\".c = 1", "LibB.a.b has no effect", "'b' in the table a")]
    [DataRow("a.\"b.c\" = 1", "LibB.a.b.c has no effect", "'c' in the table a.b")]
    [DataRow("__clear__ = [\"a.d\"]", "LibB.a.d is cleared to no effect", null)]
    public void Resolve_WarnsAndNamesTheTable_WhenAKeyHoldsADot(string text, string begins, string? meant)
    {
        var problem = Layers.Resolve(Layers.Stack("/r", Layers.Folder("/r", Named + "[preferences.LibB]\n" + text)), "LibB", "tuning.tile:integer a.b.c:integer").Problems.Single();
        Assert.AreEqual(("CD0037", false, 4), (problem.Code, problem.IsError, problem.Position.Line));
        Assert.StartsWith(begins + ": ", problem.Message);
        Assert.AreEqual(meant is not null, problem.Message.EndsWith($"Did you mean {meant}?", StringComparison.Ordinal), problem.Message);
    }

    [TestMethod]
    public void Resolve_SaysNothing_WhenTablesAndTheirClearsAreDeclared() => Assert.IsEmpty(
        Layers.Resolve(Layers.Stack("/r", Layers.Folder("/r", Named + "[preferences.LibB]\n__clear__ = [\"tuning\", \"backend\"]\ntuning.__clear__ = [\"tile\"]")), "LibB", "backend tuning.tile").Problems);

    [TestMethod]
    public void Resolve_WarnsOfPackagesThatNobodyKnows_InTheSourceTreeAlone()
    {
        var stack = Layers.Stack("/r", Layers.Folder("/r", "[deps]\nLibC = \"*\"\n[preferences.LibX]\na = 1\n[preferences.liba]\na = 1\n"), Layers.Depot("[preferences.Other]\na = 1"));
        var problems = Layers.Resolve(stack, "LibB", "", known: ["LibA", "LibB", "Unlike"]).Problems;
        CollectionAssert.AreEqual(new[] { ("CD0038", 2), ("CD0038", 3) }, problems.Select(p => (p.Code, p.Position.Line)).ToArray());
        Assert.Contains("'LibC'", problems[0].Message);
        Assert.EndsWith("Did you mean 'LibA'?", problems[1].Message);
        Assert.IsEmpty(Layers.Resolve(stack, "LibB", "").Problems);
    }

    [TestMethod]
    public void Resolve_TellsEverySay_InTheOrderOfTheStack()
    {
        var stack = Layers.Stack(
            "/r",
            Layers.Folder("/r/a/b", Named),
            Layers.Folder("/r/a", Named + "[preferences.LibB]\nx = \"shared\"", "[preferences.LibB]\nx = \"local\""),
            Layers.Folder("/r", Named + "[preferences.LibB]\n__clear__ = [\"x\"]"),
            Layers.Depot("[preferences.LibB]\nx = \"unheard\""));
        var preference = Layers.Resolve(stack, "LibB", "x").Preferences.Single();
        CollectionAssert.AreEqual(new[] { SayOutcome.Silent, SayOutcome.Wins, SayOutcome.Loses, SayOutcome.NotAdmitted }, preference.Says.Select(s => s.Outcome).ToArray());
        Assert.AreEqual("a/CompileDepot.local.toml:2", preference.Origin.Shown("/r"));
        Assert.AreEqual("\"shared\"", PreferenceText.Typed(preference.Says[1].Hidden!.Value));
        Assert.AreEqual("CompileDepot.toml:4", preference.Says[2].Cleared!.Value.Shown("/r"));
        Assert.AreEqual("\"unheard\"", PreferenceText.Typed(((PreferenceLeaf)preference.Says[3].Node!).Value));
        Assert.AreEqual("/d/CompileDepot.toml:2", preference.Says[3].Node!.Origin.Shown("/r"));
    }

    [TestMethod]
    public void Resolve_SaysWhoClears_WhenThereIsNoValue()
    {
        var stack = Layers.Stack("/r", Layers.Folder("/r/a", Named + "[preferences.LibB]\n__clear__ = [\"x\"]"), Layers.Folder("/r", Named + "[preferences.LibB]\nx = \"y\""));
        var preference = Layers.Resolve(stack, "LibB", "x:string=d").Preferences.Single();
        CollectionAssert.AreEqual(new[] { "Clears ", "Loses a/CompileDepot.toml:4" }, preference.Says.Select(s => $"{s.Outcome} {s.Why}").ToArray());
        Assert.AreEqual((null, "d"), (preference.Value, preference.PropertyText));
    }

    private static void AssertValue(string layers, string declared, PreferenceMerge merge, string? expected)
    {
        var stack = Layers.Stack("/r", [.. layers.Split('|').Select((text, i) => Layers.Folder($"/r/{i}", Named + "[preferences.LibB]\n" + text))]);
        Assert.AreEqual(expected, Text(Layers.Resolve(stack, "LibB", declared, merge: merge).Preferences.Single()), $"{merge}: {layers}");
    }

    private static string? Text(ResolvedPreference preference) => preference.Value is { } value ? PreferenceText.Typed(value) : null;
}
