using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Hashing;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class FileDigesterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void TryDigest_IsNeverStale_WhenAFileIsEditedAgainAndAgainAtTheSameSize()
    {
        var digester = Digester();
        var path = _folder["a.txt"];
        for (var i = 100; i < 400; i++)
        {
            var text = $"{i}";
            File.WriteAllText(path, text);
            Assert.AreEqual(ContentDigest.Of(System.Text.Encoding.UTF8.GetBytes(text)), digester.TryDigest(path)!.Digest);
        }
    }

    [TestMethod]
    public void TryDigest_SeesTheEdit_WhenTimeAndSizeAreAsBefore()
    {
        var digester = Digester();
        var path = Settled("a.txt", "one");
        var first = digester.TryDigest(path)!;
        Assert.IsTrue(first.IsSettled);
        var time = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, "two");
        File.SetLastWriteTimeUtc(path, time);
        Assert.AreEqual(ContentDigest.Of("two"u8), digester.TryDigest(path)!.Digest);
        Assert.IsFalse(FileDigester.IsUnchanged(first));
    }

    [TestMethod]
    public void TryDigest_SeesTheOtherFile_WhenReplacedByRename()
    {
        var digester = Digester();
        var path = Settled("a.txt", "one");
        Assert.AreEqual(ContentDigest.Of("one"u8), digester.TryDigest(path)!.Digest);
        var other = Settled("b.txt", "two");
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(path));
        File.Move(other, path, overwrite: true);
        Assert.AreEqual(ContentDigest.Of("two"u8), digester.TryDigest(path)!.Digest);
    }

    [TestMethod]
    public void TryDigest_IsNotSettled_WhenTheFileIsFreshOrOfTheFuture()
    {
        Assert.IsFalse(Digester().TryDigest(_folder.Write("a", "x"))!.IsSettled);
        var future = Settled("b", "x");
        File.SetLastWriteTimeUtc(future, DateTime.UtcNow.AddYears(5));
        Assert.IsFalse(Digester().TryDigest(future)!.IsSettled);
    }

    [TestMethod]
    public void TryDigest_IsNull_WhenThereIsNothingToRead()
    {
        File.CreateSymbolicLink(_folder["loop"], _folder["loop"]);
        foreach (var path in new[] { _folder["none"], _folder.Path, "/dev/zero", _folder["loop"], _folder.Path + "/a\0b", "" })
            Assert.IsNull(Digester().TryDigest(path), path);
    }

    [TestMethod]
    public void TryDigest_IsOfNothing_WhenTheFileIsEmpty() => Assert.AreEqual(ContentDigest.Of([]), Digester().TryDigest(_folder.Write("a.dll", ""))!.Digest);

    [TestMethod]
    public void IsUnchanged_LooksAtTheContent_WhenTheStampDoesNotTell()
    {
        var path = _folder.Write("a.txt", "one");
        var file = Digester().TryDigest(path)!;
        Assert.IsTrue(FileDigester.IsUnchanged(file));
        File.WriteAllText(path, "one");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-1));
        Assert.IsTrue(FileDigester.IsUnchanged(file));
        File.WriteAllText(path, "two");
        Assert.IsFalse(FileDigester.IsUnchanged(file));
        File.Delete(path);
        Assert.IsFalse(FileDigester.IsUnchanged(file));
        // The same stamp, but taken too early to be trusted: whatever it says, the content decides.
        Assert.IsTrue(FileStamp.TryRead(_folder.Write("a.txt", "new"), out var stamp));
        Assert.IsFalse(FileDigester.IsUnchanged(file with { Stamp = stamp, IsSettled = false }));
    }

    [TestMethod]
    public void Memo_IsUsedByOthers_WhenSaved()
    {
        var path = Settled("a.cs", "/// <include file='x | y.xml' path='*'/>");
        Digest(path, "memo");
        Assert.Contains(path, File.ReadAllText(_folder["memo"]));
        var memo = new FileDigestMemo(_folder["memo"]);
        memo.Refresh();
        Assert.IsTrue(FileStamp.TryRead(path, out var stamp));
        var known = memo.Find(path, stamp)!;
        CollectionAssert.AreEqual(new[] { "x | y.xml" }, known.Traits.References.ToArray());
        Assert.IsTrue(FileDigester.IsUnchanged(known));
        Assert.IsNull(memo.Find(path, stamp with { Mode = 1 }));
    }

    [TestMethod]
    public void Memo_HoldsWhatLiesBelowTheRoot_ApartFromTheRest()
    {
        var (inside, outside) = (Settled("root/a", "1"), Settled("other/a", "2"));
        var digester = new FileDigester(new FileDigestMemo(_folder["shared"]), new FileDigestMemo(_folder["ofRoot"]), _folder["root"]);
        digester.TryDigest(inside);
        digester.TryDigest(outside);
        digester.Save();
        Assert.StartsWith(inside, File.ReadAllText(_folder["ofRoot"]));
        Assert.StartsWith(outside, File.ReadAllText(_folder["shared"]));
    }

    [TestMethod]
    public void Memo_PassesOverBadLines_WhenTornOrFlipped()
    {
        var paths = Enumerable.Range(0, 3).Select(i => Settled($"{i}.txt", $"{i}")).ToArray();
        Digest(paths[0], "memo");
        File.AppendAllText(_folder["memo"], "/torn/line 1 2 3");
        Digest(paths[1], "memo");
        Digest(paths[2], "memo");
        var memo = new FileDigestMemo(_folder["memo"]);
        memo.Refresh();
        // The line that the torn one runs into is lost, and nothing else.
        CollectionAssert.AreEqual(new[] { true, false, true }, paths.Select(p => FileStamp.TryRead(p, out var s) && memo.Find(p, s) is not null).ToArray());
    }

    [TestMethod]
    public void Memo_LosesNothing_WhenManyAppendAtOnce()
    {
        var files = Enumerable.Range(0, 200).Select(i => new InputFile($"/x/{i}", new FileStamp(i, 1, 1, 1, 1), ContentDigest.Of([(byte)i]), FileTraits.None)).ToArray();
        Parallel.ForEach(files.Chunk(5), chunk =>
        {
            var memo = new FileDigestMemo(_folder["deep/memo"]);
            foreach (var file in chunk)
            {
                memo.Add(file);
                memo.Save();
                memo.Refresh();
            }
        });
        var all = new FileDigestMemo(_folder["deep/memo"]);
        all.Refresh();
        foreach (var file in files)
            Assert.AreEqual(file, all.Find(file.Path, file.Stamp));
    }

    [TestMethod]
    public void Memo_SeesWhatOthersAdd_WhenRefreshedAgain()
    {
        var (one, two) = (new FileDigestMemo(_folder["memo"]), new FileDigestMemo(_folder["memo"]));
        for (var i = 0; i < 5; i++)
        {
            var file = new InputFile($"/{i}", default, ContentDigest.Of([(byte)i]), FileTraits.None);
            one.Add(file);
            one.Save();
            two.Refresh();
            Assert.AreEqual(file, two.Find(file.Path, default));
        }
    }

    [TestMethod]
    public void Memo_IsCompacted_WhenMostOfItIsSuperseded()
    {
        var writer = new FileDigestMemo(_folder["memo"]);
        for (var i = 0; i < 20_100; i++)
            writer.Add(new InputFile("/same", new FileStamp(i, 1, 1, 1, 1), ContentDigest.Of("x"u8), FileTraits.None));
        writer.Save();
        var reader = new FileDigestMemo(_folder["memo"]);
        reader.Refresh();
        Assert.HasCount(1, File.ReadAllLines(_folder["memo"]));
        reader.Refresh();
        Assert.IsNotNull(reader.Find("/same", new FileStamp(20_099, 1, 1, 1, 1)));
        writer.Add(new InputFile("/other", default, ContentDigest.Of("y"u8), FileTraits.None));
        writer.Save();
        reader.Refresh();
        Assert.IsNotNull(reader.Find("/other", default));
    }

    [TestMethod]
    [DataRow("folder")]
    [DataRow("belowFile")]
    [DataRow("full")]
    [DataRow("garbage")]
    [DataRow("hole")]
    public void Memo_OnlyCostsTime_WhenItsFileDoesNotWork(string fault)
    {
        var path = _folder["memo"];
        switch (fault)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "belowFile":
                path = Path.Combine(_folder.Write("file", ""), "memo");
                break;
            case "full":
                File.CreateSymbolicLink(path, "/dev/full");
                break;
            case "garbage":
                var bytes = new byte[10_000];
                new Random(1).NextBytes(bytes);
                File.WriteAllBytes(path, bytes);
                break;
            case "hole":
                using (var stream = File.Create(path))
                    stream.SetLength(3L << 30);
                break;
        }
        var file = Settled("a.txt", "x");
        var memo = new FileDigestMemo(path);
        var digester = new FileDigester(memo, memo, _folder.Path);
        for (var i = 0; i < 2; i++)
        {
            digester.Refresh();
            Assert.AreEqual(ContentDigest.Of("x"u8), digester.TryDigest(file)!.Digest);
            digester.Save();
        }
    }

    [TestMethod]
    public void FolderDigest_DependsOnNamesAndContents_AndOnNothingElse()
    {
        _folder.Write("f/a.dll", "1");
        _folder.Write("f/sub/b.dll", "2");
        _folder.Write("f/library-packs/c", "3");
        var first = Tree();
        _folder.Write("f/library-packs/c", "4");
        File.SetLastWriteTimeUtc(_folder["f/a.dll"], DateTime.UtcNow.AddDays(-3));
        Assert.AreEqual(first, Tree());
        _folder.Write("f/sub/b.dll", "3");
        Assert.AreNotEqual(first, Tree());
        _folder.Write("f/sub/b.dll", "2");
        Assert.AreEqual(first, Tree());
        File.Move(_folder["f/a.dll"], _folder["f/A.dll"]);
        Assert.AreNotEqual(first, Tree());

        ContentDigest Tree() => FolderDigest.OfTree(_folder["f"], ["library-packs"], Digester(), []);
    }

    [TestMethod]
    public void FolderDigest_TakesAssembliesAndTheirTranslations_WhenBesideAnalyzers()
    {
        _folder.Write("f/a.dll", "1");
        _folder.Write("f/x.json", "1");
        _folder.Write("f/de/a.resources.dll", "1");
        _folder.Write("f/de/other.dll", "1");
        var inputs = new List<InputFile>();
        FolderDigest.OfAssemblies(_folder["f"], Digester(), inputs, f => f.Digest);
        CollectionAssert.AreEquivalent(new[] { _folder["f/a.dll"], _folder["f/de/a.resources.dll"] }, inputs.Select(i => i.Path).ToArray());
    }

    private void Digest(string path, string memo)
    {
        var file = new FileDigestMemo(_folder[memo]);
        var digester = new FileDigester(file, file, _folder.Path);
        Assert.IsTrue(digester.TryDigest(path)!.IsSettled);
        digester.Save();
    }

    private FileDigester Digester() => new(new FileDigestMemo(null), new FileDigestMemo(null), _folder.Path);

    // Writes a file and waits until its stamp can be trusted.
    private string Settled(string name, string text)
    {
        var path = _folder.Write(name, text);
        FileStamp stamp;
        while (!FileStamp.TryRead(path, out stamp) || !stamp.IsSettledAt(FileStamp.Now))
            Thread.Sleep(5);
        return path;
    }
}
