using System.Xml.Linq;
using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Toml;

namespace CompileDepot.Core.Tests.Preferences.Planning;

/// <summary>That MSBuild does with the files what they mean is for the tests that build.</summary>
[TestClass]
public sealed class PreferencePlanFilesTests
{
    [TestMethod]
    public void Write_MakesTheFilesOfEachBuild_AndOfNoOther()
    {
        using var tree = PreferencePlanTests.Chain();
        tree.Say("App1", "LibB", "backend", "gpu");
        var plan = tree.Plan();
        var (a, b) = (plan.Of("App1", "LibA"), plan.Of("App1", "LibB"));
        CollectionAssert.AreEquivalent(
            new[]
            {
                "App1/obj/App1.csproj.compiledepot.g.props", "App1/obj/App1.csproj.compiledepot.g.targets", "App2/obj/App2.csproj.compiledepot.g.props", "App3/obj/App3.csproj.compiledepot.g.props",
                "LibA/obj/LibA.csproj.compiledepot.g.props", $"LibA/obj/LibA.csproj.compiledepot.{a}.g.props", $"LibA/obj/LibA.csproj.compiledepot.{a}.g.targets",
                "LibB/obj/LibB.csproj.compiledepot.g.props", $"LibB/obj/LibB.csproj.compiledepot.{b}.g.props", $"LibB/obj/LibB.csproj.compiledepot.{b}.g.targets",
            },
            Written(tree));
        Assert.IsEmpty(PreferencePlanFiles.Write(tree.Plan()));
    }

    [TestMethod]
    public void Write_RemovesWhatIsNoMore_AndLeavesVariantsAlone()
    {
        using var tree = PreferencePlanTests.Chain();
        var said = tree.Say("App1", "LibB", "backend", "gpu");
        Written(tree);
        var foreign = tree.Write("LibB/obj/LibB.csproj.nuget.g.props", "<Project />");
        var key = tree.Plan().Of("App1", "LibB");
        File.Delete(said);
        tree.Change("LibB", p => p with { Declarations = [] });
        CollectionAssert.AreEquivalent(
            new[]
            {
                "App1/obj/App1.csproj.compiledepot.g.props", "App1/obj/App1.csproj.compiledepot.g.targets", "App2/obj/App2.csproj.compiledepot.g.props", "App3/obj/App3.csproj.compiledepot.g.props",
                "LibA/obj/LibA.csproj.compiledepot.g.props", "LibB/obj/LibB.csproj.compiledepot.g.props",
            },
            Written(tree));
        Assert.IsTrue(File.Exists(foreign));
        Assert.IsTrue(File.Exists(Path.Combine(tree.Root, $"LibB/obj/LibB.csproj.compiledepot.{key}.g.props")));
        Assert.IsFalse(File.Exists(Path.Combine(tree.Root, "LibB/obj/LibB.csproj.compiledepot.g.props")));
    }

    [TestMethod]
    public void Clear_TakesAwayTheProjectsOwn_AndLeavesVariantsAlone()
    {
        using var tree = new PlanTree();
        var project = tree.Add("Lib");
        Directory.CreateDirectory(project.ExtensionsFolder);
        string[] all = ["Lib.csproj.compiledepot.0a1b2c3d.g.props", "Lib.csproj.compiledepot.g.props", "Lib.csproj.compiledepot.g.targets", "Lib.csproj.nuget.g.props"];
        foreach (var name in all)
            File.WriteAllText(Path.Combine(project.ExtensionsFolder, name), "<Project />");
        PreferencePlanFiles.Clear(project.ExtensionsFolder, project.File);
        CollectionAssert.AreEquivalent(new[] { all[0], all[3] }, Directory.EnumerateFiles(project.ExtensionsFolder).Select(f => Path.GetFileName(f)).ToList());
    }

