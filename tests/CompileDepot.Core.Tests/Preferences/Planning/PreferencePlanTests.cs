using CompileDepot.Core.Preferences;
using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Preferences.Planning;

[TestClass]
public sealed class PreferencePlanTests
{
    [TestMethod]
    public void Of_BuildsALibraryForEachApplication_WhenTheyWantItOtherwise()
    {
        using var tree = Chain();
        tree.Say("App1", "LibB", "backend", "gpu");
        tree.Say("App2", "LibB", "backend", "simd");
        var plan = tree.Plan();
        Assert.AreEqual(("gpu", "simd", null, null), (Backend("App1"), Backend("App2"), Backend("App3"), Backend("LibB")));
        Assert.AreNotEqual(plan.Of("App1", "LibB"), plan.Of("App2", "LibB"));
        // What lies between is built against another LibB, so it is another, too.
        Assert.AreNotEqual(plan.Of("App1", "LibA"), plan.Of("App2", "LibA"));
        Assert.AreEqual(("", "", "", ""), (plan.Of("App3", "LibA"), plan.Of("App3", "LibB"), plan.Of("App1", "Util"), plan.Of("App1", "App1")));
        Assert.AreEqual(8, plan.Of("App1", "LibB").Length);
        CollectionAssert.AreEqual(
            new[] { new VariedReference(tree.File("LibA"), plan.Of("App1", "LibA")), new VariedReference(tree.File("LibB"), plan.Of("App1", "LibB")) }, plan.Named("App1").Base.References.ToArray());
        CollectionAssert.AreEqual(new[] { new VariedReference(tree.File("LibB"), plan.Of("App1", "LibB")) }, plan.Build("App1", "LibA").References.ToArray());
        Assert.IsEmpty(plan.Named("App3").Base.References);
        Assert.IsEmpty(plan.Problems);

        string? Backend(string entry) => plan.Build(entry, "LibB").Value("backend");
    }

    [TestMethod]
    public void Of_SharesAVariant_WhenApplicationsAgree()
    {
        using var tree = Chain();
        tree.Say("App1", "LibB", "backend", "gpu");
        tree.Say("App2", "LibB", "backend", "gpu");
        // Nobody below asks for this.
        tree.Write("App2/CompileDepot.toml", File.ReadAllText(Path.Combine(tree.Root, "App1/CompileDepot.toml")) + "other = 1\n");
        var plan = tree.Plan();
        Assert.AreEqual((plan.Of("App1", "LibA"), plan.Of("App1", "LibB")), (plan.Of("App2", "LibA"), plan.Of("App2", "LibB")));
        Assert.HasCount(1, plan.Named("LibB").Variants);
        Assert.AreEqual(Path.Combine(tree.Root, "App1"), plan.Named("LibB").Variants[0].StackFolder);
    }

    [TestMethod]
    public void Of_HasNoVariants_WhenAllHaveTheSameLayers()
    {
        using var tree = Chain();
        tree.Say(".", "LibB", "backend", "gpu");
        var plan = tree.Plan();
        Assert.IsTrue(plan.Projects.All(p => p.Variants.Count == 0 && p.Base.References.Count == 0));
        Assert.AreEqual("gpu", plan.Build("LibB", "LibB").Value("backend"));
    }

    [TestMethod]
    public void Of_HasNoVariant_WhenTheApplicationSaysWhatTheLibraryHasAnyway()
    {
        using var tree = Chain();
        tree.Say("App1", "LibB", "backend", "gpu");
        tree.Say("LibB", "LibB", "backend", "gpu");
        var plan = tree.Plan();
        Assert.AreEqual("", plan.Of("App1", "LibB"));
        // LibA for itself does not have what lies in LibB's folder: what App1 gets of it is a variant, on LibB's own build.
        Assert.AreNotEqual("", plan.Of("App1", "LibA"));
        Assert.IsEmpty(plan.Build("App1", "LibA").References);
        // Whose folder has it is nothing to App2 and LibA, and so they want another LibB than LibB itself.
        Assert.AreNotEqual("", plan.Of("App2", "LibB"));
        Assert.AreEqual(plan.Of("App2", "LibB"), plan.Of("LibA", "LibB"));
        // App2 and LibA agree.
        Assert.AreEqual("", plan.Of("App2", "LibA"));
    }

