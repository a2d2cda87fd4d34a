using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Cli.Tests.Commands;

[TestClass]
public sealed class PackCommandTests : IDisposable
{
    private readonly EvaluatedTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [TestMethod]
    public void Pack_SaysWhatIsNotWhatItWas_AsAPersonKnowsIt()
    {
        _tree.WriteProject("Lib");
        _tree.Write("Lib/A.cs", "now");
        Record("Csc", t => t.Add("source", "{root}/Lib/A.cs", ContentDigest.Of("then"u8).ToString()));
        var result = _tree.Cli.Run("pack", "Lib", "-o", "a.cdi", "--json");
        var missing = result.Json(ExitCode.FoundWrong).GetProperty("projects")[0].GetProperty("missing")[0].GetString();
        Assert.AreEqual("Csc: source Lib/A.cs is not what it was", missing);
    }

    [TestMethod]
    public void Pack_FindsWhatWasBuilt_WhenTheRootIsNamed()
    {
        _tree.WriteProject("Lib", $"<CompileDepotRoot>{_tree.Top}</CompileDepotRoot>");
        Record("Csc", t => t.Add("absent", "{root}/none"), _tree.Top, "{root}/tree/Lib/Lib.csproj");
        var missing = _tree.Cli.Run("pack", "Lib", "-o", "a.cdi", "--json").Json(ExitCode.FoundWrong).GetProperty("projects")[0].GetProperty("missing").ToString();
        Assert.DoesNotContain("no step of it was recorded", missing);
        StringAssert.Contains(missing, "Csc: ");
    }

    [TestMethod]
    public void Pack_AsksForTheSdkOfEachFolder()
    {
        _tree.WriteProject("Lib");
        _tree.WriteProject("Old");
        _tree.Write("Old/global.json", """{ "sdk": { "version": "99.0.100", "rollForward": "disable" } }""");
        _tree.Cli.Run("pack", "Lib", "Old", "-o", "a.cdi").Check(ExitCode.FoundWrong, error: "error CD0111: ");
    }

    // What a compile of Lib left, but for its entry.
    private void Record(string task, Action<KeyText> write, string? root = null, string project = "{root}/Lib/Lib.csproj")
    {
        var depot = new Depot(_tree.Depot);
        var text = new KeyText();
        text.Add("task", task);
        write(text);
        var key = new ActionKey(depot.AddBlob(text.ToBytes()).Value);
        new RootRecord(root ?? _tree.Root, project, "", "", task, key, key, DateTimeOffset.UtcNow).Write(depot.Layout);
    }
}
