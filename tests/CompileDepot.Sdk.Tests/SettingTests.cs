using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Sdk.Tests.Fixtures;

namespace CompileDepot.Sdk.Tests;

/// <summary>Modes, depot stacks, and settings that are wrong.</summary>
[TestClass]
public sealed class SettingTests : ScenarioTest
{
    [TestMethod]
    public void Build_FailsWithCode_WhenModeIsUnknown()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);
        var outcome = workspace.Cached(new BuildStep().With("-p:CompileDepotMode=Sometimes"));
        Assert.AreEqual(1, outcome.ExitCode);
        var error = Single(outcome, "error CD0001");
        foreach (var word in (string[])["Sometimes", "ReadWrite", "ReadOnly", "Refresh", "Required", "Verify", "Off"])
            Assert.Contains(word, error);
    }

    [TestMethod]
    public void Build_FailsWithCode_WhenBooleansAreNeither()
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        foreach (var name in (string[])["CompileDepotClosed", "CompileDepotCollections", "CompileDepotProjectRestore", "CompileDepotPreferenceConstants"])
            library.Set(name, "yes");
        library.Set("CompileDepotPackageRestore", "False");
        var outcome = workspace.Cached(new BuildStep());
        Assert.AreEqual(1, outcome.ExitCode, outcome.Output);
        var error = Single(outcome, "error CD0004: ");
        foreach (var name in (string[])["CompileDepotClosed", "CompileDepotCollections", "CompileDepotProjectRestore", "CompileDepotPreferenceConstants"])
            Assert.Contains($"{name} is 'yes'", error);
        Assert.DoesNotContain("CompileDepotPackageRestore", error);
    }

    /// <summary>Of a list on several lines no line gets lost: keys that nobody needs to have would be trusted.</summary>
    [TestMethod]
    public void Build_TakesSettingsWhole_WhenTheyStandOnSeveralLines()
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        library.Set("CompileDepotTrustedKeys", "\n    none.pem\n  ").Set("CompileDepotProjectRestore", "false");
        Single(workspace.Cached(new BuildStep()), "error CD0053");
        var first = Path.Combine(Folder, "first");
        library.Set("CompileDepotTrustedKeys", null).Set("CompileDepotPath", $"\n    {first}:\n    {workspace.DepotPath}x\n  ").Set("CompileDepotMode", "\n  ReadWrite\n");
        var outcome = workspace.Cached(new BuildStep());
        Assert.AreEqual((0, new Counts(1, 0)), (outcome.ExitCode, outcome.Counts), outcome.Output);
        Assert.AreEqual(new Counts(0, 1), workspace.Cached(new BuildStep()).Counts);
        Assert.IsTrue(Directory.Exists(first));
    }

    [TestMethod]
    public void Build_FailsWithCode_WhenDepotPathIsRelative()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);
        workspace.DepotPath = "relative/dir";
        var outcome = workspace.Cached(new BuildStep());
        Assert.AreEqual(1, outcome.ExitCode);
        Assert.Contains("relative/dir", Single(outcome, "error CD0002"));
        Assert.IsFalse(Directory.Exists(workspace.Tree.PathOf("Lib/relative")));
        Assert.IsFalse(Directory.Exists(workspace.Tree.PathOf("relative")));
    }

    [TestMethod]
    public void Build_StoresNothing_WhenModeIsReadOnly()
    {
        var workspace = OneLibrary(out _);
        var readOnly = Mode("ReadOnly");
        workspace.Build(1, 0, readOnly);
        Assert.IsEmpty(workspace.Depot.Listing());
        workspace.Build(1, 0);
        var filled = workspace.Depot.Listing();
        workspace.Build(0, 1, readOnly);
        Assert.AreEqual(filled, workspace.Depot.Listing());
    }

    [TestMethod]
    public void Build_CompilesAndStores_WhenModeIsRefresh()
    {
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0, Mode("Refresh"));
        workspace.Build(0, 1);
        workspace.Build(1, 0, Mode("Refresh"));
        workspace.Build(0, 1);
    }

    [TestMethod]
    public void Build_FailsOnAMissOnly_WhenModeIsRequired()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);
        var missed = workspace.Cached(Mode("Required"));
        Assert.AreEqual(1, missed.ExitCode);
        Assert.Contains("Lib", Single(missed, "error CD0010"));
        Assert.IsEmpty(missed.Log.Compilations);
        workspace.Build(1, 0);
        workspace.Build(0, 1, Mode("Required"));
    }

    [TestMethod]
    public void Build_CompilesAndFindsNothing_WhenModeIsVerifyAndDepotIsRight()
    {
        NeedsSdk();
        var workspace = NewWorkspace();
        Samples.AllLanguages(workspace.Tree);
        workspace.Build(4, 0);
        var verified = workspace.Cached(Mode("Verify"));
        Comparison.AssertEqual(workspace, new BuildStep(), verified, workspace.Plain(new BuildStep()));
        Assert.HasCount(4, verified.Log.Compilations);
        Assert.IsFalse(verified.Has("CD0011"));
    }

    [TestMethod]
    public void Build_SaysWhatDiffers_WhenModeIsVerifyAndAnEntryWasForged()
    {
        NeedsSdk();
        var workspace = OneLibrary(out _);
        workspace.Build(1, 0);
        // A blob that is right in itself, and an entry that names it: no check of digests can see this.
        var path = workspace.Depot.Entries.Single();
        var entry = DepotFolder.ReadEntry(path);
        var file = entry.Files.First(f => f.Role == OutputRole.Assembly);
        var content = File.ReadAllBytes(workspace.Depot.BlobPath(file.Blob.ToString()));
        content[^20] ^= 1;
        var forged = file with { Blob = new Depot(workspace.DepotPath).AddBlob(content) };
        DepotFolder.Overwrite(path, _ => EntryFile.Write(entry with { Effects = [.. entry.Effects.Select(e => e == file ? forged : e)] }));
        var verified = workspace.Cached(Mode("Verify"));
        Assert.Contains("Lib.dll", Single(verified, " CD0011"));
        // What is left in the tree is what was compiled, not what was stored.
        var plain = workspace.Plain(new BuildStep());
        Assert.AreSequenceEqual(plain.Files.ToList(), verified.Files.ToList());
    }

    [TestMethod]
    public void Build_SaysWhatDiffers_WhenModeIsVerifyAndAGeneratorIsNotDeterministic()
    {
        NeedsSdk();
        var workspace = OneLibrary(out var library);
        GeneratorKit.AddTo(library).Set("Flavour", "random");
        workspace.Cached(new BuildStep());
        Single(workspace.Cached(Mode("Verify")), " CD0011");
    }

    [TestMethod]
    [DataRow("-p:CompileDepotMode=Off")]
    [DataRow("-p:CompileDepotEnabled=false")]
    [DataRow("")]
    public void Build_IsThePlainBuild_WhenSwitchedOff(string argument)
    {
        var workspace = OneLibrary(out _);
        var depot = workspace.DepotPath;
        var off = argument.Length > 0 ? new BuildStep().With(argument) : new BuildStep().WithEnvironment("COMPILEDEPOT_PATH", "");
        var outcome = workspace.Build(null, 0, off);
        Assert.HasCount(1, outcome.Log.Compilations);
        Assert.IsFalse(Directory.Exists(depot));
        workspace.Build(1, 0);
        outcome = workspace.Build(null, 0, off);
        Assert.HasCount(1, outcome.Log.Compilations);
        workspace.BuildAgain(null, 0, off);
    }

    [TestMethod]
    public void Build_RestoresFromLowerDepot_WhenFirstIsEmpty()
    {
        var workspace = OneLibrary(out var library);
        workspace.Build(1, 0);
        var full = workspace.DepotPath;
        var listing = workspace.Depot.Listing();
        var first = Path.Combine(Folder, "first");
        workspace.DepotPath = $"{first}:{full}";
        workspace.Build(0, 1);
        library.Edit("Lib.cs", "Hello", "Bye");
        workspace.Build(1, 0);
        Assert.AreEqual(listing, new DepotFolder(full).Listing(), "only the first depot is written");
        workspace.DepotPath = first;
        workspace.Build(0, 1);
    }

    [TestMethod]
    public void Build_UsesThePropertysDepot_WhenCompileDepotPathIsSet()
    {
        var workspace = OneLibrary(out _);
        var other = Path.Combine(Folder, "other");
        var step = new BuildStep().With($"-p:CompileDepotPath={other}");
        workspace.Build(1, 0, step);
        workspace.Build(0, 1, step);
        Assert.IsFalse(Directory.Exists(workspace.DepotPath));
    }

    private static BuildStep Mode(string mode) => new BuildStep().With($"-p:CompileDepotMode={mode}");

    private static string Single(BuildOutcome outcome, string part)
    {
        var found = outcome.Log.Diagnostics.Where(d => d.Text.Contains(part, StringComparison.Ordinal)).ToList();
        Assert.HasCount(1, found, $"{part} in {outcome.BinlogPath}\n{outcome.Output}");
        return found[0].Text;
    }
}
