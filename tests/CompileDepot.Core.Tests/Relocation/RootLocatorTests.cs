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

    [TestMethod]
    public void Find_GivesTheRootOfNow_WhenMarksComeAndGo()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["top/a/b"]);
        string[] marks = ["top/a/b/Directory.Build.props", "top/a/x.sln", "top/.git/HEAD", "top/a/.git/HEAD"];
        foreach (var mark in marks)
        {
            folder.Write(mark, "");
            Assert.AreEqual(Path.GetDirectoryName(folder[mark.Replace("/HEAD", "", StringComparison.Ordinal)]), RootLocator.Find(folder["top/a/b"]));
        }
        Directory.Delete(folder["top/a/.git"], recursive: true);
        Directory.Delete(folder["top/.git"], recursive: true);
        Assert.AreEqual(folder["top/a"], RootLocator.Find(folder["top/a/b"]));
        File.Move(folder["top/a/x.sln"], folder["top/a/x.slnf"]);
        Assert.AreEqual(folder["top/a/b"], RootLocator.Find(folder["top/a/b"]));
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
