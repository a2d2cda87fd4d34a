using CompileDepot.Core.Builds;
using CompileDepot.Core.Reports;

namespace CompileDepot.Core.Tests.Reports;

[TestClass]
public sealed class BuildReportTests : IDisposable
{
    private readonly SampleReport _sample = new();

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Read_TellsTheOutcomeOfEachProject_WhateverItsActions()
    {
        _sample.AddBuilds(1);
        var report = Read();
        Assert.AreEqual(
            "App Restored, Core RestoredWhole, Gone NotRecorded, Hostile Compiled, Tool NothingToDo, Web NotStored",
            string.Join(", ", report.Graph.Nodes.Select(n => $"{Name(n.Id)} {n.Outcome}").Order(StringComparer.Ordinal)));
        Assert.AreEqual("Core", Name(report.Projects[0].Id), "the first that began");
        Assert.AreEqual(report.Build.Actions.Count, report.Projects.Sum(p => p.Actions.Count));
        Assert.AreEqual((report.Projects.Min(p => p.Start), report.Build.Actions.Max(a => a.Time)), (report.Start, report.End));
    }

    [TestMethod]
    public void Read_FindsReferences_InTreeTextsAndInTheTree()
    {
        _sample.AddBuilds(1);
        var graph = Read().Graph;
        Assert.AreEqual("App>Core, App>Hostile, Hostile>Core, Web>App, Web>Gone", References(graph));
        Assert.AreEqual("Tool", string.Join(' ', graph.Unknown.Select(Name)), "nothing tells what it refers to");
    }

