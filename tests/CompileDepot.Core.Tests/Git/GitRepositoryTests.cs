using CompileDepot.Core.Git;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Git;

[TestClass]
public sealed class GitRepositoryTests : IDisposable
{
    private const string One = "1111111111111111111111111111111111111111";
    private const string Two = "2222222222222222222222222222222222222222";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Commit_IsThatOfTheBranch_WhenItIsLooseOrPackedOrDetached()
    {
        Write("r/.git/HEAD", "ref: refs/heads/main\n");
        Assert.IsNull(Find("r").Commit);
        Assert.IsTrue(Find("r").IsReadable);
        Write("r/.git/packed-refs", $"# pack-refs with: peeled fully-peeled sorted \n{Two} refs/heads/other/refs/heads/main\n{One} refs/heads/main\n^{Two}\n");
        Assert.AreEqual(One, Find("r/src/deep").Commit);
        Write("r/.git/refs/heads/main", Two + "\n");
        Assert.AreEqual(Two, Find("r").Commit);
        Write("r/.git/HEAD", One);
        Assert.AreEqual(One, Find("r").Commit);
        Assert.AreEqual(_folder["r"], Find("r/src").TopFolder);
    }

    [TestMethod]
    public void Commit_IsFollowed_ThroughSymbolicReferences()
    {
        Write("r/.git/HEAD", "ref: refs/heads/alias");
        Write("r/.git/refs/heads/alias", "ref: refs/heads/main");
        Write("r/.git/refs/heads/main", One + One[..24]);
        Assert.AreEqual(One + One[..24], Find("r").Commit);
    }

    [TestMethod]
    public void Commit_IsTheWorktreesOwn_WhenGitIsAFile()
    {
        Write("r/.git/HEAD", "ref: refs/heads/main");
        Write("r/.git/refs/heads/main", One);
        Write("r/.git/worktrees/w/HEAD", "ref: refs/heads/topic");
        Write("r/.git/worktrees/w/commondir", "../..\n");
        Write("w/.git", $"gitdir: {_folder["r/.git/worktrees/w"]}\n");
        Write("r/.git/refs/heads/topic", Two);
        Assert.AreEqual(Two, Find("w").Commit);
        Assert.AreEqual((_folder["w"], _folder["r/.git"]), (Find("w").TopFolder, Find("w").CommonFolder));
        File.Delete(_folder["r/.git/refs/heads/topic"]);
        Write("r/.git/packed-refs", $"# pack-refs with: sorted\n{One} refs/heads/topic\n");
        Assert.AreEqual(One, Find("w").Commit);
    }

