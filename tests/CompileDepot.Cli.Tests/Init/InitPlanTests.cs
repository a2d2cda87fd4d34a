using System.Text;
using CompileDepot.Cli.Init;

namespace CompileDepot.Cli.Tests.Init;

[TestClass]
public sealed class InitPlanTests
{
    private const string Version = "1.2.3";
    private static readonly string[] Names = ["global.json", "Directory.Build.props", "Directory.Build.targets", "Directory.Solution.targets"];

    private readonly string _folder = Directory.CreateTempSubdirectory("compiledepot-init-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Apply_CreatesAllFilesAndRemovesThem_WhenFolderIsEmpty()
    {
        var plan = Init();
        CollectionAssert.AreEqual(Names, plan.Changes.Select(c => Path.GetFileName(c.Path)).ToArray());
        Assert.IsTrue(plan.Changes.All(c => c.Kind == ChangeKind.Create));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_folder), "planning writes nothing");

        plan.Apply();
        CollectionAssert.AreEquivalent(Names, Tree().Keys.ToArray());
        Assert.AreEqual("<Project>\n  <Import Project=\"Solution.targets\" Sdk=\"CompileDepot.Sdk\" />\n</Project>\n", Read(Names[3]));

        var removal = Init(remove: true);
        CollectionAssert.AreEqual(Names.Reverse().ToArray(), removal.Changes.Select(c => Path.GetFileName(c.Path)).ToArray(), "the version goes last");
        Assert.IsTrue(removal.Changes.All(c => c.Kind == ChangeKind.Delete));
        removal.Apply();
        Assert.IsEmpty(Directory.GetFileSystemEntries(_folder));
    }

    [TestMethod]
    public void Apply_ChangesNothing_WhenRunAgain()
    {
        Init().Apply();
        var before = Tree();
        var again = Init();
        Assert.IsFalse(again.HasChanges);
        Assert.IsTrue(again.Changes.All(c => c.Kind == ChangeKind.Unchanged));
        again.Apply();
        CollectionAssert.AreEquivalent(before, Tree());

        Init(remove: true).Apply();
        Assert.IsFalse(Init(remove: true).HasChanges);
    }

    [TestMethod]
    public void Apply_BringsFolderBack_WhenFilesWereThere()
    {
        Write("global.json", "{}");
        Write("Directory.Build.props", "\uFEFF<Project>\r\n  <A/>\r\n</Project>");
        Write("Directory.Solution.targets", "<Project/>");
        var before = Tree();
        var plan = Init();
        CollectionAssert.AreEqual(
            new[] { ChangeKind.Update, ChangeKind.Update, ChangeKind.Create, ChangeKind.Update }, plan.Changes.Select(c => c.Kind).ToArray());
        plan.Apply();
        Init(remove: true).Apply();
        CollectionAssert.AreEquivalent(before, Tree());
    }

    [TestMethod]
    public void Apply_UpdatesVersion_WhenAnotherIsPinned()
    {
        Init().Apply();
        var plan = InitPlan.Create(_folder, "2.0.0", remove: false);
        Assert.AreEqual("global.json", Path.GetFileName(plan.Changes.Single(c => c.Kind == ChangeKind.Update).Path));
        plan.Apply();
        StringAssert.Contains(Read("global.json"), "\"CompileDepot.Sdk\": \"2.0.0\"");
    }

    [TestMethod]
    [DataRow("global.json", "{ nonsense", "CD0101")]
    [DataRow("Directory.Build.targets", "<Project>", "CD0102")]
    [DataRow("Directory.Solution.targets", "<Root/>", "CD0102")]
    public void Create_FailsAndWritesNothing_WhenAFileIsMalformed(string name, string text, string code)
    {
        Write(name, text);
        foreach (var remove in new[] { false, true })
        {
            var fault = Assert.ThrowsExactly<InitException>(() => Init(remove));
            Assert.AreEqual((code, Path.Combine(_folder, name)), (fault.Code, fault.File));
        }

        CollectionAssert.AreEqual(new[] { name }, Tree().Keys.ToArray());
    }

    [TestMethod]
    public void Create_Fails_WhenAFileCannotBeReadOrWritten()
    {
        Assert.AreEqual("CD0103", Assert.ThrowsExactly<InitException>(() => InitPlan.Create(Path.Combine(_folder, "none"), Version, remove: false)).Code);

        Write("global.json", "{}");
        File.SetAttributes(Path.Combine(_folder, "global.json"), FileAttributes.ReadOnly);
        Assert.AreEqual("CD0103", Assert.ThrowsExactly<InitException>(() => Init()).Code);
        Assert.IsFalse(Init(remove: true).HasChanges, "a read-only file with nothing to do is no fault");
        File.SetAttributes(Path.Combine(_folder, "global.json"), FileAttributes.Normal);

        Directory.CreateDirectory(Path.Combine(_folder, "Directory.Build.props"));
        Assert.AreEqual("CD0103", Assert.ThrowsExactly<InitException>(() => Init()).Code);
    }

    [TestMethod]
    public void Apply_FailsAndWritesNothing_WhenAFileChangedSincePlanning()
    {
        Write("Directory.Solution.targets", "<Project/>");
        var plan = Init();
        Write("Directory.Solution.targets", "<Project></Project>");
        Assert.AreEqual("CD0103", Assert.ThrowsExactly<InitException>(plan.Apply).Code);
        CollectionAssert.AreEqual(new[] { "Directory.Solution.targets" }, Tree().Keys.ToArray(), "staged files are gone too");

        var empty = Init();
        Write("global.json", "");
        Assert.AreEqual("CD0103", Assert.ThrowsExactly<InitException>(empty.Apply).Code, "a file that appeared, though empty");
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Apply_KeepsLinkAndMode_WhenFileHasThem()
    {
        Write("real.json", "{}");
        File.SetUnixFileMode(Path.Combine(_folder, "real.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(Path.Combine(_folder, "global.json"), "real.json");
        Init().Apply();
        Assert.AreEqual("real.json", new FileInfo(Path.Combine(_folder, "global.json")).LinkTarget);
        StringAssert.Contains(Read("real.json"), "CompileDepot.Sdk");
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "real.json")));
    }

    private InitPlan Init(bool remove = false) => InitPlan.Create(_folder, Version, remove);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text, new UTF8Encoding(false));

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder, name));

    private Dictionary<string, string> Tree() => Directory.GetFileSystemEntries(_folder)
        .ToDictionary(p => Path.GetFileName(p), p => Convert.ToHexString(File.ReadAllBytes(p)));
}