    [TestMethod]
    public void Of_VariesBothSides_WhenTheReferencesAreADiamond()
    {
        using var tree = new PlanTree();
        tree.Add("Bottom", declared: "x");
        tree.Add("Left", "Bottom");
        tree.Add("Right", "Bottom");
        tree.Add("Other", declared: "x");
        tree.Add("Top", "Left Right Other");
        tree.Say("Top", "Bottom", "x", "1");
        var plan = tree.Plan();
        CollectionAssert.AreEquivalent(new[] { "Bottom", "Left", "Right" }, plan.Named("Top").Base.References.Select(r => Path.GetFileNameWithoutExtension(r.File)).ToArray());
        Assert.AreEqual(plan.Build("Top", "Left").References.Single(), plan.Build("Top", "Right").References.Single());
        Assert.AreEqual("", plan.Of("Top", "Other"));
    }

    [TestMethod]
    public void Of_DistinguishesTypesAndUnset_WhenTextsAreAlike()
    {
        using var tree = new PlanTree();
        tree.Add("Lib", declared: "x");
        tree.Change("Lib", p => p with { Declarations = [new PreferenceDeclaration("x", PreferenceType.String, new Toml.TomlString("cpu"), [], "")] });
        tree.Add("App", "Lib");
        tree.Say("App", "Lib", "x", "cpu");
        // The default is part of the project; an answer is not.
        Assert.AreNotEqual("", tree.Plan().Of("App", "Lib"));
    }

    [TestMethod]
    public void Of_PassesOver_WhatIsNoPartOfTheRestore()
    {
        using var tree = new PlanTree();
        tree.Add("App", "Gone App");
        var plan = tree.Plan();
        Assert.HasCount(1, plan.Projects);
        Assert.IsFalse(plan.Projects[0].Base.IsConcerned);
    }

    [TestMethod]
    public void Of_Ends_WhenReferencesAreCycles()
    {
        using var tree = new PlanTree();
        tree.Add("A", "B", "x");
        tree.Add("B", "C", "x");
        tree.Add("C", "A B", "x");
        tree.Say("A", "C", "x", "1");
        var plan = tree.Plan();
        Assert.AreNotEqual("", plan.Of("A", "C"));
        Assert.AreEqual("1", plan.Build("A", "C").Value("x"));
    }

    [TestMethod]
    public void Of_TakesTheClosure_WhenLookupIsManifest()
    {
        using var tree = Chain();
        foreach (var app in new[] { "App1", "App2" })
        {
            tree.Write($"{app}/CompileDepot.toml", "[preferences.LibB]\nbackend = \"gpu\"\n");
            tree.Change(app, p => p with { Lookup = PreferenceLookup.Manifest });
        }
        tree.Change("App2", p => p with { Request = p.Request with { Closure = new HashSet<string> { "App2" } } });
        var plan = tree.Plan();
        Assert.AreEqual(("gpu", null), (plan.Build("App1", "LibB").Value("backend"), plan.Build("App2", "LibB").Value("backend")));
    }

    [TestMethod]
    [DataRow("App.Tests", "App Lib", true, "", "app")]
    [DataRow("app.unittests", "Lib App", true, "", "app")]
    [DataRow("App.IntegrationTests", "Lib App", true, "", "app")]
    [DataRow("App.Test", "Lib App", true, "", "app")]
    [DataRow("Checks", "App", true, "", "app")]
    [DataRow("Checks", "App Lib", true, "", null)]
    [DataRow("App.Tests", "App Lib", false, "", null)]
    [DataRow("App.Tests", "App Lib", true, "own", "own")]
    public void Of_GivesATestWhatItTests_Unless(string name, string references, bool isTest, string own, string? expected)
    {
        using var tree = new PlanTree();
        tree.Add("Lib", declared: "x");
        tree.Add("App", "Lib");
        tree.Say("App", "Lib", "x", "app");
        tree.Add(name, references, isTest: isTest);
        if (own.Length > 0)
            tree.Say(name, "Lib", "x", own);
        var plan = tree.Plan();
        Assert.AreEqual(expected, plan.Build(name, "Lib").Value("x"));
        Assert.AreEqual(expected == "app" ? "" : plan.Of(name, "App"), plan.Of(name, "App"));
        Assert.AreEqual(Path.Combine(tree.Root, expected == "app" ? "App" : name), plan.Named(name).Base.StackFolder);
    }