    [TestMethod]
    public void Read_KnowsTheFramework_WhenTheHashTellsIt()
    {
        var (old, now) = (_sample.AddTree("Lib", "netstandard2.0"), _sample.AddTree("Lib", "net8.0"));
        _sample.Depot.AddBuild(
            _sample.Whole("Lib", ActionOutcome.Compiled, old, framework: "netstandard2.0"),
            _sample.Whole("Lib", ActionOutcome.Compiled, now, framework: "net8.0"),
            _sample.Whole("ByHash", ActionOutcome.Compiled, _sample.AddTree("ByHash", "net10.0", ("Lib", now))),
            _sample.Whole("Both", ActionOutcome.Compiled, _sample.AddTree("Both", "net10.0", ("Lib", $"{old},{now}"))),
            _sample.Whole("BySame", ActionOutcome.Compiled, _sample.AddTree("BySame", "net8.0", ("Lib", "?")), framework: "net8.0"),
            _sample.Whole("Guess", ActionOutcome.Compiled, _sample.AddTree("Guess", "net10.0", ("Lib", "?"))));
        Assert.AreEqual(
            "Both>Lib/net8.0, Both>Lib/netstandard2.0, ByHash>Lib/net8.0, BySame>Lib/net8.0, Guess>Lib/net8.0?, Guess>Lib/netstandard2.0?",
            string.Join(", ", Read().Graph.References.Select(r => $"{Name(r.From)}>{Name(r.To)}/{r.To.Framework}{(r.IsCertain ? "" : "?")}")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"project\":{\"restore\":{\"projectPath\":5}}}")]
    [DataRow("{\"project\":{\"restore\":{\"projectPath\":\"/other/Web.csproj\",\"frameworks\":{}}}}")]
    public void Read_SaysThatReferencesAreUnknown_WhenWhatNuGetLeftCannotBeRead(string assets)
    {
        _sample.AddBuilds(1);
        File.WriteAllText(Path.Combine(_sample.Depot.Root, "src", "Web", "obj", "project.assets.json"), assets);
        var graph = Read().Graph;
        Assert.AreEqual("Tool Web", string.Join(' ', graph.Unknown.Select(Name)));
        Assert.AreEqual("App>Core, App>Hostile, Hostile>Core", References(graph));
    }

    [TestMethod]
    public void Read_DoesNotTrustATreeText_WhenItIsDamagedOrOfAnotherVersion()
    {
        Assert.IsNull(DependencyFinder.Parse("compiledepot-tree 2\ndependency a b\n"));
        Assert.AreEqual(0, DependencyFinder.Parse("compiledepot-tree 1\ndependency a\ndependencies x y\n")!.Count);
        var found = DependencyFinder.Parse("compiledepot-tree 1\ndependency a%20b h1,h2\n")!.Single();
        Assert.AreEqual("a b: h1 h2", $"{found.Project}: {string.Join(' ', found.Hashes)}");

        _sample.AddBuilds(1);
        foreach (var blob in Directory.GetFiles(Path.Combine(_sample.Depot.Folder, "v1", "blobs"), "*", SearchOption.AllDirectories))
            Depots.SampleDepot.Flip(blob);
        Assert.AreEqual("Web>App, Web>Gone", References(Read().Graph));
    }

    [TestMethod]
    public void Read_TellsAllDifferences_WhenAMissHasKeyTexts()
    {
        var (former, now) = (_sample.Depot.AddCompile("Lib", "old"), _sample.Depot.AddCompile("Lib", "new"));
        _sample.Depot.AddBuild(_sample.Depot.Action("Lib", ActionOutcome.Compiled, now, former), _sample.Depot.Action("App", ActionOutcome.Restored, now, former));
        var actions = Read().Projects.SelectMany(p => p.Actions).ToDictionary(a => Name(ProjectId.Of(a.Action)));
        Assert.AreEqual("source A.cs changed; option /define was old, is new", string.Join("; ", actions["Lib"].Differences));
        Assert.IsEmpty(actions["App"].Differences, "a hit has none");
    }

    [TestMethod]
    [DataRow(1, 30, 1)]
    [DataRow(30, 30, 1)]
    [DataRow(31, 31, 2)]
    [DataRow(33, 33, 4)]
    public void Read_ShowsTheBuildsAround_WhenThereAreMany(int number, int first, int last)
    {
        _sample.AddBuilds(33);
        var report = Read(number);
        Assert.AreEqual((first, last, BuildReport.TrendLength), (report.Trend[0].Number, report.Trend[^1].Number, report.Trend.Count));
        Assert.AreEqual(report.Start, report.Trend.Single(t => t.Number == number).Start);
        Assert.IsTrue(report.Trend.Zip(report.Trend.Skip(1)).All(t => t.First.Start < t.Second.Start), "oldest first");
    }

    [TestMethod]
    public void Trend_CountsCompilesAndSteps_WhenBothWereThere()
    {
        _sample.AddBuilds(2);
        Assert.AreEqual("4/1/1/3000 3/2/1/1500", string.Join(' ', Read(2).Trend.OrderByDescending(t => t.Hits).Select(t => $"{t.Hits}/{t.Misses}/{t.NotStored}/{t.Saved.TotalMilliseconds - 1500}")));
    }

    [TestMethod]
    public void Read_IsNullAndTellsHowManyThereAre_WhenThereAreNotSoMany()
    {
        Assert.IsNull(BuildReport.Read(_sample.Depot.Stack, _sample.Depot.Root, 1, null, out var none));
        _sample.AddBuilds(2);
        Assert.IsNull(BuildReport.Read(_sample.Depot.Stack, _sample.Depot.Root, 3, null, out var two));
        Assert.AreEqual((0, 2), (none, two));
    }

    [TestMethod]
    public void Read_TellsHowFarItIs_ToTheEnd()
    {
        _sample.AddBuilds(1);
        var calls = new List<(int Done, int All)>();
        BuildReport.Read(_sample.Depot.Stack, _sample.Depot.Root, 1, (done, all) => calls.Add((done, all)), out _);
        CollectionAssert.AreEqual(Enumerable.Range(1, 10).Select(i => (i, 10)).ToList(), calls);
    }

    private BuildReport Read(int number = 1) => BuildReport.Read(_sample.Depot.Stack, _sample.Depot.Root, number, null, out _)!;

    private static string Name(ProjectId id) => id.Project == SampleReport.PathOf(SampleReport.Hostile) ? "Hostile" : Path.GetFileNameWithoutExtension(id.Project);

    private static string References(DependencyGraph graph) => string.Join(", ", graph.References.Select(r => $"{Name(r.From)}>{Name(r.To)}").Order(StringComparer.Ordinal));
}
