using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class RootLocatorTests
{
    [TestMethod]
    [DataRow("top/.git/HEAD", "top")]
    [DataRow("top/.git", "top")]
    [DataRow("top/a/x.sln", "top/a")]
    [DataRow("top/a/x.slnx", "top/a")]
    [DataRow("top/Directory.Build.props", "top")]
    [DataRow("top/a/b/x.slnx", "top/a/b")]
    [DataRow("top/x.txt", "top/a/b")]
    public void Find_GivesTheFolder_WhenOneMarkIsAbove(string mark, string root) => AssertRoot(root, mark);

    [TestMethod]
    public void Find_PrefersGitThenSolution_WhenThereAreSeveral()
    {
        AssertRoot("top", "top/.git", "top/a/x.sln", "top/a/b/Directory.Build.props");
        AssertRoot("top/a", "top/a/x.sln", "top/a/b/Directory.Build.props");
        AssertRoot("top/a/b", "top/.git", "top/a/b/.git");
        AssertRoot("top/a/b", "top/Directory.Build.props", "top/a/b/Directory.Build.props");
    }

    private static void AssertRoot(string root, params string[] files)
    {
        using var folder = new TempFolder();
        foreach (var file in files)
            folder.Write(file, "gitdir: elsewhere");
        Directory.CreateDirectory(folder["top/a/b"]);
        Assert.AreEqual(folder[root], RootLocator.Find(folder["top/a/b"] + "/"));
    }
}