    /// <summary>What only the test has below it is in its dependency graph, though not in that of what it tests.</summary>
    [TestMethod]
    public void Of_HearsWhatItTestsOnItsOwnReferences_WhenLookupIsManifest()
    {
        using var tree = new PlanTree();
        tree.Add("Helper", declared: "x");
        tree.Add("App");
        tree.Add("App.Tests", "App Helper", isTest: true);
        tree.Change("App", p => p with { Lookup = PreferenceLookup.Manifest });
        tree.Write("App/CompileDepot.toml", "[preferences.Helper]\nx = \"1\"\n");
        var plan = tree.Plan();
        Assert.AreEqual(("1", null), (plan.Build("App.Tests", "Helper").Value("x"), plan.Build("Helper", "Helper").Value("x")));
        Assert.AreEqual("", plan.Of("App.Tests", "App"));
    }

    [TestMethod]
    public void Of_Ends_WhenTestsTestEachOther()
    {
        using var tree = new PlanTree();
        tree.Add("A.Tests", "A.Tests.Tests", "x", isTest: true);
        tree.Add("A.Tests.Tests", "A.Tests", "x", isTest: true);
        Assert.HasCount(2, tree.Plan().Projects);
    }

    [TestMethod]
    public void Problems_AreToldOnce_WithTheirPlace()
    {
        using var tree = Chain();
        var bad = tree.Write("App1/CompileDepot.toml", "[extras]\nLibB = \"*\"\n[preferences.LibB]\nbackend = 1\n");
        var misspelt = tree.Say("App2", "LibB", "bakend", "gpu");
        var unheard = tree.Write("App3/CompileDepot.toml", "[preferences.LibB]\nbackend = \"gpu\"\n");
        var unknown = tree.Say(".", "LibX", "backend", "gpu");
        tree.Projects.ToList().ForEach(p => tree.Change(p.Name, q => q with { KnownNames = ["Package"] }));
        var problems = tree.Plan().Problems;
        CollectionAssert.AreEquivalent(
            new[]
            {
                (DiagnosticCodes.BadPreferenceValue, bad, 4), (DiagnosticCodes.UnknownPreference, misspelt, 4), (DiagnosticCodes.UnheardPreferences, unheard, 1),
                (DiagnosticCodes.UnknownPackage, Path.GetFullPath(unknown), 2), (DiagnosticCodes.UnknownPackage, Path.GetFullPath(unknown), 3),
            },
            problems.Select(p => (p.Code, p.File, p.Position.Line)).ToArray());
    }

    [TestMethod]
    public void Of_HasTheSameKeys_InAnotherFolderAndOrder()
    {
        using var one = Chain();
        using var other = Chain();
        other.Projects.Reverse();
        foreach (var tree in new[] { one, other })
            tree.Say("App1", "LibB", "backend", "gpu");
        Assert.AreEqual(one.Plan().Of("App1", "LibA"), other.Plan().Of("App1", "LibA"));
        CollectionAssert.AreEqual(one.Plan().Projects.Select(p => p.Project.Name).ToArray(), other.Plan().Projects.Select(p => p.Project.Name).ToArray());
    }

    /// <summary>Three applications on LibA, which is on LibB, which declares <c>backend</c>; all are on Util.</summary>
    internal static PlanTree Chain()
    {
        var tree = new PlanTree();
        tree.Add("Util");
        tree.Add("LibB", "Util", "backend");
        tree.Add("LibA", "LibB Util");
        foreach (var app in new[] { "App1", "App2", "App3" })
            tree.Add(app, "LibA Util");
        return tree;
    }
}
