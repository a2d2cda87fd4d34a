using CompileDepot.Core.Actions;
using CompileDepot.Core.Commands;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Actions;

/// <summary>What each kind of switch does to a key.</summary>
[TestClass]
public sealed class SwitchKindTests
{
    // Compiler, argument with {0} for the file's name, file, kind.
    private static readonly (CompilerKind Compiler, string Argument, string File, SwitchKind Kind)[] Files =
    [
        (CompilerKind.CSharp, "{0}", "B.cs", default),
        (CompilerKind.CSharp, "/reference:{0}", "lib/b.dll", SwitchKind.Reference),
        (CompilerKind.CSharp, "/reference:X=\"{0}\"", "lib/b.dll", SwitchKind.Reference),
        (CompilerKind.CSharp, "/r:a.dll,{0}", "lib/b.dll", SwitchKind.Reference),
        (CompilerKind.CSharp, "/link:{0}", "lib/b.dll", SwitchKind.Reference),
        (CompilerKind.CSharp, "/addmodule:a.dll;{0}", "lib/b.netmodule", SwitchKind.Reference),
        (CompilerKind.CSharp, "/additionalfile:\"{0}\"", "a,b.bin", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/embed:{0}", "a.txt", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/win32res:{0}", "a.res", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/win32icon:{0}", "a.ico", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/win32manifest:{0}", "a.manifest", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/keyfile:{0}", "a.snk", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/appconfig:{0}", "app.config", SwitchKind.InputFiles),
        (CompilerKind.CSharp, "/analyzerconfig:{0}", ".editorconfig", SwitchKind.RootedText),
        (CompilerKind.CSharp, "/sourcelink:{0}", "obj/a.sourcelink.json", SwitchKind.RootedText),
        (CompilerKind.CSharp, "/resource:{0},a.name,private", "a.resources", SwitchKind.Resource),
        (CompilerKind.CSharp, "/linkres:\"{0}\"", "a,b.resources", SwitchKind.Resource),
        (CompilerKind.CSharp, "/analyzer:{0}", "gen/g.dll", SwitchKind.Analyzer),
        (CompilerKind.CSharp, "/ruleset:{0}", "a.ruleset", SwitchKind.RuleSet),
        (CompilerKind.CSharp, "/brandnew:{0}", "a.any", SwitchKind.Option),
        (CompilerKind.CSharp, "/brandnew:x={0},y", "a.any", SwitchKind.Option),
        (CompilerKind.VisualBasic, "/vbruntime:{0}", "vb.dll", SwitchKind.InputFiles),
        (CompilerKind.VisualBasic, "/reference:a=b.dll,{0}", "c.dll", SwitchKind.Reference),
        (CompilerKind.FSharp, "-r:{0}", "b=c.dll", SwitchKind.Reference),
        (CompilerKind.FSharp, "--resource:{0},name", "a.resources", SwitchKind.Resource),
        (CompilerKind.FSharp, "--keyfile:{0}", "a.snk", SwitchKind.InputFiles),
        (CompilerKind.FSharp, "--sourcelink:{0}", "a.json", SwitchKind.RootedText),
        (CompilerKind.FSharp, "--embed:{0}", "a.txt", SwitchKind.InputFiles),
        (CompilerKind.FSharp, "{0}", "A.fs", default),
    ];

    private static IEnumerable<object[]> Rows => Files.Select(f => new object[] { f.Compiler, f.Argument, f.File });

    [TestMethod]
    [DynamicData(nameof(Rows))]
    public void Key_FollowsTheContentAndThePlace_WhenASwitchNamesAFile(CompilerKind compiler, string argument, string file)
    {
        using var bench = new KeyBench();
        bench.Write("a.dll", "a");
        bench.Write("a=b.dll", "ab");
        bench.Write(file, "one");
        var first = Key(file);
        Assert.AreEqual(first, Key(file));
        bench.Write(file, "two");
        Assert.AreNotEqual(first, Key(file));
        bench.Write(file, "one");
        Assert.AreEqual(first, Key(file));
        var moved = Path.Combine("moved", file);
        bench.Move(file, moved);
        Assert.AreNotEqual(first, Key(moved));
        // The same file, named by its full path, is the same fact.
        Assert.Contains(bench[moved], bench.Action(compiler, Argument(bench[moved])).Inputs.Select(i => i.Path));

        ActionKey Key(string name) => bench.Action(compiler, Argument(name)).Key;
        string Argument(string name) => argument.Replace("{0}", name, StringComparison.Ordinal);
    }

