using System.Diagnostics;
using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Depots;
using CompileDepot.Core.Tests.Effects;

namespace CompileDepot.Core.Tests.Trust;

/// <summary>Entries that somebody made to do harm: nothing outside is written, and the build gets a miss with a reason.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class PoisonedEntryTests : IDisposable
{
    private readonly PoisonBench _bench = new();
    private readonly Dictionary<string, string> _before;

    public PoisonedEntryTests() => _before = _bench.Surroundings();

    public void Dispose()
    {
        CollectionAssert.AreEquivalent(_before, _bench.Surroundings());
        _bench.Dispose();
    }

    [TestMethod]
    [DataRow("{root}/../outside/x")]
    [DataRow("{root}/a/../../outside/x")]
    [DataRow("{root}/obj/..")]
    [DataRow("OUTSIDE/x")]
    [DataRow("OUTSIDE/secret")]
    [DataRow("/etc/compiledepot-poison")]
    [DataRow("{nuget}/p/lib.dll")]
    [DataRow("{dotnet}/sdk/csc.dll")]
    [DataRow("{unknown}/x")]
    [DataRow("{root}x/y")]
    [DataRow("root/x")]
    [DataRow("")]
    [DataRow("{root}")]
    [DataRow("{root}/")]
    [DataRow("{root}/a\0b")]
    [DataRow("{root}/.git/hooks/post-checkout")]
    [DataRow("{root}/sub/.GIT/config")]
    public void Restore_IsAMissThatNamesThePath_WhenItLeadsElsewhere(string path)
    {
        path = path.Replace("OUTSIDE", _bench.Outside, StringComparison.Ordinal);
        var entry = _bench.AddEntry("e", null, ("{root}/obj/good", "good"), (path, "poison"));
        StringAssert.Contains(_bench.Restore(entry.Key), "is not to be written");
        Assert.IsFalse(string.IsNullOrEmpty(_bench.Restore(_bench.AddProject("of entry", entry).Tree)));
        var project = _bench.AddProject("p", null, _bench.Content("{root}/obj/good", "good"), _bench.Content(path, "poison"));
        StringAssert.Contains(_bench.Restore(project.Tree), "is not to be written");
        Assert.IsEmpty(Directory.GetFileSystemEntries(_bench.Root), "nothing was touched");
    }

    [TestMethod]
    public void Restore_StaysInside_WhenBackslashesAreNoSeparators()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/a\\..\\..\\x", "odd"));
        Assert.IsNull(_bench.Restore(entry.Key));
        Assert.AreEqual("odd", File.ReadAllText(_bench["a\\..\\..\\x"]));
    }

    [TestMethod]
    public void Restore_IsAMiss_WhenALinkInTheTreeLeadsOut()
    {
        Directory.CreateSymbolicLink(_bench["docs"], _bench.Outside);
        Directory.CreateDirectory(_bench["obj"]);
        Directory.CreateSymbolicLink(_bench["obj/sub"], _bench.Outside);
        foreach (var path in new[] { "{root}/docs/x", "{root}/docs/secret", "{root}/obj/sub/x", "{root}/docs/new/x" })
        {
            StringAssert.Contains(_bench.Restore(_bench.AddProject(path, null, _bench.Content(path, "poison")).Tree), $"{path} is not to be written");
            var action = _bench.AddEntry(path, null, (path, "poison"));
            StringAssert.Contains(_bench.Restore(_bench.AddProject("of " + path, action, _bench.Content("{root}/obj/y", "y")).Tree), $"{path} is not to be written");
        }
        Assert.IsEmpty(Directory.GetFiles(_bench["obj"]));
    }

    [TestMethod]
    public void Restore_FollowsTheLink_WhenTheUserHasPutOutputsOnAnotherDisk()
    {
        var disk = Directory.CreateDirectory(_bench.Folder["disk"]).FullName;
        Directory.CreateSymbolicLink(_bench["obj"], disk);
        var action = _bench.AddEntry("e", null, ("{root}/obj/a.dll", "assembly"));
        Assert.IsNull(_bench.Restore(_bench.AddProject("p", action, _bench.Content("{root}/obj/x", "x")).Tree));
        Assert.AreEqual(("x", "assembly"), (File.ReadAllText(Path.Combine(disk, "x")), File.ReadAllText(Path.Combine(disk, "a.dll"))));
    }

    [TestMethod]
    public void CompileCache_IsAMiss_WhenALinkLeadsOutOfAFolderOfOutputs()
    {
        using var bench = new Support.CacheBench();
        bench.Compile(("obj/a.dll", "image"), ("obj/gen/sub/x.g.cs", "class X;"));
        bench.Clean();
        Directory.CreateDirectory(bench["obj/gen"]);
        Directory.CreateSymbolicLink(bench["obj/gen/sub"], _bench.Outside);
        var cache = bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        StringAssert.Contains(cache.Damage.Single(), "x.g.cs, which is not to be written");
    }

    [TestMethod]
    [DataRow("link to a file")]
    [DataRow("link to nothing")]
    [DataRow("link to a device")]
    [DataRow("pipe")]
    [DataRow("copy in the making is a link")]
    [DataRow("copy in the making is a pipe")]
    public void Restore_ReplacesWhatIsInThePlace_AndFollowsNothing(string what)
    {
        Directory.CreateDirectory(_bench["obj"]);
        var place = _bench["obj/x"] + (what.StartsWith("copy", StringComparison.Ordinal) ? ".compiledepot~" : "");
        if (what.EndsWith("pipe", StringComparison.Ordinal))
        {
            using var process = Process.Start("mkfifo", place);
            process.WaitForExit();
            Assert.AreEqual(0, process.ExitCode);
        }
        else
        {
            File.CreateSymbolicLink(place, what == "link to nothing" ? Path.Combine(_bench.Outside, "new") : what == "link to a device" ? "/dev/null" : Path.Combine(_bench.Outside, "secret"));
        }
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "content"));
        Assert.IsNull(_bench.Restore(entry.Key));
        AssertPlain();
        File.Delete(_bench["obj/x"]);
        if (what.StartsWith("link", StringComparison.Ordinal))
            File.CreateSymbolicLink(_bench["obj/x"], what == "link to nothing" ? Path.Combine(_bench.Outside, "new") : Path.Combine(_bench.Outside, "secret"));
        Assert.IsNull(_bench.Restore(_bench.AddProject("p", null, _bench.Content("{root}/obj/x", "content")).Tree));
        AssertPlain();
        void AssertPlain()
        {
            Assert.IsNull(new FileInfo(_bench["obj/x"]).LinkTarget);
            Assert.AreEqual("content", File.ReadAllText(_bench["obj/x"]));
        }
    }

    [TestMethod]
    public void Restore_CopiesOverALinkAndNotThroughIt()
    {
        var file = _bench.Content("{root}/obj/a", "content");
        Directory.CreateDirectory(_bench["bin"]);
        File.CreateSymbolicLink(_bench["bin/a"], Path.Combine(_bench.Outside, "new"));
        Assert.IsNull(_bench.Restore(_bench.AddProject("p", null, file, file with { Kind = ProjectFileKind.Copy, Path = "{root}/bin/a", From = "{root}/obj/a" }).Tree));
        Assert.AreEqual("content", File.ReadAllText(_bench["bin/a"]));
        Assert.IsNull(new FileInfo(_bench["bin/a"]).LinkTarget);
    }

    [TestMethod]
    [DataRow("OUTSIDE/secret")]
    [DataRow("{nuget}/p/lib.dll")]
    [DataRow("{root}/../outside/secret")]
    public void Restore_CopiesNothingIn_WhoseContentTheEntryDoesNotKnow(string from)
    {
        from = from.Replace("OUTSIDE", _bench.Outside, StringComparison.Ordinal);
        var copy = _bench.Content("{root}/bin/a", "else") with { Kind = ProjectFileKind.Copy, From = from };
        Assert.IsFalse(string.IsNullOrEmpty(_bench.Restore(_bench.AddProject("p", null, copy).Tree)));
        Assert.IsFalse(string.IsNullOrEmpty(_bench.Restore(_bench.AddProject("q", null, copy with { Expected = ContentDigest.Of("else"u8) }).Tree)) && !from.Contains("..", StringComparison.Ordinal) && File.Exists(_bench["bin/a"]));
        Assert.IsFalse(File.Exists(_bench["bin/a"]));
    }

    [TestMethod]
    [DataRow(long.MaxValue)]
    [DataRow(1L << 40)]
    [DataRow(7L)]
    [DataRow(0L)]
    public void Restore_IsAMiss_WhenTheSizeIsNotThatOfTheBlob(long size)
    {
        var entry = _bench.AddEntry("e", size, ("{root}/obj/x", "content!"), ("{root}/obj/y", "content?"));
        Assert.IsFalse(string.IsNullOrEmpty(_bench.Restore(entry.Key)));
        var file = _bench.Content("{root}/obj/x", "content!") with { Size = size };
        Assert.IsFalse(string.IsNullOrEmpty(_bench.Restore(_bench.AddProject("p", null, file).Tree)));
        Assert.IsEmpty(Directory.GetFileSystemEntries(_bench.Root, "*", SearchOption.AllDirectories).Where(File.Exists));
    }

    [TestMethod]
    public void Read_Refuses_WhenASizeIsNegative()
    {
        const string File = "\"kind\":\"File\",\"role\":\"Assembly\",\"path\":\"{root}/x\",\"blob\":KEY,\"size\":-1";
        Assert.ThrowsExactly<FormatException>(() => EntryFile.Read(EntryFileTests.Sealed($"{{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{{{File}}}]}}")));
        var size = EntryFile.Read(EntryFileTests.Sealed($"{{\"format\":2,\"key\":KEY,\"keyText\":KEY,\"made\":MADE,\"effects\":[{{{File.Replace("-1", "1", StringComparison.Ordinal)}}}]}}")).Files.Single().Size;
        Assert.AreEqual(1, size);
    }

    [TestMethod]
    public void Restore_IsAMiss_WhenAnEntryNamesOnePlaceTwice()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "one"), ("{root}/obj/./x", "two"));
        StringAssert.Contains(_bench.Restore(entry.Key), "twice");
        Assert.IsEmpty(Directory.GetFileSystemEntries(_bench.Root));
    }

    [TestMethod]
    public void Restore_IsAMiss_WhenBlobsAreSwappedOrChanged()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "content!"), ("{root}/obj/y", "content?"));
        var project = _bench.AddProject("p", null, _bench.Content("{root}/obj/x", "content!"), _bench.Content("{root}/obj/y", "content?"));
        var (one, two) = (_bench.Layout.Blob(ContentDigest.Of("content!"u8)), _bench.Layout.Blob(ContentDigest.Of("content?"u8)));
        SampleDepot.Replace(one, Encoding.UTF8.GetBytes("content?"));
        SampleDepot.Replace(two, Encoding.UTF8.GetBytes("content!"));
        StringAssert.Contains(_bench.Restore(project.Tree), "is missing");
        SampleDepot.Replace(one, Encoding.UTF8.GetBytes("content?"));
        StringAssert.Contains(_bench.Restore(entry.Key), "the content is not what its address says");
        Assert.IsEmpty(Directory.GetFileSystemEntries(_bench.Root, "*", SearchOption.AllDirectories).Where(File.Exists));
    }

    [TestMethod]
    public void Restore_IsAMiss_WhenAnEntryLiesAtAnotherKeysAddress()
    {
        var (entry, other) = (_bench.AddEntry("e", null, ("{root}/obj/x", "x")), KeyText.KeyOf("other"u8));
        SampleDepot.Replace(_bench.Layout.Entry(other), File.ReadAllBytes(_bench.Layout.Entry(entry.Key)));
        StringAssert.Contains(_bench.Restore(other), "belongs to another key");
        var (project, tree) = (_bench.AddProject("p", null, _bench.Content("{root}/obj/x", "x")), TreeText.HashOf("other"u8));
        SampleDepot.Replace(_bench.Layout.Project(tree, "id"), File.ReadAllBytes(Directory.GetFiles(_bench.Layout.Project(project.Tree)).Single()));
        Assert.AreEqual("", _bench.Restore(tree), "as if there were none");
        Assert.IsNull(_bench.Restore(project.Tree));
    }

    [TestMethod]
    public void EntryRestorer_IsAMiss_WhenAFileThatIsRewrittenHasAnotherSize()
    {
        var entry = _bench.AddEntry("e", null, ("{root}/obj/x", "content"));
        var file = entry.Files.Single() with { IsLocal = true, Size = long.MaxValue };
        _bench.Depot.AddEntry(entry with { Effects = [file, file with { Path = "{root}/obj/y" }], Imprint = new Imprint([("root", "/made/elsewhere")], null, [], []) }, overwrite: true);
        var stack = _bench.Stack;
        Assert.IsNull(new EntryRestorer(stack, _bench.Here).TryRestore(entry.Key, out var bytes));
        Assert.AreEqual(0, bytes);
        StringAssert.Contains(stack.Damage.Single(), "has another size");
    }
}
