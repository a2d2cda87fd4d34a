using CompileDepot.Core.Packages;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Packages;

[TestClass]
public sealed class PackageFoldersTests : IDisposable
{
    private static readonly UsedPackage Package = new("A", "a/1.0.0", "hash");

    private readonly TempFolder _folder = new();

    private string[] Folders => [_folder["main"], _folder["fallback"]];

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("main", ".nupkg.metadata", """{ "version": 2, "contentHash": "hash" }""", true)]
    [DataRow("fallback", ".nupkg.metadata", """{ "version": 2, "contentHash": "hash" }""", true)]
    [DataRow("main", "a.1.0.0.nupkg.sha512", "hash", true)]
    [DataRow("main", ".nupkg.metadata", """{ "contentHash": "other" }""", false)]
    [DataRow("main", ".nupkg.metadata", "{", false)]
    [DataRow("main", ".nupkg.metadata", "[]", false)]
    [DataRow("main", "a.nuspec", "hash", false)]
    [DataRow("elsewhere", "a.1.0.0.nupkg.sha512", "hash", false)]
    public void FirstMissing_GoesByNuGetsMark(string folder, string file, string text, bool there)
    {
        _folder.Write($"{folder}/a/1.0.0/{file}", text);
        Assert.AreEqual(there ? null : Package, new PackageFolders().FirstMissing(Folders, [Package]));
        Assert.AreEqual(there ? _folder[folder] : null, there ? new PackageFolders().FolderOf(Folders, Package) : null);
    }

    /// <summary>One restore asks before NuGet runs and after.</summary>
    [TestMethod]
    public void FirstMissing_FindsThePackage_WhenItHasComeSinceTheFirstLook()
    {
        var folders = new PackageFolders();
        Assert.AreEqual(Package, folders.FirstMissing(Folders, [Package]));
        _folder.Write("main/a/1.0.0/a.1.0.0.nupkg.sha512", "hash");
        Assert.IsNull(folders.FirstMissing(Folders, [Package]));
        Assert.AreEqual(_folder["main"], folders.FolderOf(Folders, Package));
    }

    [TestMethod]
    public void FirstFolder_Wins_EvenWithOtherContent()
    {
        _folder.Write("main/a/1.0.0/a.1.0.0.nupkg.sha512", "other");
        _folder.Write("fallback/a/1.0.0/a.1.0.0.nupkg.sha512", "hash");
        Assert.AreEqual(Package, new PackageFolders().FirstMissing(Folders, [Package]));
    }
}
