using CompileDepot.Core.Preferences.Resolving;

namespace CompileDepot.Core.Tests.Preferences;

/// <summary>The example of <c>eng/docs/preferences.md</c>: one stack, three strategies, three answers.</summary>
[TestClass]
public sealed class WorkedExampleTests
{
    // The application has LibB by way of LibA: it is in the closure, and in no file of the application.
    private static readonly LayerStack Stack = Layers.Stack(
        Layers.Root,
        Layers.Project("App", "[deps]\nLibA = \"*\"\n", null, "App", "LibA", "LibB"),
        Layers.Folder("/r/apps", "[preferences.LibB]\nbackend = \"simd\"\n"),
        Layers.Folder("/r", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = \"gpu\"\n"));

    [TestMethod]
    [DataRow(PreferenceLookup.Manifest, null, "cpu")]
    [DataRow(PreferenceLookup.Preference, "simd", "simd")]
    [DataRow(PreferenceLookup.Package, "gpu", "gpu")]
    public void Resolve_GivesThreeAnswers_WhenStrategiesDiffer(PreferenceLookup lookup, string? value, string effective)
    {
        foreach (var merge in Enum.GetValues<PreferenceMerge>())
        {
            var preference = Layers.Resolve(Stack, "LibB", "backend:string=cpu", lookup, merge).Preferences.Single();
            Assert.AreEqual((value, effective), ((preference.Value as Toml.TomlString)?.Value, preference.PropertyText), $"{lookup}, {merge}");
        }
    }

    [TestMethod]
    public void Resolve_SaysWhyLayersAreNotHeard_WhenStrategiesDiffer()
    {
        CollectionAssert.AreEqual(
            new[] { "Silent ", "NotAdmitted does not have LibB in its dependency graph", "NotAdmitted does not have LibB in its dependency graph" }, Says(PreferenceLookup.Manifest));
        CollectionAssert.AreEqual(new[] { "NotAdmitted says nothing of LibB", "Wins ", "Loses apps/CompileDepot.toml:2" }, Says(PreferenceLookup.Preference));
        CollectionAssert.AreEqual(new[] { "NotAdmitted does not name LibB in [deps] or [extras]", "NotAdmitted does not name LibB in [deps] or [extras]", "Wins " }, Says(PreferenceLookup.Package));
    }

    [TestMethod]
    public void Resolve_WarnsOfPreferencesThatAreNotHeard_WhenLookupIsPackage()
    {
        var problem = Layers.Resolve(Stack, "LibB", "backend").Problems.Single();
        Assert.AreEqual(("CD0039", false, "/r/apps/CompileDepot.toml"), (problem.Code, problem.IsError, problem.File));
        Assert.IsEmpty(Layers.Resolve(Stack, "LibB", "backend", PreferenceLookup.Preference).Problems);
    }

    private static string[] Says(PreferenceLookup lookup) => [.. Layers.Resolve(Stack, "LibB", "backend", lookup).Preferences.Single().Says.Select(s => $"{s.Outcome} {s.Why}")];
}
