using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Packages;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Packages;

/// <summary>NuGet is played by files that look like its own.</summary>
[TestClass]
public sealed class PackageRestoreCacheTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private string? _known = "nothing";

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void TryRestore_WritesTheSameFiles_AtAnotherRootWithAnotherHash()
    {
        var (one, two) = (Checkout("one"), Checkout("two/deeper"));
        PlayNuGet("one", "abc=");
        Assert.AreEqual("it is not in the depot", Restore(two, "two/deeper", "x"));
        Assert.IsNull(Store(one, "one", "abc="));
        PlayNuGet("two/deeper", "xyz=");
        var expected = Files("two/deeper");
        Directory.Delete(_folder["two/deeper/A/obj"], recursive: true);
        Assert.IsNull(Restore(two, "two/deeper", "xyz="));
        Assert.AreSequenceEqual(expected, Files("two/deeper"));
        Assert.HasCount(5, expected);
    }

    [TestMethod]
    public void TryStore_KeepsNothing_WhenNuGetHasAnotherHash()
    {
        PlayNuGet("one", "abc=");
        Assert.Contains("another hash", Store(Checkout("one"), "one", "other=")!);
        Assert.IsFalse(Directory.Exists(_folder["depot"]));
    }

    [TestMethod]
    [DataRow("obj/A.csproj.nuget.dgspec.json", "1.0.0", "2.0.0", "another graph")]
    [DataRow("obj/project.nuget.cache", "\"success\": true", "\"success\": false", "did not succeed")]
    [DataRow("obj/project.nuget.cache", "\"version\": 2", "\"version\": 3", "another format")]
    [DataRow("obj/project.assets.json", "hash", "other", "not in the package folder")]
    [DataRow("obj/project.assets.json", ">= 1.0.0", ">= 0.9.0", "lower bound")]
    public void TryStore_KeepsNothing_WhenWhatNuGetWroteIsInDoubt(string file, string before, string after, string why)
    {
        PlayNuGet("one", "abc=");
        _folder.Write("one/A/" + file, File.ReadAllText(_folder["one/A/" + file]).Replace(before, after, StringComparison.Ordinal));
        Assert.Contains(why, Store(Checkout("one"), "one", "abc=")!);
    }

    [TestMethod]
    [DataRow("other")]
    [DataRow(null)]
    public void TryRestore_WritesNothing_WhenOtherThingsAreKnownAgainstThePackages(string? now)
    {
        PlayNuGet("one", "abc=");
        var project = Checkout("one");
        Assert.IsNull(Store(project, "one", "abc="));
        Directory.Delete(_folder["one/A/obj"], recursive: true);
        _known = now;
        Assert.Contains("known against", Restore(project, "one", "abc=")!);
        Assert.IsFalse(Directory.Exists(_folder["one/A/obj"]));
        _known = "nothing";
        Assert.IsNull(Restore(project, "one", "abc="));
        _known = "other";
        Assert.IsNull(Store(project, "one", "abc="));
        Assert.IsNull(Restore(project, "one", "abc="), "the last wins");
    }

    [TestMethod]
    public void TryRestore_WritesNothing_WhenAPackageIsElsewhere()
    {
        PlayNuGet("one", "abc=");
        var project = Checkout("one");
        Assert.IsNull(Store(project, "one", "abc="));
        Directory.Move(_folder["packages/upper"], _folder["packages/gone"]);
        Assert.Contains("upper/1.0.0", Restore(project, "one", "abc=")!);
        _folder.Write("fallback/upper/1.0.0/.nupkg.metadata", """{ "contentHash": "hash" }""");
        Assert.Contains("another package folder", Restore(project, "one", "abc=")!);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void TryRestore_SaysTheDamageOnce_WhenTheBundleIsNotWhole(bool isThere)
    {
        PlayNuGet("one", "abc=");
        var project = Checkout("one");
        Assert.IsNull(Store(project, "one", "abc="));
        var stack = Stack;
        var blob = stack.First.Layout.Blob(stack.FindEntries([Key(project, "one")]).Single().Entry.Files.Single().Blob);
        File.Delete(blob);
        if (isThere)
            File.WriteAllText(blob, "other");
        var why = Cache("one").TryRestore(stack, project, Key(project, "one"), () => "abc=");
        Assert.StartsWith(blob + ": ", why!);
        Assert.AreEqual(why, stack.Damage.Single());
    }

    [TestMethod]
    public void Key_IsTheSameAtEveryRoot_AndFollowsWhatNuGetReads()
    {
        var key = Key(Checkout("one"), "one");
        Assert.AreEqual(key, Key(Checkout("two/deeper"), "two/deeper"));
        Assert.AreNotEqual(key, Key(Checkout("one") with { PackageFolders = [_folder["packages"]], LockFile = _folder["one/A/packages.lock.json"] }, "one"), "a lock file");
        Assert.AreNotEqual(key, Key(Checkout("one", version: "1.0.1"), "one", version: "1.0.1"), "the graph");
        _folder.Write("one/NuGet.config", "<configuration><packageSources /></configuration>");
        Assert.AreNotEqual(key, Key(Checkout("one"), "one"), "the configuration");
        Assert.AreNotEqual(key, KeyText.KeyOf(Encoding.UTF8.GetBytes(Builder("one", "1.0.0", "NuGet 2").Build(Checkout("one")).ToString())), "NuGet itself");
    }

    private PackageProject Checkout(string root, string version = "1.0.0")
    {
        _folder.Write("packages/upper/1.0.0/.nupkg.metadata", """{ "contentHash": "hash" }""");
        return new PackageProject(Name(root), _folder[$"{root}/A/obj"], [Name(root)], [_folder["packages"], _folder["fallback"]], [_folder[$"{root}/NuGet.config"]], null, IsAudited: version.Length > 0);
    }

    private string Name(string root) => _folder[$"{root}/A/A.csproj"];

    private RestoreTokens Tokens(string root) => new([("root", _folder[root]), ("nuget", _folder["packages"])]);

    private Dictionary<string, ProjectSpecText> Specs(string root, string version) => new() { [Name(root)] = new ProjectSpecText(Encoding.UTF8.GetBytes(Spec(root, version))) };

    private string Spec(string root, string version) =>
        $"{{\n  \"restore\": {{\n    \"{Name(root)}\": {{}}\n  }},\n  \"projects\": {{\n    \"{Name(root)}\": {{\n      \"version\": \"{version}\"\n    }}\n  }}\n}}";

    private PackageKeyBuilder Builder(string root, string version, string nuGet = "NuGet 1") => new(Specs(root, version), nuGet, Tokens(root));

    private ActionKey Key(PackageProject project, string root, string version = "1.0.0") => KeyText.KeyOf(Builder(root, version).Build(project).ToBytes());

    private DepotStack Stack => new([_folder["depot"]]);

    private PackageRestoreCache Cache(string root) => new(Tokens(root), Specs(root, "1.0.0"), (_, _) => _known);

    private string? Restore(PackageProject project, string root, string hash) => Cache(root).TryRestore(Stack, project, Key(project, root), () => hash);

    private string? Store(PackageProject project, string root, string hash) =>
        Cache(root).TryStore(Stack, project, Builder(root, "1.0.0").Build(project), new Origin("Restore", "{root}/A/A.csproj", "", "", _folder[root], DateTimeOffset.UtcNow, TimeSpan.Zero), hash);

    private List<(string, string)> Files(string root) => [.. Directory.GetFiles(_folder[$"{root}/A/obj"]).Order(StringComparer.Ordinal).Select(f => (f, File.ReadAllText(f)))];

    private void PlayNuGet(string root, string hash)
    {
        Checkout(root);
        _folder.Write($"{root}/A/obj/A.csproj.nuget.g.props", $"\ufeff<Project><P>{_folder["packages"]}/</P></Project>");
        _folder.Write($"{root}/A/obj/A.csproj.nuget.g.targets", "\ufeff<Project />");
        _folder.Write($"{root}/A/obj/A.csproj.nuget.dgspec.json", Spec(root, "1.0.0"));
        _folder.Write($"{root}/A/obj/project.assets.json", $$"""
            { "targets": { "net10.0": { "Upper/1.0.0": { "type": "package" } } },
              "libraries": { "Upper/1.0.0": { "type": "package", "path": "upper/1.0.0", "sha512": "hash" } },
              "projectFileDependencyGroups": { "net10.0": [ "Upper >= 1.0.0" ] },
              "project": "{{Name(root)}}" }
            """);
        _folder.Write($"{root}/A/obj/project.nuget.cache", $"{{\n  \"version\": 2,\n  \"dgSpecHash\": \"{hash}\",\n  \"success\": true,\n  \"projectFilePath\": \"{Name(root)}\"\n}}");
    }
}
