using CompileDepot.Core.Caching;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Caching;

/// <summary>Entries made in one checkout and restored in another, at another path and commit; the oracle is the compiler itself.</summary>
[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class PlaceTests : IDisposable
{
    private const string One = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
    private const string Two = "99887766554433221100ffeeddccbbaa99887766";
    private const string Plain = "namespace N; public class A { public int M(int x) => x + 1; public static readonly int[] Data = [1, 2, 3, 4, 5, 6, 7]; }";
    private const string Caller = "namespace N; public class A { public string M([System.Runtime.CompilerServices.CallerFilePath] string p = \"\") => p; public string S() => M(); }";

    private const string Attribute = "namespace N; public class TestAttribute([System.Runtime.CompilerServices.CallerFilePath] string file = \"\") : System.Attribute { public string File => file; } [Test] public class A { [Test] public void M() { } }";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("")]
    [DataRow("/pathmap:{root}=/_/")]
    [DataRow("/embed")]
    [DataRow("/checksumalgorithm:SHA1")]
    [DataRow("/errorlog:{root}/Lib/log.sarif")]
    [DataRow("/pdb:{root}/Lib/symbols/Other.pdb")]
    public void TryRestore_GivesWhatACompileHereGives_WhenAnotherPlaceMadeIt(string option)
    {
        string[] more = option.Length > 0 ? [option] : [];
        var there = New("a", One).Project("Lib", Plain + " file class Hidden { }");
        var here = New("a longer name of it", Two).Project("Lib", Plain + " file class Hidden { }");
        Directory.CreateDirectory(there["Lib/symbols"]);
        Directory.CreateDirectory(here["Lib/symbols"]);
        var (made, isRestored) = there.Build("Lib", more);
        Assert.AreEqual((Binding.None, null, false), (made.BoundTo, made.BoundBy, isRestored));
        var (entry, hit) = here.Build("Lib", more);
        Assert.IsTrue(hit);
        var restored = here.Files(entry);
        CollectionAssert.AreEquivalent(here.Compiled(entry, "Lib", more), restored);
        CollectionAssert.AreNotEquivalent(there.Files(entry), restored);
        Assert.IsEmpty(here.Cache.Compare(Collected(here, "Lib", more)));
    }

    [TestMethod]
    [DataRow(Attribute, "")]
    [DataRow(Attribute, "/embed")]
    [DataRow(Attribute, "/pathmap:{root}=/_/")]
    [DataRow(Caller, "")]
    [DataRow(Caller, "/embed")]
    public void TryRestore_GivesWhatACompileHereGives_WhenCodeTellsItsFiles(string source, string option)
    {
        string[] more = option.Length > 0 ? [option] : [];
        var there = New("a", One).Project("Lib", source);
        var here = New("a longer name of it", Two).Project("Lib", source);
        var made = there.Build("Lib", more).Entry;
        Assert.AreEqual(Binding.None, made.BoundTo, made.BoundBy);
        var (entry, hit) = here.Build("Lib", more);
        Assert.IsTrue(hit);
        var restored = here.Files(entry);
        CollectionAssert.AreEquivalent(here.Compiled(entry, "Lib", more), restored);
        CollectionAssert.AreNotEquivalent(there.Files(entry), restored);
    }

    // What a person writes does not follow the tree, however it is put together, and though the key is the same there.
    [TestMethod]
    [DataRow("[Test(\"{root}/Lib/Lib.cs\")]")]
    [DataRow("[Test(@\"{root}/Lib\" + \"/Lib.cs\")]")]
    [DataRow("[Test(\"\\u002f{tail}/Li\" + $\"b{\"/\"}{nameof(Lib)}.cs\")] class Lib { } [Test]")]
    [DataRow("[Test(Parts.First + \"/Lib/Lib.cs\")]")]
    [DataRow("public class B { public string M(int i) => $\"{i}{\"{root}/Lib\"}\" + \"{root}/Lib\" + @\"/Lib.cs\"; } [Test]")]
    public void Entry_IsBoundToTheRoots_WhenAnAttributeMayHoldAConstant(string use)
    {
        var there = New("a", One);
        var source = Attribute + use.Replace("{root}", there.Root, StringComparison.Ordinal).Replace("{tail}", there.Root[1..], StringComparison.Ordinal) + " public class C { }";
        string[] more = use.Contains("Parts", StringComparison.Ordinal) ? ["/r:{root}/Parts/obj/Parts.dll"] : [];
        there.Project("Parts", $"public static class Parts {{ public const string First = \"{there.Root}\"; }}").Build("Parts");
        var made = there.Project("Lib", source).Build("Lib", more).Entry;
        Assert.AreEqual(Binding.Roots, made.BoundTo);
        Assert.AreEqual($"Lib.dll: it holds {there.Root}", made.BoundBy);
        var here = New("bcd", One).Project("Parts", $"public static class Parts {{ public const string First = \"{there.Root}\"; }}").Project("Lib", source);
        here.Build("Parts");
        Assert.AreEqual(more.Length == 0, there.Key("Lib", more) == here.Key("Lib", more), "a reference with a path in it counts as it is");
        Assert.IsFalse(here.Build("Lib", more).IsRestored);
    }

    [TestMethod]
    public void TryRestore_GivesWhatACompileHereGives_WhenAReferenceIsOfTheSameTree()
    {
        const string Using = "namespace N; public class B { public int M() => new A().M(2); }";
        var there = New("a", One).Project("Lib", Plain).Project("App", Using);
        var here = New("bcd", Two).Project("Lib", Plain).Project("App", Using);
        there.Build("Lib");
        Assert.IsFalse(there.Build("App", "/r:{root}/Lib/obj/ref/Lib.dll").IsRestored);
        here.Build("Lib");
        var (entry, hit) = here.Build("App", "/r:{root}/Lib/obj/ref/Lib.dll");
        Assert.IsTrue(hit);
        Assert.HasCount(1, entry.Imprint!.References);
        var restored = here.Files(entry);
        CollectionAssert.AreEquivalent(here.Compiled(entry, "App", "/r:{root}/Lib/obj/ref/Lib.dll"), restored);
        // The project level has no command line: what it needs is in the entry and on the disk.
        Directory.Delete(here["App/obj"], recursive: true);
        here.Project("App", Using);
        var byKey = new EntryRestorer(here.Depots, here.Here).TryRestore(entry.KeyText, out var bytes);
        Assert.IsNotNull(byKey);
        Assert.IsGreaterThan(0, bytes);
        CollectionAssert.AreEquivalent(restored, here.Files(byKey));
    }

    [TestMethod]
    [DataRow("namespace N; public class A { public string M() => \"{root}/Lib/Lib.cs\"; }", "", Binding.Roots, "A.dll: it holds")]
    [DataRow("namespace N; public class A { public const string C = \"1a2b3c4\"; }", "", Binding.Commit, "Lib.dll: the id of the commit")]
    [DataRow("namespace N; public class A { public const string C = \"1A2B3C4\"; }", "", Binding.Commit, "Lib.dll: the id of the commit")]
    [DataRow("namespace N; public class A { public const string C = \"" + One + "\"; }", "", Binding.Commit, "Lib.dll: it holds")]
    [DataRow(Plain, "/debug:embedded", Binding.Exact, "Lib.dll: its PDB is embedded")]
    public void Entry_IsBound_WhenItCannotBeRewritten(string source, string option, Binding binding, string why)
    {
        string[] more = option.Length > 0 ? [option] : [];
        var there = New("a", One);
        source = source.Replace("{root}", there.Root, StringComparison.Ordinal);
        var made = there.Project("Lib", source).Build("Lib", more).Entry;
        Assert.AreEqual(binding, made.BoundTo);
        Assert.Contains(why.Replace("A.dll", "Lib.dll", StringComparison.Ordinal), made.BoundBy!);
        Assert.IsTrue(there.Build("Lib", more).IsRestored);
        var sameRoot = New("a", Two).Project("Lib", source);
        Assert.AreEqual(binding == Binding.Roots, new EntryRestorer(sameRoot.Depots, sameRoot.Here).Find(made.Key) is not null, "by its own key, at another commit");
        Assert.AreEqual(binding == Binding.Roots, sameRoot.Build("Lib", more).IsRestored, "another commit");
        CollectionAssert.AreEquivalent(sameRoot.Compiled(made, "Lib", more), sameRoot.Files(made));
        var sameCommit = New("bcd", One).Project("Lib", source);
        Assert.AreEqual(binding == Binding.Commit, sameCommit.Build("Lib", more).IsRestored, "another root");
        CollectionAssert.AreEquivalent(sameCommit.Compiled(made, "Lib", more), sameCommit.Files(made));
    }

    [TestMethod]
    public void Entry_IsBoundToTheCommit_WhenAWarningNamesIt()
    {
        var there = New("a", One).Project("Lib", Plain);
        there.Observed = [new WarningEffect(null, "X1", "{root}/Lib.cs", 1, 1, 1, 1, "made from 1a2b3c4", null, null, "Csc")];
        Assert.AreEqual((Binding.Commit, "a warning, message or value with the id of the commit"), (there.Build("Lib").Entry.BoundTo, there.Build("Lib").Entry.BoundBy));
        Assert.IsTrue(New("bcd", One).Project("Lib", Plain).Build("Lib").IsRestored);
        Assert.IsFalse(New("a", Two).Project("Lib", Plain).Build("Lib").IsRestored);
    }

    [TestMethod]
    public void Key_IsTheSame_OnlyWhereTheBuildWroteThePlaceIntoAFile()
    {
        var there = New("a", One).Project("Lib", Plain);
        var here = New("bcd", Two).Project("Lib", Plain);
        Assert.AreEqual(there.Key("Lib"), here.Key("Lib"));
        there.Project("Lib", Plain + "// " + One);
        here.Project("Lib", Plain + "// " + Two);
        Assert.AreNotEqual(there.Key("Lib"), here.Key("Lib"), "a person's source");
        there.Project("Lib", Plain).Build("Lib");
        here.Project("Lib", Plain).Build("Lib");
        Assert.AreEqual(there.Key("Lib", "/r:{root}/Lib/obj/Lib.dll"), here.Key("Lib", "/r:{root}/Lib/obj/Lib.dll"));
        Assert.AreEqual(there.Key("Lib", "/analyzer:{root}/Lib/obj/Lib.dll"), here.Key("Lib", "/analyzer:{root}/Lib/obj/Lib.dll"));
        foreach (var option in new[] { "/resource:", "/additionalfile:", "/addmodule:", "/win32res:" })
            Assert.AreNotEqual(there.Key("Lib", option + "{root}/Lib/obj/Lib.dll"), here.Key("Lib", option + "{root}/Lib/obj/Lib.dll"), option);
        here.Project("Lib", Plain.Replace("M(int", "N(int", StringComparison.Ordinal)).Build("Lib");
        here.Project("Lib", Plain);
        Assert.AreNotEqual(there.Key("Lib", "/r:{root}/Lib/obj/ref/Lib.dll"), here.Key("Lib", "/r:{root}/Lib/obj/ref/Lib.dll"));
    }

    [TestMethod]
    public void TryRestore_Misses_WhenAReferenceIsNotThere()
    {
        const string Using = "namespace N; public class B { public int M() => new A().M(2); }";
        var there = New("a", One).Project("Lib", Plain).Project("App", Using);
        there.Build("Lib");
        var entry = there.Build("App", "/r:{root}/Lib/obj/ref/Lib.dll").Entry;
        var here = New("bcd", Two).Project("App", Using);
        var restorer = new EntryRestorer(here.Depots, here.Here);
        Assert.IsNull(restorer.TryRestore(entry.KeyText, out _));
        Assert.AreEqual("{root}/Lib/obj/ref/Lib.dll is not what it was", restorer.NotRewritable);
        Assert.IsFalse(restorer.IsUnfit);
        Assert.IsFalse(File.Exists(here["App/obj/App.dll"]));
    }

    [TestMethod]
    public void TryRestore_MissesAndHeals_WhenABlobToRewriteIsBad()
    {
        var entry = New("a", One).Project("Lib", Plain).Build("Lib").Entry;
        var here = New("bcd", Two).Project("Lib", Plain);
        var blob = here.Depots.First.Layout.Blob(entry.Files.First(f => f.Role == OutputRole.Pdb).Blob);
        var content = File.ReadAllBytes(blob);
        content[100] ^= 1;
        File.Delete(blob);
        File.WriteAllBytes(blob, content);
        Assert.IsFalse(here.Build("Lib").IsRestored);
        Assert.HasCount(1, here.Cache.Damage);
        Assert.IsTrue(New("efgh", One).Project("Lib", Plain).Build("Lib").IsRestored);
    }

    [TestMethod]
    public void EntryRestorer_RefusesPlacesOutsideTheRoots_UnlessTold()
    {
        var here = New("a", One);
        var outside = _folder["outside.dll"];
        var blob = here.Depots.First.AddBlob("image"u8);
        var key = new Core.Actions.ActionKey(ContentDigest.Of("x"u8).Value);
        here.Depots.First.AddEntry(new Entry(key, key, null, new Origin("", "", "", "", "", DateTimeOffset.UtcNow, default), [new OutputFileEffect(OutputRole.Assembly, outside, blob, 5, 0)]), overwrite: true);
        Assert.IsNull(new EntryRestorer(here.Depots, here.Here).TryRestore(key, out _));
        Assert.IsFalse(File.Exists(outside));
        Assert.IsNotNull(new EntryRestorer(here.Depots, here.Here) { MayWrite = (_, path) => path == outside }.TryRestore(key, out _));
        Assert.IsTrue(File.Exists(outside));
    }

    private Checkout New(string name, string commit) => new(_folder, name, commit);

    // What the compiler has just written there.
    private static StoredCompile Collected(Checkout here, string project, string[] more)
    {
        here.Cache.BeforeStep();
        here.Compiled(new Entry(default, default, null, null!, []), project, more);
        return here.Cache.Collect([], new Origin("Csc", "{root}/" + project, "", "", here.Root, DateTimeOffset.UtcNow, TimeSpan.Zero)).Compile!;
    }
}