    [TestMethod]
    public void Find_GivesTheSubmodule_WhenTheFolderIsInOne()
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/modules/sub/HEAD", Two);
        Write("r/lib/sub/.git", "gitdir: ../../.git/modules/sub\n");
        Assert.AreEqual((Two, _folder["r/lib/sub"]), (Find("r/lib/sub/src").Commit, Find("r/lib/sub/src").TopFolder));
        Assert.AreEqual(One, Find("r/lib").Commit);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("ref: refs/heads/../../../etc/passwd")]
    [DataRow("ref: refs/heads/\0")]
    [DataRow("ref: elsewhere")]
    [DataRow("ref: refs/heads/round")]
    [DataRow("12345")]
    public void Commit_IsUnknown_WhenHeadIsDamaged(string head)
    {
        Write("r/.git/HEAD", head);
        Write("r/.git/refs/heads/round", "ref: refs/heads/round");
        Assert.IsNull(Find("r").Commit);
        Assert.IsFalse(Find("r").IsReadable);
    }

    [TestMethod]
    public void Commit_IsUnknown_WhenReferencesAreInTables()
    {
        Write("r/.git/HEAD", "ref: refs/heads/.invalid");
        Write("r/.git/reftable/tables.list", "x.ref");
        Assert.IsFalse(Find("r").IsReadable);
    }

    [TestMethod]
    [DataRow("gitdir: nowhere")]
    [DataRow("gitdir: \0")]
    [DataRow("gitdir: ")]
    [DataRow("something else")]
    public void Find_GivesNothing_WhenTheLinkLeadsNowhere(string link)
    {
        Write("r/.git", link);
        Assert.IsNull(GitRepository.Find(_folder["r"]));
    }

    [TestMethod]
    public void Facts_AreRemotesAndRewrites_OfTheFilesThatCount()
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", """
            [core]
                bare = false
            [remote "origin"]
                url = "https://example.com/a b.git" ; the one
                fetch = +refs/heads/*
            [Url "https://example.com/"]
                insteadOf = ex:
            [include]
                path = more.txt
            [branch "main"]
                remote = origin
            """);
        Write("r/.git/more.txt", "[remote \"fork\"] url = x\\\n  y");
        Write("r/.gitmodules", "[submodule \"s\"]\n\tpath = lib/s\n\turl = ../s.git\n");
        Write("r/lib/s/.git/HEAD", Two);
        var facts = RemoteFacts.Read(Find("r"));
        Assert.IsNull(facts.Unknown);
        CollectionAssert.IsSubsetOf(
            new[]
            {
                "remote origin url https://example.com/a%20b.git", "remote origin fetch +refs/heads/*", "url https://example.com/ insteadof ex:", "remote fork url x%20%20y", $"commit s lib/s {Two}",
            },
            facts.Lines.ToArray());
        Assert.IsFalse(facts.Lines.Any(l => l.Contains("bare", StringComparison.Ordinal) || l.StartsWith("branch", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Facts_AreOthers_WhenSubmodulesSwapTheirNames()
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", "[submodule \"one\"]\nurl = https://example.com/one\n[submodule \"two\"]\nurl = https://example.com/two");
        Write("r/.gitmodules", "[submodule \"one\"]\npath = a\n[submodule \"two\"]\npath = b");
        var before = RemoteFacts.Read(Find("r")).Lines;
        Write("r/.gitmodules", "[submodule \"two\"]\npath = a\n[submodule \"one\"]\npath = b");
        Assert.AreNotEqual(string.Join('\n', before), string.Join('\n', RemoteFacts.Read(Find("r")).Lines));
    }

    [TestMethod]
    [DataRow("ignoreCase = true")]
    [DataRow("repositoryFormatVersion = 1")]
    public void Facts_AreOthers_WhenSourceLinkReadsTheRepositoryInAnotherWay(string setting)
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", "[core]");
        var before = RemoteFacts.Read(Find("r")).Lines;
        Write("r/.git/config", "[core]\n" + setting);
        Assert.AreNotEqual(string.Join('\n', before), string.Join('\n', RemoteFacts.Read(Find("r")).Lines));
    }

    [TestMethod]
    public void SystemFolder_IsThatOfTheInstallation_OnWindows()
    {
        foreach (var file in new[] { "script/cmd/git.cmd", "plain/bin/git.exe", "full/cmd/git.exe", "full/mingw64/etc/gitconfig" })
            Write(file, "");
        string? Folder(params string[] folders) => RemoteFacts.SystemFolder(string.Join(';', folders), isWindows: true);
        Assert.AreEqual(_folder["plain/etc"], Folder("", _folder["none"], _folder["script/cmd"], _folder["plain/bin"], _folder["full/cmd"]));
        Assert.AreEqual(_folder["full/mingw64/etc"], Folder(_folder["full/cmd"], _folder["plain/bin"]));
        Assert.AreEqual(_folder["script/etc"], Folder(_folder["script/cmd"]));
        Assert.IsNull(Folder(_folder["none"]));
        Assert.IsNull(RemoteFacts.SystemFolder(null, isWindows: true));
        Assert.AreEqual("/etc", RemoteFacts.SystemFolder(_folder["full/cmd"], isWindows: false));
    }

    [TestMethod]
    [DataRow("[remote \"origin\" url = x")]
    [DataRow("[remote \"origin\"]\nurl = \"x")]
    [DataRow("[remote \"origin\"]\nurl = x\\y")]
    [DataRow("[remote \"origin\"]\nu_rl = x")]
    [DataRow("[include]\npath = config")]
    [DataRow("[includeIf \"gitdir:~/x\"]\npath = damaged")]
    public void Facts_AreUnknown_WhenTheyCannotBeRead(string text)
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", text);
        Write("r/.git/damaged", "[remote \"x\"");
        Assert.IsNotNull(RemoteFacts.Read(Find("r")).Unknown);
    }

    [TestMethod]
    public void Facts_AreKnown_WhenAConditionalFileHoldsNothingThatMatters()
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", "[includeIf \"gitdir:~/x\"]\npath = other");
        Write("r/.git/other", "[user]\nname = N");
        var facts = RemoteFacts.Read(Find("r"));
        Assert.IsNull(facts.Unknown);
        Assert.IsFalse(facts.Lines.Any(l => l.StartsWith("condition", StringComparison.Ordinal)));
    }

    /// <summary>Conditions name folders and branches: checkouts in two places may be two matters.</summary>
    [TestMethod]
    [DataRow("[url \"https://example.com/\"]\ninsteadOf = ex:")]
    [DataRow("[core]\nexcludesFile = theirs")]
    public void Facts_AreThoseOfThePlaceAndBranch_WhenTheyHangOnACondition(string text)
    {
        var all = new List<string>();
        void Add(string name) => all.Add(string.Join('\n', RemoteFacts.Read(Find(name)).Lines));
        foreach (var name in new[] { "r", "s" })
        {
            Write(name + "/.git/HEAD", "ref: refs/heads/main");
            Write(name + "/.git/refs/heads/main", One);
            Write(name + "/.git/config", "");
        }
        Add("r");
        Add("s");
        Assert.AreEqual(all[0], all[1]);
        all.Clear();
        foreach (var name in new[] { "r", "s" })
        {
            Write(name + "/.git/config", "[includeIf \"gitdir:~/x\"]\npath = other");
            Write(name + "/.git/other", text);
            Add(name);
        }
        Write("r/.git/HEAD", "ref: refs/heads/topic");
        Write("r/.git/refs/heads/topic", One);
        Add("r");
        Write("r/.git/other", "[url \"https://example.org/\"]\ninsteadOf = ex:");
        Add("r");
        CollectionAssert.AllItemsAreUnique(all);
    }

    /// <summary>Whoever writes their contents down passes over those that are not there, and one that is set and not there still counts in the place of the others.</summary>
    [TestMethod]
    public void Facts_AreOthers_WhenAnotherOfTheIgnoreFilesCounts()
    {
        var all = new List<string>();
        Write("r/.git/HEAD", One);
        foreach (var (first, second) in new[] { ("", ""), ("a/ignore", ""), ("a/ignore", "b/ignore"), ("b/ignore", "a/ignore") })
        {
            _folder.Write("r/b/ignore", "*.g.cs");
            Write("r/.git/config", string.Concat(new[] { first, second }.Where(f => f.Length > 0).Select(f => $"[core]\nexcludesFile = ../{f}\n")));
            all.Add(string.Join('\n', RemoteFacts.Read(Find("r")).Lines));
        }
        CollectionAssert.AllItemsAreUnique(all);
        Assert.IsFalse(all.Exists(t => t.Contains(_folder.Path, StringComparison.Ordinal)));
    }

    [TestMethod]
    public void IgnoreFiles_HoldEachThatMayCount_WhenAConditionalFileNamesOne()
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", "[core]\nexcludesFile = ../mine\n[includeIf \"gitdir:~/x\"]\npath = other");
        Write("r/.git/other", "[core]\nexcludesFile = theirs");
        CollectionAssert.IsSubsetOf(new[] { _folder["r/mine"], _folder["r/.git/theirs"], _folder["r/.git/info/exclude"] }, RemoteFacts.Read(Find("r")).IgnoreFiles.ToArray());
    }

    [TestMethod]
    public void IgnoreFiles_HoldTheDefault_WhenOnlyAConditionalFileNamesAnother()
    {
        Write("r/.git/HEAD", One);
        Write("r/.git/config", "");
        var before = RemoteFacts.Read(Find("r")).IgnoreFiles;
        Write("r/.git/config", "[includeIf \"gitdir:~/x\"]\npath = other");
        Write("r/.git/other", "[core]\nexcludesFile = theirs");
        CollectionAssert.IsSubsetOf(before.ToArray(), RemoteFacts.Read(Find("r")).IgnoreFiles.ToArray());
    }

    private GitRepository Find(string folder) => GitRepository.Find(_folder[folder])!;

    private void Write(string name, string text) => _folder.Write(name, text);
}
