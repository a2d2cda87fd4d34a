using System.Globalization;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Actions;

[TestClass]
public sealed class CompileKeyBuilderTests : IDisposable
{
    private readonly KeyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestMethod]
    public void Text_IsThis_WhenACompileIsSmall()
    {
        _bench.Write("obj/x.dll", "x");
        var digest = ContentDigest.Of("class A {}"u8);
        StringAssert.Matches(
            _bench.Text("/reference:g=obj/x.dll", "/define:A;B", "/nologo", "/doc:obj/a b.xml", "A.cs"),
            new System.Text.RegularExpressions.Regex($"""
                ^compiledepot-key 2
                task Csc
                platform \w+ \w+
                runtime \S+
                culture \S* \S*
                (environment .*\n)*toolchain /\S+/sdk [0-9a-f]+
                option /deterministic\+
                output Assembly {'{'}root{'}'}/obj/a.dll %
                reference {'{'}root{'}'}/obj/x.dll [0-9a-f]+ reference g
                option /define:A;B
                output Documentation {'{'}root{'}'}/obj/a%20b.xml %
                source {'{'}root{'}'}/A.cs {digest}
                $
                """));
    }

    [TestMethod]
    public void Key_IsTheSame_WhenTheRootIsAnother()
    {
        // The toolchain must be one: it lies outside the roots.
        using var other = new KeyBench();
        other.Toolchain[0] = _bench.Toolchain[0];
        Assert.AreEqual(Key(_bench), Key(other));
        foreach (var part in new[] { "src/B.cs", "obj/.editorconfig", "obj/x.dll", "gen/g.dll" })
        {
            var before = Key(_bench);
            File.AppendAllText(_bench[part], "x");
            Assert.AreNotEqual(before, Key(_bench), part);
        }

        static ActionKey Key(KeyBench bench)
        {
            foreach (var (name, text) in new[] { ("src/B.cs", "class B {}"), ("obj/x.dll", "x"), ("gen/g.dll", "g"), ("obj/.editorconfig", $"is_global = true\nbuild_property.ProjectDir = {bench.Root}/\n[{bench["A.cs"]}]\nx = 1\n") })
            {
                if (!File.Exists(bench[name]))
                    bench.Write(name, text);
            }
            return bench.Key($"/reference:{bench["obj/x.dll"]}", $"/pathmap:{bench.Root}/=/_/", $"/analyzerconfig:{bench["obj/.editorconfig"]}", "/analyzer:gen/g.dll", bench["A.cs"], "src/B.cs");
        }
    }

    /// <summary>A path that a source says is that of the place where it was written, be it this one's or not.</summary>
    [TestMethod]
    public void Key_IsAnother_WhereASourceNamesALineOfThisPlace()
    {
        using var other = new KeyBench();
        other.Toolchain[0] = _bench.Toolchain[0];
        foreach (var (line, same) in new[] { ($"{_bench.Root}/Grammar.y", false), ("/usr/elsewhere/Grammar.y", true), ("Grammar.y", true) })
        {
            foreach (var bench in new[] { _bench, other })
                bench.Write("B.cs", $"#line 1 \"{line}\"\nclass B {{}}\n");
            Assert.AreEqual(same, _bench.Key("B.cs") == other.Key("B.cs"), line);
        }
    }

    /// <summary>The outputs hold the root's own folder, behind what the one above was mapped to.</summary>
    [TestMethod]
    public void Key_IsAnother_WhereAFolderAboveTheRootIsMapped()
    {
        using var other = new KeyBench();
        other.Toolchain[0] = _bench.Toolchain[0];
        var above = Path.GetDirectoryName(_bench.Root)!;
        Assert.AreNotEqual(_bench.Key($"/pathmap:{above}=/x", "A.cs"), other.Key($"/pathmap:{above}=/x", "A.cs"));
        Assert.AreNotEqual(_bench.Key("/pathmap:/=/x", "A.cs"), other.Key("/pathmap:/=/x", "A.cs"));
        Assert.AreEqual(_bench.Key("/pathmap:/usr/elsewhere=/x", "A.cs"), other.Key("/pathmap:/usr/elsewhere=/x", "A.cs"));
        Assert.AreEqual(_bench.Key($"/pathmap:{_bench.Root}=/x", "A.cs"), other.Key($"/pathmap:{other.Root}=/x", "A.cs"));
    }

    [TestMethod]
    [DataRow("[ROOT/A.cs]\nx = 1", "[ROOT/A.cs]\nx = 2")]
    [DataRow("a = ROOT/x", "a = ROOTx")]
    [DataRow("a = ROOT", "a = {root}")]
    [DataRow("a = ROOT {", "a = ROOT {{")]
    [DataRow("a = ROOT", "a = ROOT ")]
    [DataRow("a = ROOT\n", "a = ROOT\r\n")]
    [DataRow("a = ROOT", "\ufeffa = ROOT")]
    [DataRow("a", "b")]
    public void Key_Differs_WhenRootedTextsDo(string one, string other)
    {
        CompileAction Action(string text)
        {
            _bench.Write("e", text.Replace("ROOT", _bench.Root, StringComparison.Ordinal));
            return _bench.Action(CompilerKind.CSharp, "/analyzerconfig:e");
        }
        Assert.AreNotEqual(Action(one).Key, Action(other).Key);
    }

    [TestMethod]
    public void Key_Differs_WhenArgumentsChangePlaces()
    {
        _bench.Write("B.cs", "class B {}");
        Assert.AreNotEqual(_bench.Key("A.cs", "B.cs"), _bench.Key("B.cs", "A.cs"));
        Assert.AreNotEqual(_bench.Key("/nowarn:1", "/warnaserror+"), _bench.Key("/warnaserror+", "/nowarn:1"));
    }

    [TestMethod]
    [DataRow("/resource:A.cs,,private", "/resource:A.cs,private")]
    [DataRow("/resource:A.cs", "/resource:A.cs,A.cs")]
    [DataRow("/resource:A.cs,n", "/resource:A.cs,n,private")]
    [DataRow("/reference:A.cs", "/reference:x=A.cs")]
    [DataRow("/reference:A.cs", "/link:A.cs")]
    [DataRow("/define:a b", "/define:a%20b")]
    [DataRow("/define:{root}", "/define:ROOT")]
    [DataRow("/define:a\noption /define:b", "/define:a")]
    [DataRow("/additionalfile:A.cs", "/embed:A.cs")]
    [DataRow("/win32res:A.cs", "/win32icon:A.cs")]
    [DataRow("/analyzerconfig:A.cs", "/sourcelink:A.cs")]
    [DataRow("/additionalfile:A.cs", "/brandnew:A.cs")]
    public void Key_Differs_WhenArgumentsAreNearlyAlike(string one, string other) =>
        Assert.AreNotEqual(_bench.Key(one.Replace("ROOT", _bench.Root, StringComparison.Ordinal)), _bench.Key(other.Replace("ROOT", _bench.Root, StringComparison.Ordinal)));

    [TestMethod]
    public void Key_HoldsEveryPart_WhenAFileIsNamedAsTheListItself()
    {
        foreach (var name in new[] { "a", "b", "a,b" })
            _bench.Write(name, "one");
        var first = _bench.Key("/reference:a,b");
        _bench.Write("b", "two");
        Assert.AreNotEqual(first, _bench.Key("/reference:a,b"));
    }

    [TestMethod]
    public void Key_FollowsResponseFiles_WhenTheirArgumentsDo()
    {
        _bench.Write("a.rsp", "/define:A A.cs");
        var action = _bench.Action(CompilerKind.CSharp, "@a.rsp");
        Assert.Contains(_bench["a.rsp"], action.Inputs.Select(i => i.Path));
        // What they hold counts, not that it stands in one.
        Assert.AreEqual(_bench.Key("/define:A", "A.cs"), action.Key);
        _bench.Write("a.rsp", "/define:B A.cs");
        Assert.AreNotEqual(action.Key, _bench.Key("@a.rsp"));
    }

    [TestMethod]
    public void Key_FollowsIncludedDocumentation_WhenItAppearsChangesAndGoes()
    {
        _bench.Write("src/B.cs", "/// <include path='d/x[1>0]' file='b.xml'/>\nclass B {}");
        var absent = _bench.Key("src/B.cs");
        AssertMoves("src/b.xml", absent);
        // From the project's folder where there is none beside the source.
        AssertMoves("b.xml", absent);

        void AssertMoves(string name, ActionKey before)
        {
            _bench.Write(name, "<d>one</d>");
            var one = _bench.Key("src/B.cs");
            _bench.Write(name, "<d>two</d>");
            var two = _bench.Key("src/B.cs");
            File.Delete(_bench[name]);
            Assert.HasCount(3, new[] { before, one, two }.Distinct());
            Assert.AreEqual(before, _bench.Key("src/B.cs"));
        }
    }

    [TestMethod]
    public void Key_FollowsDocumentationIncludedByDocumentation_WhereverItLies()
    {
        _bench.Write("A.cs", "/// <include file='docs/a.txt' path='d/*'/>\nclass A {}");
        _bench.Write("docs/a.txt", "<d><include file='b.xml' path='e/*'/><include file='a.txt' path='d'/></d>");
        _bench.Write("docs/b.xml", "<e>one</e>");
        var first = _bench.Key("A.cs");
        _bench.Write("docs/b.xml", "<e>two</e>");
        Assert.AreNotEqual(first, _bench.Key("A.cs"));
    }

    [TestMethod]
    public void Key_FollowsIncludedRuleSets_WhenTheyNestAndLoop()
    {
        _bench.Write("a.ruleset", "<RuleSet><Include Path='sub\\b.xml' Action='Default'/><Include Path='none.ruleset'/></RuleSet>");
        _bench.Write("sub/b.xml", "<RuleSet><Include Path='../c.ruleset'/></RuleSet>");
        _bench.Write("c.ruleset", "<RuleSet><Include Path='a.ruleset'/></RuleSet>");
        var keys = new List<ActionKey> { _bench.Key("/ruleset:a.ruleset") };
        foreach (var name in new[] { "sub/b.xml", "c.ruleset" })
        {
            File.AppendAllText(_bench[name], " ");
            keys.Add(_bench.Key("/ruleset:a.ruleset"));
        }
        _bench.Write("none.ruleset", "<RuleSet/>");
        keys.Add(_bench.Key("/ruleset:a.ruleset"));
        CollectionAssert.AllItemsAreUnique(keys);
    }

    [TestMethod]
    public void Key_FollowsWhatLiesBesideAnalyzers_WhenItMayBeLoaded()
    {
        _bench.Write("gen/g.dll", "g");
        var keys = new List<ActionKey> { Key() };
        _bench.Write("gen/helper.dll", "one");
        keys.Add(Key());
        _bench.Write("gen/helper.dll", "two");
        keys.Add(Key());
        _bench.Write("gen/de/g.resources.dll", "x");
        keys.Add(Key());
        _bench.Move("gen/helper.dll", "gen/helper2.dll");
        keys.Add(Key());
        CollectionAssert.AllItemsAreUnique(keys);

        ActionKey Key() => _bench.Key("/analyzer:gen/g.dll");
    }

    [TestMethod]
    public void Key_FollowsModules_WhenAReferenceHasSeveral()
    {
        _bench.Write("lib/a.dll", Assemblies.WithManifest(false, ("m.netmodule", true)));
        var keys = new List<ActionKey> { Key() };
        _bench.Write("lib/m.netmodule", "one");
        keys.Add(Key());
        _bench.Write("lib/m.netmodule", "two");
        keys.Add(Key());
        CollectionAssert.AllItemsAreUnique(keys);

        ActionKey Key() => _bench.Key("/reference:lib/a.dll");
    }

    [TestMethod]
    public void Key_FollowsToolchainsAndParameters_WhenTheyChange()
    {
        var keys = new List<ActionKey> { _bench.Key() };
        _bench.WriteOutside("sdk/csc.dll", "another compiler");
        keys.Add(_bench.Key());
        _bench.WriteOutside("sdk/de/csc.resources.dll", "x");
        keys.Add(_bench.Key());
        _bench.Toolchain.Add(_bench.WriteOutside("task.dll", "a task"));
        keys.Add(_bench.Key());
        _bench.Write("named", "one");
        _bench.Parameters.Add(KeyValuePair.Create("Any", "named;x"));
        keys.Add(_bench.Key());
        _bench.Write("named", "two");
        keys.Add(_bench.Key());
        CollectionAssert.AllItemsAreUnique(keys);
    }

    [TestMethod]
    public void Key_FollowsCultures_WhenEitherChanges()
    {
        var (culture, messages) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            var keys = new List<ActionKey>();
            foreach (var (one, other) in new[] { ("en-GB", "en-GB"), ("de-DE", "en-GB"), ("en-GB", "de-DE"), ("th-TH", "ar-SA") })
            {
                (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (new CultureInfo(one), new CultureInfo(other));
                keys.Add(_bench.Key());
            }
            CollectionAssert.AllItemsAreUnique(keys);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, messages);
        }
    }

    [TestMethod]
    [DataRow(CompilerKind.CSharp, "LIB", true)]
    [DataRow(CompilerKind.CSharp, "DOTNET_ROLL_FORWARD", true)]
    [DataRow(CompilerKind.FSharp, "FSHARP_UNITTEST", true)]
    [DataRow(CompilerKind.CSharp, "FSHARP_UNITTEST", false)]
    [DataRow(CompilerKind.CSharp, "COMPILEDEPOT_UNITTEST", false)]
    [DoNotParallelize]
    public void Key_FollowsTheEnvironment_WhereTheCompilerReadsIt(CompilerKind compiler, string name, bool follows)
    {
        var before = Environment.GetEnvironmentVariable(name);
        var first = _bench.Action(compiler).Key;
        try
        {
            Environment.SetEnvironmentVariable(name, _bench["a"]);
            var second = _bench.Action(compiler).Key;
            Assert.AreEqual(follows, first != second);
            Environment.SetEnvironmentVariable(name, _bench["b"]);
            Assert.AreEqual(follows, second != _bench.Action(compiler).Key);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }
}
