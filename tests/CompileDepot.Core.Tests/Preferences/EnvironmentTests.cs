using CompileDepot.Core.Preferences.Environments;
using CompileDepot.Core.Preferences.Files;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;
using CompileDepot.Toml;

namespace CompileDepot.Core.Tests.Preferences;

[TestClass]
public sealed class EnvironmentTests
{
    [TestMethod]
    public void List_HasThoseOfTheStack_FirstDepotWins()
    {
        using var folder = new TempFolder();
        string[] depots = [folder["user"], folder["system"]];
        Assert.IsEmpty(EnvironmentFolders.List(depots));
        var first = EnvironmentFolders.Create(depots, "gpu");
        Assert.AreEqual(folder["user/environments/gpu/CompileDepot.toml"], first);
        EnvironmentFolders.Create([folder["system"]], "gpu");
        EnvironmentFolders.Create([folder["system"]], "cpu");
        Directory.CreateDirectory(folder["user/environments/empty"]);
        CollectionAssert.AreEqual(new[] { ("cpu", "system", false), ("gpu", "user", false), ("gpu", "system", true) }, EnvironmentFolders.List(depots).Select(e => (e.Name, Depot(e.Folder), e.IsHidden)).ToArray());
        Assert.AreEqual("user", Depot(EnvironmentFolders.Find(depots, "gpu")!));
        EnvironmentFolders.Remove(depots, "gpu");
        Assert.AreEqual("system", Depot(EnvironmentFolders.Find(depots, "gpu")!));

        static string Depot(string environment) => Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(environment)!)!);
    }

    [TestMethod]
    public void Find_TakesAFullPath_WhenTheFolderHasAFile()
    {
        using var folder = new TempFolder();
        Assert.IsNull(EnvironmentFolders.Find([], folder["e"]));
        folder.Write("e/CompileDepot.toml", "");
        Assert.AreEqual(folder["e"], EnvironmentFolders.Find([], folder["e"] + "/"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("..")]
    [DataRow("../x")]
    [DataRow("a/b")]
    [DataRow(".hidden")]
    [DataRow("a.")]
    [DataRow("a b")]
    public void Create_IsAnError_WhenTheNameCantBeOne(string name)
    {
        using var folder = new TempFolder();
        Assert.AreEqual(DiagnosticCodes.BadEnvironmentName, Assert.ThrowsExactly<SettingsException>(() => EnvironmentFolders.Create([folder.Path], name)).Code);
        Assert.AreEqual(DiagnosticCodes.BadEnvironmentName, Assert.ThrowsExactly<SettingsException>(() => EnvironmentFolders.Remove([folder.Path], name)).Code);
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void Create_IsAnErrorAndChangesNothing_WhenTheNameIsTaken()
    {
        using var folder = new TempFolder();
        File.WriteAllText(EnvironmentFolders.Create([folder.Path], "gpu"), "# mine");
        Assert.AreEqual(DiagnosticCodes.BadEnvironmentName, Assert.ThrowsExactly<SettingsException>(() => EnvironmentFolders.Create([folder.Path], "gpu")).Code);
        Assert.AreEqual("# mine", File.ReadAllText(folder["environments/gpu/CompileDepot.toml"]));
    }

    [TestMethod]
    public void Remove_LeavesForeignFiles_AndOtherDepots()
    {
        using var folder = new TempFolder();
        string[] depots = [folder["user"], folder["system"]];
        EnvironmentFolders.Create(depots, "gpu");
        folder.Write("user/environments/gpu/notes.txt", "mine");
        EnvironmentFolders.Create([folder["system"]], "cpu");
        EnvironmentFolders.Remove(depots, "gpu");
        Assert.IsTrue(File.Exists(folder["user/environments/gpu/notes.txt"]));
        Assert.IsNull(EnvironmentFolders.Find(depots, "gpu"));
        var error = Assert.ThrowsExactly<SettingsException>(() => EnvironmentFolders.Remove(depots, "cpu"));
        Assert.AreEqual(DiagnosticCodes.UnknownEnvironment, error.Code);
        Assert.Contains(folder["system"], error.Message);
    }

    [TestMethod]
    public void Use_WritesTheLocalFileOfTheRoot_KeepingWhatIsThere()
    {
        using var folder = new TempFolder();
        var path = folder.Write("r/CompileDepot.local.toml", "# mine\n[preferences.X]\nx = 1 # why\n");
        EnvironmentFolders.Create([folder["d"]], "gpu");
        EnvironmentFolders.Use([folder["d"]], folder["r"], "gpu");
        var file = PreferenceFiles.Read(path, isLocal: true)!;
        Assert.AreEqual("gpu", file.Environment);
        Assert.IsEmpty(file.Problems);
        StringAssert.Contains(File.ReadAllText(path), "[preferences.X]\nx = 1 # why\n");
        EnvironmentFolders.Use([folder["d"]], folder["r"], null);
        Assert.IsNull(PreferenceFiles.Read(path, isLocal: true)!.Environment);
        StringAssert.Contains(File.ReadAllText(path), "# mine");
        Assert.AreEqual(DiagnosticCodes.UnknownEnvironment, Assert.ThrowsExactly<SettingsException>(() => EnvironmentFolders.Use([folder["d"]], folder["r"], "tpu")).Code);
    }

    [TestMethod]
    public void Lock_HasTheseBytes_WhenFactsAreThese()
    {
        var content = Sample();
        Assert.AreEqual(
            """
            # What builds of this source tree observe. Written by 'compiledepot environments lock'.
            version = 1
            environment = "gpu"

            [projects."src/A/A.csproj"]

            [projects."src/B/B.csproj (net10.0)"]
            [projects."src/B/B.csproj (net10.0)".preferences."B"]
            "list" = ["a", "b"]
            "tuning.tile" = 64
            [projects."src/B/B.csproj (net10.0)".unset]
            "B" = ["backend", "x"]
            [projects."src/B/B.csproj (net10.0)".versions]
            "Lib.C" = "1.2.0-beta"
            "LibA" = "1.0.0"

            """.ReplaceLineEndings("\n"),
            LockText.Of(content));
    }

    [TestMethod]
    public void Lock_IsTheSame_WhenItIsWrittenAndRead()
    {
        using var folder = new TempFolder();
        Assert.IsNull(EnvironmentLock.Read(folder["x"]));
        Assert.IsTrue(Sample().Write(folder["CompileDepot.lock.toml"]));
        Assert.IsFalse(Sample().Write(folder["CompileDepot.lock.toml"]));
        var read = EnvironmentLock.Read(folder["CompileDepot.lock.toml"])!;
        Assert.AreEqual(LockText.Of(Sample()), LockText.Of(read));
        Assert.IsEmpty(EnvironmentLock.Differences(read, Sample()));
    }

    [TestMethod]
    [DataRow("version = 2\n")]
    [DataRow("")]
    [DataRow("version = \"1\"\n")]
    [DataRow("<<<<<<< HEAD\nversion = 1\n")]
    [DataRow("version = 1\n[projects.\"A.csproj\".preferences.A]\n\"x\" = 1\n[projects.\"A.csproj\".unset]\n\"A\" = [\"x\"]\n")]
    [DataRow("version = 1\n[projects.\"A.csproj\".unset]\n\"A\" = [\"x\", \"x\"]\n")]
    public void Lock_IsAnError_WhenItCantBeUnderstood(string text) => Assert.AreEqual(DiagnosticCodes.BadLock, Assert.ThrowsExactly<SettingsException>(() => LockText.Parse(text, "lock")).Code);

    [TestMethod]
    public void Differences_AreWords_WhenALockWouldChange()
    {
        var before = new EnvironmentLock("", [Project("gone", null), Project("kept", new TomlString("cpu")), Project("same", null)]);
        var after = new EnvironmentLock("gpu", [Project("kept", new TomlString("gpu"), ("LibB", "2.0.0")), Project("new", null), Project("same", null)]);
        CollectionAssert.AreEqual(
            new[] { "environment: none → gpu", "gone: is gone", "kept: preference P.x: cpu → gpu", "kept: version LibB: none → 2.0.0", "new: is new" }, EnvironmentLock.Differences(before, after).ToArray());
        Assert.HasCount(4, EnvironmentLock.Differences(null, after));

        static LockedProject Project(string name, TomlValue? value, params (string Name, string Version)[] versions) => new(name, [new ObservedPreference("P", "x", value, "")], versions.ToDictionary(v => v.Name, v => v.Version));
    }

    [TestMethod]
    public void Of_KeepsMachineFactsApart_WhenALocalFileWins()
    {
        const string named = "[deps]\nLibB = \"*\"\n[preferences.LibB]\n";
        LockedProject Shared(string local, out LockedProject machine)
        {
            var stack = Layers.Stack("/r", Layers.Folder("/r", named + "a = 1\nb = 1", "[preferences.LibB]\n" + local), Layers.Depot(named + "c = 3\nd = 4"));
            var query = Layers.Resolve(stack, "LibB", "a:integer b:integer c:integer e:integer").Query;
            (var shared, machine) = LockedProject.Of("p", stack, query, new Dictionary<string, string> { ["X"] = "1.0.0" });
            return shared;
        }

        var mine = Shared("a = 2\n__clear__ = [\"b\"]", out var machine);
        var others = Shared("", out _);
        Assert.AreEqual(LockText.Of(new EnvironmentLock("", [others])), LockText.Of(new EnvironmentLock("", [mine])));
        CollectionAssert.AreEqual(new[] { "a=integer 1", "b=integer 1", "c=unset", "e=unset" }, mine.Preferences.Select(p => $"{p.Name}={p.Answer}").ToArray());
        CollectionAssert.AreEqual(new[] { "a=integer 2", "b=unset", "c=integer 3" }, machine.Preferences.Select(p => $"{p.Name}={p.Answer}").ToArray());
        Assert.IsEmpty(machine.Versions);
    }

    private static EnvironmentLock Sample() => new("gpu",
    [
        new LockedProject("src/B/B.csproj (net10.0)",
            [
                new("B", "x", null, ""), new("B", "tuning.tile", new TomlInteger(64), "a:1"), new("B", "backend", null, ""), new("B", "list", new TomlArray([new TomlString("a"), new TomlString("b")]), ""),
            ],
            new Dictionary<string, string> { ["LibA"] = "1.0.0", ["Lib.C"] = "1.2.0-beta" }),
        new LockedProject("src/A/A.csproj", [], new Dictionary<string, string>()),
    ]);
}