    [TestMethod]
    public void Rows_CoverEveryKindThatNamesFiles_WhenOneIsAdded()
    {
        foreach (var (compiler, argument, _, kind) in Files.Where(f => f.Argument[0] != '{'))
            Assert.AreEqual(kind, SwitchTable.Find(compiler, argument.TrimStart('-', '/').Split(':')[0]).Kind, argument);
        CollectionAssert.AreEquivalent(
            Enum.GetValues<SwitchKind>(),
            Files.Select(f => f.Kind).Concat([
                // Tested below.
                SwitchKind.Plain, SwitchKind.Ignored, SwitchKind.Uncacheable, SwitchKind.OutputFile, SwitchKind.OutputFolder, SwitchKind.ErrorLog, SwitchKind.SearchFolders, SwitchKind.AssemblyFolder,
            ]).Distinct().ToArray());
    }

    [TestMethod]
    public void Key_TakesTheTextAlone_WhenASwitchIsPlainOrSearches()
    {
        using var bench = new KeyBench();
        foreach (var name in new[] { "define", "lib", "langversion" })
        {
            bench.Write("x", "one");
            var first = bench.Key($"/{name}:x");
            bench.Write("x", "two");
            Assert.AreEqual(first, bench.Key($"/{name}:x"));
            Assert.AreNotEqual(first, bench.Key($"/{name}:y"));
            Assert.AreNotEqual(first, bench.Key());
        }
    }

    [TestMethod]
    [DataRow("/nologo")]
    [DataRow("/errorreport:prompt")]
    [DataRow("/sqmsessionguid:x")]
    [DataRow("/parallel-")]
    [DataRow("/shared:x")]
    public void Key_IsTheSame_WhenASwitchIsIgnored(string argument)
    {
        using var bench = new KeyBench();
        Assert.AreEqual(bench.Key(), bench.Key(argument));
    }

    [TestMethod]
    public void Key_Differs_WhenFlagsDo()
    {
        using var bench = new KeyBench();
        string[] arguments = ["/debug", "/debug+", "/debug-", "/debug:full", "/embed", "/embed+", "/unsafe", "/o", "/o+", "/brandnew", "/brandnew:", "/resource:"];
        CollectionAssert.AllItemsAreUnique(arguments.Select(a => bench.Key(a)).Append(bench.Key()).ToArray());
    }

    /// <summary>For fsc it names the assembly; for csc it is short for <c>/optimize</c>, and the assembly is the one that <c>/out</c> names.</summary>
    [TestMethod]
    public void Key_LeavesTheCommitOut_WhenTheAssemblyIsNamedBeforeASwitchThatOptimizes()
    {
        using var bench = new KeyBench { Commit = "0123456789abcdef0123456789abcdef01234567" };
        bench.Write("obj/a.AssemblyInfo.cs", $"[assembly: A(\"1.0.0+{bench.Commit}\")]");
        var first = bench.Key("obj/a.AssemblyInfo.cs", "/o+");
        bench.Commit = "fedcba9876543210fedcba9876543210fedcba98";
        bench.Write("obj/a.AssemblyInfo.cs", $"[assembly: A(\"1.0.0+{bench.Commit}\")]");
        Assert.AreEqual(first, bench.Key("obj/a.AssemblyInfo.cs", "/o+"));
    }

    [TestMethod]
    public void Key_FollowsTheFoldersAssemblies_WhenASwitchNamesAFolder()
    {
        using var bench = new KeyBench();
        bench.Write("sdk/mscorlib.dll", "one");
        var first = bench.Action(CompilerKind.VisualBasic, "/sdkpath:sdk").Key;
        bench.Write("sdk/mscorlib.dll", "two");
        Assert.AreNotEqual(first, bench.Action(CompilerKind.VisualBasic, "/sdkpath:sdk").Key);
        Assert.AreNotEqual(bench.Action(CompilerKind.VisualBasic, "/analyzer:sdk/mscorlib.dll", "/sdkpath:sdk").Key, bench.Action(CompilerKind.VisualBasic, "/analyzer:sdk/mscorlib.dll").Key);
    }

