using System.Text;
using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Collections;

[TestClass]
public sealed class ContributionWalkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [TestMethod]
    public void Parse_IsTheInverseOfToBytes() => Texts.Check(
        from path in Texts.Name from build in Texts.Name from list in Contributions.Any.ListOf() from others in Texts.Name.ListOf() select new ContributionsFile(new(path, build), [.. others.Order(StringComparer.Ordinal)], [], [.. others], [.. list.Where(c => !HasHalves(c))]),
        file => file.ToBytes() is var bytes && ContributionsFile.Parse(bytes) is var read && read.Producer == file.Producer && read.Seals.SequenceEqual(file.Seals) && read.Sources.SequenceEqual(file.Sources)
            && read.ToBytes().AsSpan().SequenceEqual(bytes) && read.Contributions.SequenceEqual(file.Contributions));

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("[]")]
    [DataRow("""{"version":2,"producer":"a","build":"","contributions":[]}""")]
    [DataRow("""{"version":1,"producer":"a","build":""}""")]
    [DataRow("""{"version":1,"producer":7,"build":"","contributions":[]}""")]
    [DataRow("""{"version":1,"producer":"a","build":"","contributions":[["seq"]]}""")]
    [DataRow("""{"version":1,"producer":"a","build":"","contributions":[["seq","a","string","b"]""")]
    [DataRow("""{"version":1,"producer":"a","build":"","contributions":[],"more":1}""")]
    public void Parse_Throws_WhenItIsNoSuchFile(string text) => Assert.ThrowsExactly<FormatException>(() => ContributionsFile.Parse(Encoding.UTF8.GetBytes(text)));

    [TestMethod]
    public void Save_WritesOnlyWhatChanges()
    {
        var path = _folder["a.json"];
        var file = new ContributionsFile(new("a"), [], ["y", "x"], [], []);
        Assert.IsTrue(file.Save(path));
        Assert.IsFalse((file with { References = ["x", "y"] }).Save(path));
        Assert.IsTrue((file with { References = ["x"] }).Save(path));
    }

    [TestMethod]
    public void Of_CountsADiamondOnce_AndListsEachFileOnce()
    {
        Write("d", [], "counter n 1");
        Write("b", ["d"], "counter n 2");
        Write("c", ["d"], "seq s x");
        var walk = Walk("b", "c");
        Assert.IsEmpty(walk.Problems);
        CollectionAssert.AreEqual(new[] { FileOf("b"), FileOf("d"), FileOf("c") }, walk.Files.ToArray());
        var counter = GatheredCollection.Gather(walk.State, ["n"]).Collections.Single();
        Assert.AreEqual("b/b.csproj 2|d/d.csproj 1", string.Join('|', counter.Items.Select(i => $"{i.Producer} {i.Value.Name}")));
    }

    [TestMethod]
    public void Of_NamesTheMissingFile_AndWhoRefersToIt()
    {
        Write("b", ["d"]);
        var walk = Walk("b");
        var problem = walk.Problems.Single();
        Assert.AreEqual(DiagnosticCodes.MissingContributions, problem.Code);
        Assert.AreEqual(FileOf("d"), problem.File);
        Assert.Contains("b/b.csproj refers", problem.Message);
        CollectionAssert.Contains(walk.Files.ToArray(), FileOf("d"), "what appears there is news");
    }

    [TestMethod]
    public void Of_SaysWhy_WhenAFileIsDamaged()
    {
        Write("b", ["d"], "seq s x");
        Write("d", []);
        File.WriteAllText(FileOf("d"), "{");
        var walk = Walk("b");
        Assert.AreEqual(DiagnosticCodes.UnreadableContributions, walk.Problems.Single().Code);
        Assert.HasCount(1, walk.Contributors);
    }

    [TestMethod]
    public void Of_NamesTheCircle_WhenThereIsOne()
    {
        Write("a", ["b"]);
        Write("b", ["c"]);
        Write("c", ["a"]);
        var problem = Walk("b").Problems.Single();
        Assert.AreEqual(DiagnosticCodes.CyclicContributions, problem.Code);
        Assert.EndsWith(": b/b.csproj → c/c.csproj → a/a.csproj → b/b.csproj.", problem.Message);
        Write("a", ["app"]);
        Write("app", ["b"]);
        Assert.EndsWith(": app/app.csproj → b/b.csproj → c/c.csproj → a/a.csproj → app/app.csproj.", Walk("b").Problems.Single().Message);
    }

    [TestMethod]
    public void SealedTwice_NamesBoth_WhenAReferenceSealsToo()
    {
        Write("b", ["c"]);
        ContributionsFile file = new(new("c/c.csproj", "net8.0"), ["routes"], [], [], []);
        file.Save(FileOf("c"));
        var walk = Walk("b");
        Assert.IsEmpty(walk.SealedTwice(new("app/app.csproj"), ["messages"]));
        var problem = walk.SealedTwice(new("app/app.csproj"), ["routes", "messages"]).Single();
        Assert.AreEqual(DiagnosticCodes.SealedTwice, problem.Code);
        Assert.AreEqual("The collection 'routes' is sealed by app/app.csproj, and by c/c.csproj, to which it refers.", problem.Message);
    }

    [TestMethod]
    public void Locations_HoldContributorsAlone()
    {
        var root = Path.GetFullPath("/r");
        ContributionsFile one = new(new("b/b.csproj", "net8.0"), [], [], ["x.cs", "y.cs"], [GatheredCollectionTests.Parse("seq s x")]);
        var text = Encoding.UTF8.GetString(LocationsFile.Bytes([one, one with { Producer = new("b/b.csproj", "net10.0"), Sources = ["a.cs", "y.cs"] }, one with { Producer = new("a"), Contributions = [] }], root));
        Assert.AreEqual($$"""{"version":1,"producers":[{"producer":"b/b.csproj","project":"{{Path.Combine(root, "b", "b.csproj").Replace("\\", "\\\\", StringComparison.Ordinal)}}","sources":["a.cs","x.cs","y.cs"]}]}""" + "\n", text);
        Assert.AreEqual("obj/a.gathered.locations.json", LocationsFile.PathBeside("obj/a.gathered.txt"));
    }

    public void Dispose() => _folder.Dispose();

    // JSON has no form for halves of surrogate pairs.
    private static bool HasHalves(Contribution contribution) => contribution.Fields.Any(f => f.EnumerateRunes().Any(r => r.Value == 0xfffd));

    private ContributionWalk Walk(params string[] references) => ContributionWalk.Of(new("app/app.csproj"), references.Select(FileOf));

    private string FileOf(string name) => _folder[$"{name}/obj/{name}.contributions.json"];

    private void Write(string name, string[] references, params string[] contributions) =>
        new ContributionsFile(new($"{name}/{name}.csproj"), [], [.. references.Select(r => $"../../{r}/obj/{r}.contributions.json")], [], [.. contributions.Select(GatheredCollectionTests.Parse)]).Save(FileOf(name));
}
