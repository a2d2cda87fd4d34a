using Microsoft.CodeAnalysis;

namespace CompileDepot.Generators.Tests;

/// <summary>What runs again after an edit, how much it can bear, and that it can be stopped.</summary>
[TestClass]
public sealed class IncrementalTests
{
    private const string Source = """
        using CompileDepot;
        [assembly: CompileSeq("c", typeof(App), "Called")]
        public static partial class App
        {
            public static void Called() { }
            [SealedCollection("c")] private static partial System.Action[] All { get; }
        }
        """;

    private static readonly string Gathered = GatheredText.Of("collection|c|-");

    [TestMethod]
    public void Output_IsNotMadeAnew_WhenABodyIsEdited()
    {
        var (outputs, _) = Edit(Source.Replace("Called() { }", "Called() { System.GC.KeepAlive(null); }"));
        Assert.AreEqual(IncrementalStepRunReason.Cached, outputs.Single());
    }

    [TestMethod]
    public void Output_IsMadeAnew_WhenAnOwnContributionIsEdited()
    {
        var (outputs, text) = Edit(Source.Replace("[assembly: CompileSeq", "[assembly: CompileSeq(\"c\", typeof(App), \"Other\"), CompileSeq").Replace("Called() { }", "Called() { } static void Other() { }"));
        Assert.AreEqual(IncrementalStepRunReason.Modified, outputs.Single());
        Assert.Contains("global::App.Other", text);
    }

    [TestMethod]
    public void Output_IsAnError_WhenTheMethodIsNoMore()
    {
        var (outputs, text) = Edit(Source.Replace("void Called", "void Renamed"));
        Assert.AreEqual(IncrementalStepRunReason.Modified, outputs.Single());
        Assert.DoesNotContain("Called", text);
    }

    [TestMethod]
    public void Output_IsAnError_WhenTheMethodOfAnotherFileIsNoMore()
    {
        var test = new TestCompilation("partial class App { [CompileDepot.SealedCollection(\"c\")] private static partial System.Action[] All { get; } }", GatheredText.Of("collection|c|seq", "from|p", "value|method|Other|App|Called"));
        var other = test.Tree("class Other { internal static void Called() { } }", "Other.cs");
        var compilation = test.Compilation.AddSyntaxTrees(other);
        var driver = test.Driver().RunGenerators(compilation);
        Assert.IsEmpty(driver.GetRunResult().Diagnostics);
        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(other, test.Tree("class Other { internal static void Renamed() { } }", "Other.cs")));
        Assert.AreEqual("CD0073", driver.GetRunResult().Diagnostics.Single().Id);
    }

    [TestMethod]
    public void Run_Stops_WhenItIsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => new TestCompilation(Source, Gathered).Run(cancelled.Token));
    }

    [TestMethod]
    public void Program_RunsWithAHundredThousandValues()
    {
        const int count = 100_000;
        const string source = """
            using CompileDepot;
            using System.Collections.Generic;
            public static partial class App
            {
                [SealedCollection("s")] private static partial IReadOnlyList<string> Seq { get; }
                [SealedCollection("t")] private static partial IReadOnlyDictionary<string, object> Table { get; }
                public static string Test() => $"{Seq.Count} {Seq[99_999]} {Table.Count} {Table["key 99999"]}";
            }
            """;
        var gathered = GatheredText.Of(
            ["collection|s|seq", "from|p", .. Enumerable.Range(0, count).Select(i => $"value|string|{i}"), "collection|t|table", "from|p", .. Enumerable.Range(0, count).Select(i => $"entry|key {i}|int|{i}")]);
        Assert.AreEqual("100000 99999 100000 99999", new TestCompilation(source, gathered).Text());
    }

    private static (IReadOnlyList<IncrementalStepRunReason> Outputs, string Text) Edit(string edited)
    {
        var test = new TestCompilation(Source, Gathered);
        var driver = test.Driver().RunGenerators(test.Compilation);
        driver = driver.RunGenerators(test.Compilation.ReplaceSyntaxTree(test.Compilation.SyntaxTrees[0], test.Tree(edited, "App.cs")));
        var result = driver.GetRunResult().Results.Single();
        Assert.IsNull(result.Exception);
        Assert.IsTrue(result.TrackedSteps.ContainsKey(SealedCollectionGenerator.PlanStep));
        return ([.. result.TrackedOutputSteps.Values.SelectMany(s => s).SelectMany(s => s.Outputs).Select(o => o.Reason)], result.GeneratedSources.Single().SourceText.ToString());
    }
}
