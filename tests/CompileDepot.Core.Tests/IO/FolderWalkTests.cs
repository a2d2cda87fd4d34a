using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.IO;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class FolderWalkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Each of twelve packages links to all of them: the ways through that have no end.</summary>
    [TestMethod]
    public void Files_AreEachThereOnce_WhenFoldersAreLinkedInRings()
    {
        var packages = Enumerable.Range(0, 12).Select(i => $"p{i}").ToList();
        foreach (var package in packages)
        {
            _folder.Write($"top/store/{package}/index.js", package);
            Directory.CreateDirectory(_folder[$"top/store/{package}/node_modules"]);
            foreach (var other in packages)
                Directory.CreateSymbolicLink(_folder[$"top/store/{package}/node_modules/{other}"], $"../../{other}");
        }
        var walk = new FolderWalk(_folder["top"]);
        CollectionAssert.AreEquivalent(packages.Select(p => _folder[$"top/store/{p}/index.js"]).ToArray(), walk.Files.ToArray());
        Assert.HasCount(144, walk.Links);
    }

    [TestMethod]
    public void Files_AreThoseBehindALink_WhenItLeadsElsewhere()
    {
        _folder.Write("top/a.txt", "a");
        _folder.Write("other/b.txt", "b");
        Directory.CreateSymbolicLink(_folder["top/link"], "../other");
        CollectionAssert.AreEquivalent(new[] { _folder["top/a.txt"], _folder["top/link/b.txt"] }, new FolderWalk(_folder["top"]).Files.ToArray());
        CollectionAssert.AreEquivalent(new[] { _folder["top/a.txt"] }, new FolderWalk(_folder["top"], ["link"]).Files.ToArray());
    }

    [TestMethod]
    [DataRow("..")]
    [DataRow("/")]
    public void Walk_Ends_WhenALinkLeadsAbove(string target)
    {
        _folder.Write("top/a.txt", "a");
        Directory.CreateSymbolicLink(_folder["top/link"], target);
        StringAssert.Contains(Assert.ThrowsExactly<IOException>(() => new FolderWalk(_folder["top"])).Message, "link");
    }

    [TestMethod]
    public void OfTree_IsAnother_WhenALinkLeadsToAnotherFolderOfTheTree()
    {
        _folder.Write("top/one/a.txt", "a");
        _folder.Write("top/two/a.txt", "b");
        ContentDigest Digest(string target)
        {
            Directory.CreateSymbolicLink(_folder["top/current"], target);
            var digest = FolderDigest.OfTree(_folder["top"], [], new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), _folder.Path), []);
            Directory.Delete(_folder["top/current"]);
            return digest;
        }
        Assert.AreNotEqual(Digest("one"), Digest("two"));
        Assert.AreEqual(Digest("one"), Digest("one"));
    }

    [TestMethod]
    public void OfAssemblies_CountsNativeLibraries_WhenTheyLieThere()
    {
        _folder.Write("top/a.dll", "a");
        ContentDigest Digest() => FolderDigest.OfAssemblies(_folder["top"], new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), _folder.Path), [], f => f.Digest);
        var before = Digest();
        var digests = new List<ContentDigest> { before };
        foreach (var name in new[] { "libx.so", "libx.so.1", OperatingSystem.IsMacOS() ? "libx.dylib" : "x.dll" })
        {
            _folder.Write("top/" + name, "x");
            digests.Add(Digest());
        }
        Assert.AreEqual(4, digests.Distinct().Count());
    }
}
