using CompileDepot.Core.Preferences.Planning;
using CompileDepot.Core.Preferences.Resolving;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Preferences.Planning;

[TestClass]
public sealed class PreferenceInputsTests
{
    [TestMethod]
    [DataRow("r/a/p/CompileDepot.toml", true)]
    [DataRow("r/a/p/CompileDepot.local.toml", true)]
    [DataRow("r/a/CompileDepot.toml", true)]
    [DataRow("r/CompileDepot.local.toml", true)]
    [DataRow("r/CompileDepot.lock.toml", true)]
    [DataRow("user/CompileDepot.toml", true)]
    [DataRow("user/environments/gpu/CompileDepot.toml", true)]
    [DataRow("user/environments/cpu/CompileDepot.toml", false)]
    [DataRow("r/b/CompileDepot.toml", false)]
    [DataRow("r/a/p/Other.toml", false)]
    [DataRow("CompileDepot.toml", false)]
    public void Digest_Changes_JustWhenAFileOfTheStackDoes(string file, bool changes)
    {
        using var folder = new TempFolder();
        folder.Write("r/CompileDepot.toml", "environment = \"gpu\"\n");
        var before = PreferenceInputs.Digest(Request(folder));
        Assert.AreEqual(before, PreferenceInputs.Digest(Request(folder)));
        folder.Write(file, "[deps]\n");
        var made = PreferenceInputs.Digest(Request(folder));
        Assert.AreEqual(changes, made != before);
        folder.Write(file, "[deps]\nA = \"*\"\n");
        Assert.AreEqual(changes, PreferenceInputs.Digest(Request(folder)) != made);
        File.Delete(folder[file]);
        Assert.AreEqual(before, PreferenceInputs.Digest(Request(folder)));
    }

    [TestMethod]
    public void Digest_IsOverTheOthersFolderAndTheOwn_WhenAnotherDecides()
    {
        using var folder = new TempFolder();
        string Digest() => PreferenceInputs.Digest(Request(folder), folder["r/app"]);
        var nothing = Digest();
        folder.Write("r/app/CompileDepot.toml", "");
        var app = Digest();
        folder.Write("r/a/p/CompileDepot.toml", "");
        var both = Digest();
        folder.Write("r/a/CompileDepot.toml", "");
        Assert.AreEqual(both, Digest());
        CollectionAssert.AllItemsAreUnique(new[] { nothing, app, both, PreferenceInputs.Digest(Request(folder)) });
    }

    [TestMethod]
    public void Digest_Differs_WhenTheEnvironmentDoes()
    {
        using var folder = new TempFolder();
        Assert.AreNotEqual(PreferenceInputs.Digest(Request(folder)), PreferenceInputs.Digest(Request(folder) with { Environment = "gpu" }));
    }

    private static LayerStackRequest Request(TempFolder folder) => new(folder["r/a/p"], folder["r"], [folder["user"]]);
}