    [TestMethod]
    public void Props_HaveTheValuesWithTheirTypes_AndTheirPlaces()
    {
        using var tree = PreferencePlanTests.Chain();
        tree.Say("App1", "LibB", "backend", "a;$(b)");
        var plan = tree.Plan();
        var (own, variant) = (Props(plan, ""), Props(plan, plan.Of("App1", "LibB")));
        Assert.AreEqual(("", "a%3B%24%28b%29"), (own.Descendants("Preference_backend").Single().Value, variant.Descendants("Preference_backend").Single().Value));
        CollectionAssert.AreEqual(new[] { "LibB", "string", "unset", "", "" }, own.Descendants("_CompileDepotPreference").Single().Elements().Select(e => e.Value).ToArray());
        CollectionAssert.AreEqual(
            new[] { "LibB", "string", "\"a%3B%24%28b%29\"", "\"a%3B%24%28b%29\"", "App1/CompileDepot.toml:4" }, variant.Descendants("_CompileDepotPreference").Single().Elements().Select(e => e.Value).ToArray());
        Assert.AreEqual(PreferenceInputs.Digest(plan.Named("LibB").Project.Request, Path.Combine(tree.Root, "App1")), variant.Descendants("_CompileDepotPreferenceInputs").Single().Value);
        Assert.AreEqual(PreferenceInputs.Digest(plan.Named("LibB").Project.Request), own.Descendants("_CompileDepotPreferenceInputs").Single().Value);
        Assert.IsTrue(variant.Descendants().Attributes("Condition").Any(c => c.Value == $"'$(CompileDepotVariant)' == '{plan.Of("App1", "LibB")}'"));
        Assert.IsEmpty(own.Descendants("BaseOutputPath"));
        Assert.AreEqual($"$(BaseOutputPath)variants/{plan.Of("App1", "LibB")}/", variant.Descendants("BaseOutputPath").Last().Value);
    }

    [TestMethod]
    [DataRow("\u0001\r\n\tx", "%01%0D%0A%09x")]
    [DataRow(" ", "%20")]
    [DataRow(" a<&\">\u20ac\ud83d\ude00", " a<&\">\u20ac\ud83d\ude00")]
    [DataRow("a½\ufffe", "a\ufffd\ufffd")]
    public void Props_HoldAnyText_AsMSBuildReadsIt(string value, string expected)
    {
        using var tree = new PlanTree();
        tree.Add("Lib");
        // No attribute can hold half a pair.
        var text = new TomlString(value.Replace('½', '\ud83d'));
        tree.Change("Lib", p => p with { Declarations = [new PreferenceDeclaration("x", PreferenceType.String, text, [], "")] });
        Assert.AreEqual(expected, XDocument.Parse(PreferencePlanFiles.Of(tree.Plan())[0].Text!).Descendants("Preference_x").Single().Value);
    }

    [TestMethod]
    public void Targets_EscapePaths_AndVaryOrUnvaryEachReference()
    {
        using var tree = new PlanTree();
        tree.Add("Lib", declared: "x", folder: "it's (a;b) 100%");
        tree.Add("App", "Lib");
        tree.Add("Top", "App");
        tree.Say("Top", "Lib", "x", "1");
        var plan = tree.Plan();
        var text = PreferencePlanFiles.Of(plan).Single(f => f.Path.EndsWith($".{plan.Of("Top", "App")}.g.targets", StringComparison.Ordinal)).Text!;
        Assert.Contains("it%27s %28a%3Bb%29 100%25", text);
        var targets = XDocument.Parse(text);
        Assert.AreEqual($"_CompileDepotVaryReferences_{plan.Of("Top", "App")}", targets.Descendants("Target").Single().Attribute("Name")!.Value);
        Assert.HasCount(2, targets.Descendants("GlobalPropertiesToRemove"));
        Assert.HasCount(2, targets.Descendants("AdditionalProperties"));
        var top = XDocument.Parse(PreferencePlanFiles.Of(plan).Single(f => f.Path.EndsWith("Top.csproj.compiledepot.g.targets", StringComparison.Ordinal)).Text!);
        Assert.IsEmpty(top.Descendants("GlobalPropertiesToRemove"));
        CollectionAssert.IsSubsetOf(new[] { plan.Of("Top", "App"), plan.Of("Top", "Lib"), "none" }, top.Descendants("_CompileDepotVariant").Select(v => v.Value).ToArray());
    }

    private static XDocument Props(PreferencePlan plan, string key) =>
        XDocument.Parse(PreferencePlanFiles.Of(plan).Single(f => f.Path.EndsWith($"LibB.csproj.compiledepot.{(key.Length > 0 ? key + "." : "")}g.props", StringComparison.Ordinal)).Text!);

    private static string[] Written(PlanTree tree) => [.. PreferencePlanFiles.Write(tree.Plan()).Select(p => Path.GetRelativePath(tree.Root, p).Replace('\\', '/'))];
}
