using CompileDepot.Core.Builds;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Builds;

[TestClass]
public sealed class ProjectQueryTests : IDisposable
{
    private readonly SampleDepot _sample = new();

    public ProjectQueryTests()
    {
        Directory.CreateDirectory(Path.Combine(_sample.Root, "src", "Lib"));
        File.WriteAllText(Path.Combine(_sample.Root, "src", "Lib", "Lib.csproj"), "");
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Compiled), _sample.Action("App"));
        _sample.AddBuild(_sample.Action("Lib", ActionOutcome.Restored, minutes: 5));
        _sample.AddBuild(_sample.Action("App", ActionOutcome.Restored, minutes: 9));
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    [DataRow("Lib", "")]
    [DataRow("lib.csproj", "")]
    [DataRow("Lib", "src")]
    [DataRow(".", "src/Lib")]
    [DataRow("src/Lib", "")]
    [DataRow("src/Lib/", "")]
    [DataRow("src/Lib/Lib.csproj", "")]
    [DataRow("../Lib/Lib.csproj", "src/Lib")]
    public void FindNewest_TakesTheNewestBuildThatHasIt_HoweverItIsNamed(string text, string currentFolder) =>
        Assert.AreEqual(ActionOutcome.Restored, Query(text, currentFolder).Find(_sample.Folder)!.Value.Actions.Single().Outcome);

    [TestMethod]
    public void FindNewest_FindsIt_WhenTheProjectIsGoneOrPathIsFull()
    {
        Assert.HasCount(1, Query("src/App/App.csproj").Find(_sample.Folder)!.Value.Actions);
        Assert.HasCount(1, new ProjectQuery(Path.Combine(_sample.Root, "src", "App"), "/", null).Find(_sample.Folder)!.Value.Actions);
        Assert.HasCount(1, new ProjectQuery("App", "/", _sample.Root).Find(_sample.Folder)!.Value.Actions);
    }

    [TestMethod]
    [DataRow("Li")]
    [DataRow("src")]
    [DataRow("src/Lib/Other.csproj")]
    [DataRow("src/Nope/Lib")]
    public void FindNewest_IsNull_WhenNoneIsMeant(string text)
    {
        Assert.IsNull(Query(text).Find(_sample.Folder));
        CollectionAssert.AreEqual(new[] { "App", "Lib" }, Query(text).Recorded(_sample.Folder).ToArray());
    }

    [TestMethod]
    public void FindNewest_IsNull_WhenTheTreeIsAnother()
    {
        Assert.IsNull(new ProjectQuery("Lib", _sample.Root, _sample.Beside("other")).Find(_sample.Folder));
        Assert.IsNull(Query("Lib").Find(_sample.Beside("no-depot")));
    }

    [TestMethod]
    public void FindNewest_FallsBackToTheName_WhenAFolderOfThatNameIsAnothersRoot()
    {
        // A submodule.
        Directory.CreateDirectory(Path.Combine(_sample.Root, "App", ".git"));
        Assert.HasCount(1, Query("App").Find(_sample.Folder)!.Value.Actions);
    }

    private ProjectQuery Query(string text, string currentFolder = "") => new(text, Path.Combine(_sample.Root, currentFolder).TrimEnd('/'), null);
}
