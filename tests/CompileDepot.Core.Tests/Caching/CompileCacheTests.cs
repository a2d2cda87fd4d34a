using System.Runtime.Versioning;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Caching;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class CompileCacheTests : IDisposable
{
    private readonly CacheBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestMethod]
    public void TryRestore_GivesTheFilesAndEffects_WhenTheSameWasCompiled()
    {
        Assert.IsFalse(_bench.Restore());
        Assert.IsNull(_bench.Compile(("obj/a.dll", "image"), ("obj/a.pdb", "symbols"), ("obj/gen/G/x.g.cs", "class X;")));
        _bench.Clean();
        var cache = _bench.Cache();
        var entry = cache.TryRestore(out var bytes);
        Assert.AreEqual("compiled", entry!.Effects.OfType<MessageEffect>().Single().Text);
        Assert.AreEqual(("image", "symbols", "class X;", 20L), (_bench.Read("obj/a.dll"), _bench.Read("obj/a.pdb"), _bench.Read("obj/gen/G/x.g.cs"), bytes));
        Assert.IsEmpty(cache.Damage);
        Assert.HasCount(3, Directory.GetFiles(_bench["obj"], "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Store_LeavesWholeReadOnlyBlobsAndAReadableIndex_WhenItIsDone()
    {
        _bench.Compile(("obj/a.dll", "image"));
        var blobs = Directory.GetFiles(_bench.Layout.Blobs, "*", SearchOption.AllDirectories);
        Assert.HasCount(2, blobs);
        foreach (var blob in blobs)
        {
            Assert.AreEqual(Path.GetFileName(blob), ContentDigest.Of(File.ReadAllBytes(blob)).ToString());
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(blob));
        }
        var key = _bench.Action.Key;
        Assert.IsTrue(File.Exists(_bench.Layout.Blob(new ContentDigest(key.Value))));
        Assert.StartsWith("Signature: 8a477f597d28d172789f06886806bc55", File.ReadAllText(_bench.Layout.CacheTag));
        Assert.Contains(key.ToString(), File.ReadAllText(Path.Combine(_bench.Layout.Compiled, "net10.0", "a", key.Short + ".json")));
    }

    [TestMethod]
    public void Store_LeavesTheFirstEntry_WhenTwoCompileTheSame()
    {
        var second = _bench.Cache();
        _bench.Compile(("obj/a.dll", "first"));
        Assert.IsNull(_bench.Compile(second, ("obj/a.dll", "second!")));
        _bench.Clean();
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual("first", _bench.Read("obj/a.dll"));
    }

    [TestMethod]
    [DataRow("flipped")]
    [DataRow("truncated")]
    [DataRow("missing")]
    [DataRow("folder")]
    public void TryRestore_MissesAndHeals_WhenABlobIsBad(string damage)
    {
        _bench.Compile(("obj/a.dll", "image"), ("obj/a.pdb", "symbols"));
        _bench.Clean();
        _bench.Write("obj/a.dll", "old image");
        _bench.Write("obj/a.pdb", "old symbols");
        Damage(_bench.Blob("symbols"), damage);
        var cache = _bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        Assert.HasCount(1, cache.Damage);
        Assert.AreEqual(("old image", "old symbols"), (_bench.Read("obj/a.dll"), _bench.Read("obj/a.pdb")));
        Assert.HasCount(2, Directory.GetFiles(_bench["obj"]));
        Assert.AreEqual(damage == "flipped", File.Exists(_bench.Blob("symbols") + ".damaged"));
        if (damage == "folder")
        {
            Directory.Delete(_bench.Blob("symbols"));
            File.Delete(_bench.Blob("symbols"));
        }
        // What the compile gives now takes the entry's place even if it is something else.
        Assert.IsNull(_bench.Compile(cache, ("obj/a.dll", "image 2"), ("obj/a.pdb", "symbols")));
        _bench.Clean();
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual(("image 2", "symbols"), (_bench.Read("obj/a.dll"), _bench.Read("obj/a.pdb")));
    }

    /// <summary>The stack is asked for other things, too, such as the key text of a former run.</summary>
    [TestMethod]
    public void Damage_IsThatOfTheLookUp_WhenTheStackFoundMore()
    {
        _bench.Compile(("obj/a.dll", "image"));
        var stack = new DepotStack([_bench.DepotFolder]);
        _bench.Facts = "other";
        var cache = new CompileCache(stack, _bench.Action, _bench.Here);
        stack.AddDamage("before");
        Assert.IsNull(cache.TryRestore(out _));
        stack.AddDamage("after");
        Assert.IsEmpty(cache.Damage);
        // Of the same size: what is there stays, unless there is reason to doubt it.
        File.Delete(_bench.Blob("image"));
        File.WriteAllText(_bench.Blob("image"), "IMAGE");
        Assert.IsNull(_bench.Compile(cache, ("obj/a.dll", "image")));
        Assert.AreEqual("IMAGE", File.ReadAllText(_bench.Blob("image")));
    }

    [TestMethod]
    [DataRow("flipped")]
    [DataRow("truncated")]
    [DataRow("empty")]
    [DataRow("other")]
    public void TryRestore_MissesAndHeals_WhenTheEntryIsBad(string damage)
    {
        _bench.Compile(("obj/a.dll", "image"));
        _bench.Clean();
        var path = _bench.Layout.Entry(_bench.Action.Key);
        switch (damage)
        {
            case "empty":
                File.WriteAllText(path, "");
                break;
            case "other":
                File.WriteAllBytes(path, EntryFile.Write(EntryFile.Read(File.ReadAllBytes(path)) with { Key = KeyText.KeyOf("other"u8) }));
                break;
            default:
                Damage(path, damage);
                break;
        }
        var cache = _bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        Assert.HasCount(1, cache.Damage);
        Assert.IsTrue(File.Exists(path + ".damaged"));
        Assert.IsNull(_bench.Compile(cache, ("obj/a.dll", "image")));
        _bench.Clean();
        Assert.IsTrue(_bench.Restore());
    }

    [TestMethod]
    public void Entry_IsLeftAlone_WhenItsFormatIsAnother()
    {
        var path = _bench.Layout.Entry(_bench.Action.Key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var foreign = Core.Tests.Effects.EntryFileTests.Sealed("{\"format\":3,\"better\":true}");
        File.WriteAllBytes(path, foreign);
        var cache = _bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        Assert.AreEqual(UncacheableReason.DepotFault, _bench.Compile(cache, ("obj/a.dll", "image"))?.Kind);
        Assert.IsFalse(new Depot(_bench.DepotFolder).AddEntry(new Entry(_bench.Action.Key, _bench.Action.Key, null, _bench.Made, []), overwrite: true));
        CollectionAssert.AreEqual(foreign, File.ReadAllBytes(path));
        Assert.IsFalse(File.Exists(path + ".damaged"));
    }

    [TestMethod]
    [DataRow("{root}/obj/b.dll", OutputRole.Assembly)]
    [DataRow("{root}/obj/../obj/a.dll", OutputRole.Assembly)]
    [DataRow("{root}/obj/a.dll", OutputRole.Pdb)]
    [DataRow("/etc/passwd", OutputRole.Assembly)]
    [DataRow("obj/a.dll", OutputRole.Assembly)]
    [DataRow("{other}/obj/a.dll", OutputRole.Assembly)]
    [DataRow("{root}/obj/a.dll\0", OutputRole.Assembly)]
    [DataRow("{root}/obj/gen", OutputRole.GeneratedSource)]
    [DataRow("{root}/obj/genx/a.cs", OutputRole.GeneratedSource)]
    [DataRow("{root}/obj/gen/../../a.cs", OutputRole.GeneratedSource)]
    [DataRow("", OutputRole.Assembly)]
    public void TryRestore_MissesAndHeals_WhenTheEntryNamesAnotherPlace(string path, OutputRole role)
    {
        var depot = new Depot(_bench.DepotFolder);
        var blob = depot.AddBlob("evil"u8);
        depot.AddEntry(new Entry(_bench.Action.Key, _bench.Action.Key, null, _bench.Made, [new OutputFileEffect(role, path, blob, 4, 0)]), overwrite: true);
        var cache = _bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        Assert.IsNotEmpty(cache.Damage);
        Assert.IsFalse(Directory.Exists(_bench["obj"]));
        Assert.IsNull(_bench.Compile(cache, ("obj/a.dll", "image")));
        Assert.IsTrue(_bench.Restore());
    }

    [TestMethod]
    public void TryRestore_DoesNotRewrite_WhenTheFileIsThere()
    {
        _bench.Compile(("obj/a.dll", "image"));
        Assert.IsTrue(FileStamp.TryRead(_bench["obj/a.dll"], out var before));
        File.SetLastWriteTimeUtc(_bench["obj/a.dll"], DateTime.UtcNow.AddDays(-1));
        Assert.IsTrue(_bench.Restore());
        Assert.IsTrue(FileStamp.TryRead(_bench["obj/a.dll"], out var after));
        Assert.AreEqual(before.Inode, after.Inode);
        Assert.IsGreaterThanOrEqualTo(before.ModifiedNanoseconds, after.ModifiedNanoseconds);
    }

    [TestMethod]
    public void TryRestore_MakesWritableFilesOfTheirOwn_WhateverTheModeOfTheBlob()
    {
        _bench.Compile(("obj/a.dll", "image"));
        var mode = File.GetUnixFileMode(_bench["obj/a.dll"]);
        _bench.Clean();
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual(mode, File.GetUnixFileMode(_bench["obj/a.dll"]));
        File.WriteAllText(_bench["obj/a.dll"], "later step");
        Assert.AreEqual("image", File.ReadAllText(_bench.Blob("image")));
    }

    [TestMethod]
    public void TryRestore_ReplacesLinks_WhenThePlaceIsOne()
    {
        _bench.Compile(("obj/a.dll", "image"));
        _bench.Clean();
        var target = _bench.Write("precious", "text");
        Directory.CreateDirectory(_bench["obj"]);
        File.CreateSymbolicLink(_bench["obj/a.dll"], target);
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual(("image", "text"), (_bench.Read("obj/a.dll"), _bench.Read("precious")));
    }

    [TestMethod]
    public void TryRestore_Misses_WhenThePlaceCannotBeWritten()
    {
        _bench.Compile(("obj/a.dll", "image"));
        _bench.Clean();
        _bench.Write("obj", "a file");
        var cache = _bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        // The entry is sound, and stays whatever the compile gives in such a place.
        Assert.IsEmpty(cache.Damage);
        Assert.IsNotNull(cache.Obstacle);
        File.Delete(_bench["obj"]);
        Assert.IsNull(_bench.Compile(cache, ("obj/a.dll", "other")));
        _bench.Clean();
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual("image", _bench.Read("obj/a.dll"));
        _bench.Clean();
        Directory.CreateDirectory(_bench["obj/a.dll"]);
        Assert.IsFalse(_bench.Restore());
        Assert.IsEmpty(Directory.GetFiles(_bench["obj"]));
    }

    [TestMethod]
    public void BeforeStep_RemovesWhatAKilledRestoreLeft_WhenThereIsSome()
    {
        var left = _bench.Write("obj/a.dll.compiledepot~", "half");
        _bench.Compile(("obj/a.dll", "image"));
        Assert.IsFalse(File.Exists(left));
    }

    [TestMethod]
    public void TryRestore_LeavesCopiesOfOthersAlone_AndRemovesOldOnes()
    {
        _bench.Compile(("obj/a.dll", "image"));
        _bench.Clean();
        string InTheMaking(DateTimeOffset made) => _bench.Write($"obj/.{made.ToUnixTimeSeconds():x}-1.compiledepot~", "half");
        var (other, old) = (InTheMaking(DateTimeOffset.UtcNow), InTheMaking(DateTimeOffset.UtcNow.AddDays(-1)));
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual((true, false), (File.Exists(other), File.Exists(old)));
        Assert.HasCount(2, Directory.GetFiles(_bench["obj"]));
    }

    /// <summary>A script that begins with <c>rm -rf gen</c> leaves nothing of a former run, and who takes all files there must not find any.</summary>
    [TestMethod]
    public void TryRestore_RemovesWhatAFormerRunLeft_WhenAStepOwnsTheFolder()
    {
        _bench.WritesAll = true;
        _bench.Outputs.Clear();
        _bench.Outputs.Add((OutputRole.StepFolder, "obj/gen"));
        _bench.Compile(("obj/gen/a.cs", "a"));
        _bench.Clean();
        _bench.Facts = "both";
        var former = _bench.Action.Key;
        _bench.Compile(("obj/gen/a.cs", "a"), ("obj/gen/sub/b.cs", "b"));
        _bench.Facts = "facts";
        CompileCache Cache() => new(new DepotStack([_bench.DepotFolder]), _bench.Action, _bench.Here) { Former = () => new Depot(_bench.DepotFolder).PeekEntry(former) };

        // Of nobody that is known: the step runs, as it would without a depot.
        _bench.Write("obj/gen/mine.cs", "mine");
        var cache = Cache();
        Assert.IsNull(cache.TryRestore(out _));
        StringAssert.Contains(cache.Obstacle, "mine.cs");
        Assert.IsEmpty(cache.Damage);
        Assert.IsTrue(File.Exists(_bench["obj/gen/sub/b.cs"]));
        File.Delete(_bench["obj/gen/mine.cs"]);
        Assert.IsFalse(_bench.Restore());

        Assert.IsNotNull(Cache().TryRestore(out _));
        CollectionAssert.AreEqual(new[] { _bench["obj/gen/a.cs"] }, Directory.GetFiles(_bench["obj/gen"], "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void OutputMissing_IsTheReason_WhenAStepLinksFoldersOfItsOwn()
    {
        _bench.WritesAll = true;
        _bench.Outputs.Clear();
        _bench.Outputs.Add((OutputRole.StepFolder, "obj/gen"));
        Directory.CreateDirectory(_bench["obj/gen/sub"]);
        Directory.CreateSymbolicLink(_bench["obj/gen/loop"], _bench["obj/gen/sub"]);
        Assert.AreEqual(new Reason(UncacheableReason.OutputMissing, _bench["obj/gen/loop"]), _bench.Compile(("obj/gen/sub/a.cs", "a")));
    }

    [TestMethod]
    public void Collect_TakesOnlyWhatTheStepWrote_WhenOtherFilesLieThere()
    {
        _bench.Write("obj/a.pdb", "of another build");
        _bench.Write("obj/gen/old.cs", "old");
        _bench.Write("obj/gen/same.cs", "same");
        var cache = _bench.Cache();
        cache.BeforeStep();
        _bench.Write("obj/a.dll", "image");
        _bench.Write("obj/gen/new.cs", "new");
        File.Delete(_bench["obj/gen/same.cs"]);
        _bench.Write("obj/gen/same.cs", "same");
        var (stored, _) = cache.Collect([], _bench.Made);
        CollectionAssert.AreEqual(new[] { "{root}/obj/a.dll", "{root}/obj/gen/new.cs", "{root}/obj/gen/same.cs" }, stored!.Entry.Files.Select(f => f.Path).ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void TryRestore_Hits_WhenOutputsOverlap(bool isFolderFirst)
    {
        _bench.WritesAll = true;
        _bench.Outputs.Clear();
        _bench.Outputs.AddRange([(OutputRole.StepFolder, "obj/gen"), (OutputRole.StepFolder, "obj/gen/deep"), (OutputRole.StepFile, "obj/gen/Words.g.cs")]);
        if (!isFolderFirst)
            _bench.Outputs.Reverse();
        Assert.IsNull(_bench.Compile(("obj/gen/Words.g.cs", "words"), ("obj/gen/deep/a.txt", "a")));
        _bench.Clean();
        var cache = _bench.Cache();
        var entry = cache.TryRestore(out _);
        Assert.IsEmpty(cache.Damage);
        CollectionAssert.AreEqual(
            new[] { (OutputRole.StepFile, "{root}/obj/gen/Words.g.cs"), (OutputRole.StepFolder, "{root}/obj/gen/deep/a.txt") },
            entry!.Files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (f.Role, f.Path)).ToArray());
        Assert.AreEqual(("words", "a"), (_bench.Read("obj/gen/Words.g.cs"), _bench.Read("obj/gen/deep/a.txt")));
    }

    [TestMethod]
    public void OutputMissing_IsTheReason_WhenTheFileOfAnOverlappingOutputIsMissing()
    {
        _bench.WritesAll = true;
        _bench.Outputs.Clear();
        _bench.Outputs.AddRange([(OutputRole.StepFolder, "obj/gen"), (OutputRole.StepFile, "obj/gen/Words.g.cs")]);
        Assert.AreEqual(new Reason(UncacheableReason.OutputMissing, _bench["obj/gen/Words.g.cs"]), _bench.Compile(("obj/gen/a.txt", "a")));
    }

    [TestMethod]
    public void InputChanged_IsTheReason_WhenSomebodyElseWritesAnOutputMeanwhile()
    {
        _bench.WritesAll = true;
        _bench.Outputs.RemoveAll(o => o.Role != OutputRole.Assembly);
        // The outputs are listed before the step, for its snapshot, after it, and once more to see what is missing: then the stamps are known, and nothing has been read.
        var path = _bench["obj/a.dll"];
        var outputs = new ListedOutputs(_bench.Action.Outputs, times => File.AppendAllText(path, times == 4 ? " of another build" : ""));
        var cache = new CompileCache(new DepotStack([_bench.DepotFolder]), _bench.Action with { Outputs = outputs }, _bench.Here);
        Directory.CreateDirectory(_bench["obj"]);
        Assert.AreEqual(new Reason(UncacheableReason.InputChanged, path), _bench.Compile(cache, ("obj/a.dll", "image")));
        Assert.AreEqual("image of another build", _bench.Read("obj/a.dll"));
    }

    [TestMethod]
    public void OutputMissing_IsTheReason_WhenTheStepDidNotWriteTheAssembly()
    {
        _bench.Write("obj/a.dll", "old");
        Assert.AreEqual(new Reason(UncacheableReason.OutputMissing, _bench["obj/a.dll"]), _bench.Compile(("obj/a.pdb", "symbols")));
    }

    [TestMethod]
    public void OutputMissing_IsTheReason_WhenAFolderOfOutputsCannotBeListed()
    {
        // Deeper than a path can be long, by a rename: not even root can list that.
        var deep = string.Join('/', Enumerable.Repeat(new string('d', 200), 19));
        Directory.CreateDirectory(_bench["x/" + deep]);
        Directory.CreateDirectory(_bench["obj/gen/" + new string('e', 240)]);
        var place = _bench["obj/gen/" + new string('e', 240) + "/x"];
        Directory.Move(_bench["x"], place);
        try
        {
            Assert.AreEqual(UncacheableReason.OutputMissing, _bench.Compile(("obj/a.dll", "image"), ("obj/gen/x.cs", "x"))?.Kind);
        }
        finally
        {
            Directory.Move(place, _bench["x"]);
        }
    }

    [TestMethod]
    [DataRow("edited")]
    [DataRow("deleted")]
    [DataRow("set back")]
    public void InputChanged_IsTheReason_WhenAnInputIsNotWhatItWas(string how)
    {
        var input = _bench.Write("A.cs", "one");
        _bench.Inputs.Add(new FileDigester(new FileDigestMemo(null), new FileDigestMemo(null), _bench.Root).TryDigest(input)!);
        Assert.IsNull(_bench.Compile(("obj/a.dll", "image")));
        if (how == "deleted")
            File.Delete(input);
        else
            File.WriteAllText(input, "two");
        if (how == "set back")
            File.SetLastWriteTimeUtc(input, DateTime.UnixEpoch.AddTicks(_bench.Inputs[0].Stamp.ModifiedNanoseconds / 100));
        Assert.AreEqual(new Reason(UncacheableReason.InputChanged, input), _bench.Compile(("obj/a.dll", "image")));
    }

    [TestMethod]
    [DataRow("file")]
    [DataRow("below a file")]
    [DataRow("entries is a file")]
    [DataRow("blobs is a file")]
    [DataRow("unwritable")]
    public void DepotFault_IsTheReason_WhenTheDepotDoesNotWork(string fault)
    {
        using var folder = new TempFolder();
        var depot = folder["depot"];
        switch (fault)
        {
            case "file":
                folder.Write("depot", "x");
                break;
            case "below a file":
                depot = Path.Combine(folder.Write("file", "x"), "depot");
                break;
            case "unwritable":
                // Where nothing can be made, not even by root.
                depot = "/proc/self/depot";
                break;
            default:
                folder.Write("depot/v1/" + fault.Split(' ')[0], "x");
                break;
        }
        using var bench = new CacheBench("root", depot);
        var cache = bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        var reason = bench.Compile(cache, ("obj/a.dll", "image"));
        Assert.AreEqual(UncacheableReason.DepotFault, reason?.Kind);
        StringAssert.StartsWith(reason!.Subject, depot);
        Assert.AreEqual("image", bench.Read("obj/a.dll"));
    }

    [TestMethod]
    public void TryRestore_UsesLowerDepotsAndLeavesThemAlone_WhenTheFirstHasNothing()
    {
        using var folder = new TempFolder();
        using var filler = new CacheBench("root", folder["lower"]);
        filler.Compile(("obj/a.dll", "image"));
        var before = Listing(folder["lower"]);
        using var bench = new CacheBench("root", folder["upper"], folder["missing"], folder.Write("file", "x"), folder["lower"]);
        Assert.IsTrue(bench.Restore());
        Assert.AreEqual("image", bench.Read("obj/a.dll"));
        bench.Facts = "others";
        Assert.IsFalse(bench.Restore());
        Assert.IsNull(bench.Compile(("obj/a.dll", "image 2")));
        Assert.AreEqual(before, Listing(folder["lower"]));
        Assert.IsTrue(File.Exists(new DepotLayout(folder["upper"]).Entry(bench.Action.Key)));
    }

    [TestMethod]
    public void TryRestore_TakesABlobFromAnyDepot_WhenTheEntrysOwnLacksIt()
    {
        using var folder = new TempFolder();
        using var bench = new CacheBench("root", folder["upper"], folder["lower"]);
        bench.Compile(("obj/a.dll", "image"));
        new Depot(folder["lower"]).AddBlob("image"u8);
        File.Delete(bench.Blob("image"));
        bench.Clean();
        Assert.IsTrue(bench.Restore());
    }

    [TestMethod]
    public void TryRestore_HealsAboveAndBelow_WhenALowerBlobIsBad()
    {
        using var folder = new TempFolder();
        using var filler = new CacheBench("root", folder["lower"]);
        filler.Compile(("obj/a.dll", "image"));
        Damage(filler.Blob("image"), "flipped");
        using var bench = new CacheBench("root", folder["upper"], folder["lower"]);
        var cache = bench.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        Assert.IsNull(bench.Compile(cache, ("obj/a.dll", "image")));
        bench.Clean();
        Assert.IsTrue(bench.Restore());
    }

    [TestMethod]
    public void TryRestore_TakesABetterEntryOfALowerDepot_WhenTheFirstHasOneForOtherPlaces()
    {
        using var folder = new TempFolder();
        using var bench = new CacheBench("root", folder["upper"], folder["lower"]);
        var (upper, lower) = (new Depot(folder["upper"]), new Depot(folder["lower"]));
        var keys = BoundKeys.All(bench.Action.Key, bench.Here, []);
        upper.AddEntry(ForOtherPlaces(bench, keys[1]), overwrite: true);
        lower.AddEntry(new Entry(keys[0], keys[0], null, bench.Made, [new OutputFileEffect(OutputRole.Assembly, "{root}/obj/a.dll", lower.AddBlob("image"u8), 5, 0)]), overwrite: true);
        var cache = bench.Cache();
        Assert.IsNotNull(cache.TryRestore(out _), cache.NotRewritable);
        Assert.AreEqual("image", bench.Read("obj/a.dll"));
        Assert.IsNotNull(cache.NotRewritable);
        Assert.IsEmpty(cache.Damage);
    }

    [TestMethod]
    public void TryRestore_AsksRemotesForTheOtherKeysAlone_WhenADepotHasOneForOtherPlaces()
    {
        using var bench = new CacheBench();
        var keys = BoundKeys.All(bench.Action.Key, bench.Here, []);
        new Depot(bench.DepotFolder).AddEntry(ForOtherPlaces(bench, keys[0]), overwrite: true);
        var remote = new RemoteForOtherPlaces(key => ForOtherPlaces(bench, key));
        bench.Remote = remote;
        Assert.IsFalse(bench.Restore());
        CollectionAssert.AreEqual(new[] { string.Join(' ', keys.Skip(1)), string.Join(' ', keys.Skip(2)) }, remote.Asked);
    }

    [TestMethod]
    public void TryRestore_HitsUnderAnotherRoot_OnlyWhenNoOutputHoldsTheRootsPath()
    {
        using var folder = new TempFolder();
        using var here = new CacheBench("root", folder["depot"]);
        using var there = new CacheBench("elsewhere", folder["depot"]);
        here.Compile(("obj/a.dll", "image"));
        Assert.IsTrue(there.Restore());
        here.Facts = there.Facts = "paths";
        here.Compile(("obj/a.dll", "image of " + here.Root), ("obj/a.pdb", "symbols"));
        var cache = there.Cache();
        Assert.IsNull(cache.TryRestore(out _));
        Assert.IsEmpty(cache.Damage);
        there.Compile(cache, ("obj/a.dll", "image of " + there.Root), ("obj/a.pdb", "symbols"));
        foreach (var bench in new[] { here, there })
        {
            bench.Clean();
            var entry = bench.Cache().TryRestore(out _);
            Assert.AreEqual("a.dll: it cannot be read", entry?.BoundBy);
            Assert.AreEqual("image of " + bench.Root, bench.Read("obj/a.dll"));
        }
    }

    [TestMethod]
    public async Task Store_GivesWholeEntries_WhenManyStoreAndRestoreAtOnce()
    {
        using var folder = new TempFolder();
        var benches = Enumerable.Range(0, 8).Select(_ => new CacheBench("root", folder["depot"])).ToList();
        try
        {
            await Task.WhenAll(benches.Select((bench, i) => Task.Run(() =>
            {
                for (var n = 0; n < 12; n++)
                {
                    bench.Facts = $"{n / 2}";
                    bench.Clean();
                    var cache = bench.Cache();
                    var text = $"image {n / 2} {new string('x', 100_000)}";
                    if (cache.TryRestore(out _) is null)
                        Assert.IsNull(bench.Compile(cache, ("obj/a.dll", text), ("obj/a.pdb", "symbols")));
                    Assert.IsEmpty(cache.Damage);
                    Assert.AreEqual(text, bench.Read("obj/a.dll"));
                }
            })));
            Assert.IsEmpty(Directory.GetFiles(folder["depot"], ".tmp-*", SearchOption.AllDirectories));
            Assert.IsEmpty(Directory.GetFiles(folder["depot"], "*.damaged", SearchOption.AllDirectories));
        }
        finally
        {
            benches.ForEach(b => b.Dispose());
        }
    }

    [TestMethod]
    public void Compare_NamesEveryDifference_WhenACompileGivesSomethingElse()
    {
        _bench.Compile(("obj/a.dll", "image"), ("obj/a.pdb", "symbols"));
        var cache = _bench.Cache();
        cache.BeforeStep();
        _bench.Write("obj/a.dll", "imagination");
        _bench.Write("obj/gen/x.cs", "x");
        var (now, _) = cache.Collect([new WarningEffect(null, "CS1", "a.cs", 7, 0, 0, 0, "m", null, null, null)], _bench.Made);
        CollectionAssert.AreEquivalent(
            new[]
            {
                "{root}/obj/a.dll differs from byte 4; it had 5 bytes and has 11", "{root}/obj/gen/x.cs is written now, and was not", "{root}/obj/a.pdb was written, and is not now",
                "warning CS1 in a.cs(7) is given now, and was not",
            },
            cache.Compare(now!).ToArray());
        Assert.IsEmpty(CompileComparison.Compare(now!.Entry, now, _ => null));
    }

    [TestMethod]
    public void Compare_NamesTheParameter_WhenAStepGivesAnotherValue()
    {
        StoredCompile Collect(params Effect[] effects)
        {
            var cache = _bench.Cache();
            cache.BeforeStep();
            _bench.Write("obj/a.dll", "image");
            return cache.Collect(effects, _bench.Made).Compile!;
        }
        var before = Collect(new OutputPropertyEffect("Same", "1"), new OutputPropertyEffect("Count", "1"), new OutputItemEffect("Items", 0, "a", [("M", "1")]), new OutputPropertyEffect("Gone", ""));
        var now = Collect(new OutputItemEffect("Items", 0, "a", [("M", "2")]), new OutputPropertyEffect("Count", "2"), new OutputPropertyEffect("Same", "1"));
        CollectionAssert.AreEquivalent(
            new[] { "Count", "Items", "Gone" }.Select(p => $"the output parameter {p} has another value").ToArray(),
            CompileComparison.Compare(before.Entry, now, _ => now.Blobs[0]).ToArray());
    }

    [TestMethod]
    public void OutputMissing_IsTheReason_WhenAStepDidNotWriteAllThatItDeclares()
    {
        _bench.WritesAll = true;
        _bench.Outputs.Clear();
        _bench.Outputs.AddRange([(OutputRole.StepFile, "obj/a.txt"), (OutputRole.StepFolder, "obj/gen")]);
        Assert.AreEqual(new Reason(UncacheableReason.OutputMissing, _bench["obj/gen"]), _bench.Compile(("obj/a.txt", "a")));
        Assert.AreEqual(new Reason(UncacheableReason.OutputMissing, _bench["obj/a.txt"]), _bench.Compile(("obj/gen/x.txt", "x")));
        // What was there and was not written may be left from other inputs.
        Assert.AreEqual(new Reason(UncacheableReason.OutputMissing, _bench["obj/gen/x.txt"]), _bench.Compile(("obj/a.txt", "aa"), ("obj/gen/y.txt", "y")));
        _bench.Clean();
        Assert.IsNull(_bench.Compile(("obj/a.txt", "a"), ("obj/gen/sub/x.txt", "x"), ("obj/gen/y.txt", "y")));
        _bench.Clean();
        Assert.IsTrue(_bench.Restore());
        Assert.AreEqual(("a", "x", "y"), (_bench.Read("obj/a.txt"), _bench.Read("obj/gen/sub/x.txt"), _bench.Read("obj/gen/y.txt")));
    }

    [TestMethod]
    public void Entry_ServesOtherCommitsAtItsPlace_WhenAStepsTextHoldsThePath()
    {
        using var folder = new TempFolder();
        using var here = new CacheBench("root", folder["depot"]) { Commit = new string('a', 40), WritesAll = true };
        using var there = new CacheBench("elsewhere", folder["depot"]) { WritesAll = true };
        foreach (var bench in new[] { here, there })
        {
            bench.Outputs.Clear();
            bench.Outputs.Add((OutputRole.StepFile, "obj/a.txt"));
        }
        here.Compile(("obj/a.txt", $"#line 1 \"{here.Root}/x\""));
        here.Commit = new string('b', 40);
        Assert.AreEqual(Binding.Roots, here.Cache().TryRestore(out _)?.BoundTo);
        Assert.IsFalse(there.Restore());
    }

    [TestMethod]
    public void TryRestore_TouchesNothing_WhenTheEntryIsNotAccepted()
    {
        _bench.Compile(("obj/a.dll", "image"));
        _bench.Clean();
        Assert.IsNull(_bench.Cache().TryRestore(out _, entry => entry.Files.Count() > 1));
        Assert.IsFalse(File.Exists(_bench["obj/a.dll"]));
        Assert.IsNotNull(_bench.Cache().TryRestore(out _, entry => entry.Files.Count() == 1));
    }

    private static void Damage(string path, string how)
    {
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        if (how == "folder")
            Directory.CreateDirectory(path);
        else if (how == "truncated")
            File.WriteAllBytes(path, bytes[..^1]);
        else if (how == "flipped")
            File.WriteAllBytes(path, [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]);
    }

    private static string Listing(string folder) => string.Join('\n', Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order().Select(p => $"{p} {File.GetLastWriteTimeUtc(p):O}"));

    private sealed class ListedOutputs(IReadOnlyList<CompileOutput> outputs, Action<int> listed) : IReadOnlyList<CompileOutput>
    {
        private int _times;

        public int Count => outputs.Count;

        public CompileOutput this[int index] => outputs[index];

        public IEnumerator<CompileOutput> GetEnumerator()
        {
            listed(++_times);
            return outputs.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    // Its imprint names what is not known here.
    private static Entry ForOtherPlaces(CacheBench bench, ActionKey key) =>
        new(key, bench.Action.Key, null, bench.Made, [new OutputFileEffect(OutputRole.Assembly, "{root}/obj/a.dll", new Depot(bench.DepotFolder).AddBlob("x"u8), 1, 0) { IsLocal = true }])
        {
            Imprint = new Imprint([("unknown", "/elsewhere")], null, [], []),
        };

    // Has something under the first key that it is asked for, and nothing under others.
    private sealed class RemoteForOtherPlaces(Func<ActionKey, Entry> make) : IRemoteDepots
    {
        public List<string> Asked { get; } = [];

        public Entry? Fetch(Depot into, IReadOnlyList<ActionKey> keys)
        {
            Asked.Add(string.Join(' ', keys));
            return Asked.Count == 1 ? make(keys[0]) : null;
        }

        public IEnumerable<(ProjectEntry Entry, string Id)> FetchProjects(Depot into, TreeHash tree) => [];

        public void Publish(Depot from, ActionKey key)
        {
        }

        public void Publish(Depot from, TreeHash tree, string id)
        {
        }
    }
}