    [TestMethod]
    public void Outputs_AreFound_WhenSwitchesNameThem()
    {
        using var bench = new KeyBench();
        AssertOutputs(
            bench.Exactly(CompilerKind.CSharp, "/deterministic", "/out:obj/a.dll", "/refout:obj/ref/a.dll", "/doc:\"obj/a b.xml\"", "/errorlog:\"a b.sarif\",version=2.1", "/generatedfilesout:gen", "/pdb:obj/x.pdb"),
            (OutputRole.Assembly, "obj/a.dll"), (OutputRole.ReferenceAssembly, "obj/ref/a.dll"), (OutputRole.Documentation, "obj/a b.xml"), (OutputRole.ErrorLog, "a b.sarif"), (OutputRole.GeneratedSource, "gen"), (OutputRole.Pdb, "obj/x.pdb"));
        AssertOutputs(
            bench.Exactly(CompilerKind.FSharp, "--deterministic", "-o:obj/a.dll", "--refout:obj/ref/a.dll", "--doc:a.xml", "--sig:a.fsi", "--pdb:x.pdb"),
            (OutputRole.Assembly, "obj/a.dll"), (OutputRole.ReferenceAssembly, "obj/ref/a.dll"), (OutputRole.Documentation, "a.xml"), (OutputRole.Signature, "a.fsi"), (OutputRole.Pdb, "x.pdb"));
        AssertOutputs(bench.Exactly(CompilerKind.VisualBasic, "/deterministic", "/out:a.b.dll", "/doc+"), (OutputRole.Assembly, "a.b.dll"), (OutputRole.Pdb, "a.b.pdb"), (OutputRole.Documentation, "a.b.xml"));
        AssertOutputs(bench.Exactly(CompilerKind.VisualBasic, "/deterministic", "/out:a.dll", "/doc-"), (OutputRole.Assembly, "a.dll"), (OutputRole.Pdb, "a.pdb"));
        AssertOutputs(bench.Exactly(CompilerKind.CSharp, "/deterministic", "/out:a.dll", "/out:b.dll"), (OutputRole.Assembly, "a.dll"), (OutputRole.Assembly, "b.dll"), (OutputRole.Pdb, "b.pdb"));

        // As the compilers read it.
        foreach (var log in new[] { "a.sarif;version=1", "\"a.sarif,version=2.1\"", "a.sarif,VERSION=2", "a.sarif" })
            AssertOutputs(bench.Exactly(CompilerKind.CSharp, "/deterministic", "/out:a.dll", "/errorlog:" + log), (OutputRole.Assembly, "a.dll"), (OutputRole.Pdb, "a.pdb"), (OutputRole.ErrorLog, "a.sarif"));

        void AssertOutputs(CompileAction action, params (OutputRole Role, string Name)[] expected) =>
            CollectionAssert.AreEquivalent(expected.Select(e => new CompileOutput(e.Role, bench[e.Name])).ToArray(), action.Outputs.ToArray());
    }

    /// <summary>The task moves it there, and vbc hears nothing of it.</summary>
    [TestMethod]
    [DataRow("obj/sub/b.pdb", "obj/sub/b.pdb")]
    [DataRow("obj/b", "obj/b.pdb")]
    public void Outputs_HaveThePdbElsewhere_WhenAParameterOfVisualBasicSaysSo(string value, string expected)
    {
        using var bench = new KeyBench();
        var plain = bench.Action(CompilerKind.VisualBasic).Key;
        bench.Parameters.Add(new("PdbFile", value));
        var action = bench.Action(CompilerKind.VisualBasic);
        Assert.AreEqual(bench[expected], action.Outputs.Single(o => o.Role == OutputRole.Pdb).Path);
        Assert.AreNotEqual(plain, action.Key);
        // A built tree has it already.
        bench.Write(value, "symbols");
        bench.Write(expected, "symbols");
        Assert.AreEqual(action.Key, bench.Action(CompilerKind.VisualBasic).Key);
        // To csc it is told; what its task says beside means something else.
        Assert.AreNotEqual(bench[expected], bench.Action(CompilerKind.CSharp).Outputs.Single(o => o.Role == OutputRole.Pdb).Path);
    }

    [TestMethod]
    public void Key_Differs_WhenOutputsGoElsewhere()
    {
        using var bench = new KeyBench();
        string[] arguments = ["/doc:a.xml", "/doc:b.xml", "/errorlog:a", "/errorlog:a,version=2", "/refout:a.xml", "/generatedfilesout:a", "/pdb:a"];
        CollectionAssert.AllItemsAreUnique(arguments.Select(a => bench.Key(a)).ToArray());
    }
}
