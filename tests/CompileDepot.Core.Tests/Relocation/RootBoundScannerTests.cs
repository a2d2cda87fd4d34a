using System.Text;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;
using Microsoft.CodeAnalysis.Emit;

namespace CompileDepot.Core.Tests.Relocation;

[TestClass]
public sealed class RootBoundScannerTests
{
    private const string Root = "/home/jane doe/src";
    private const string Path = Root + "/lib/A.cs";

    [TestMethod]
    public void Find_IsNull_WhenPathsAreMapped()
    {
        var (image, pdb) = Assemblies.Compile("class A { string P([System.Runtime.CompilerServices.CallerFilePath] string p = \"\") => P(); }", Path, map: Root);
        Assert.IsNull(Find("a.dll", image));
        Assert.IsNull(Find("a.pdb", pdb));
        Assert.IsNull(Find("a.dll", Assemblies.Compile("class A { void M() { } }", Path, DebugInformationFormat.Embedded, map: Root).Image));
    }

    [TestMethod]
    public void Find_NamesTheDocument_WhenAPdbHoldsIt()
    {
        const string Source = "class A { void M() { } }";
        var (image, pdb) = Assemblies.Compile(Source, Path);
        Assert.IsNull(Find("a.dll", image));
        Assert.AreEqual($"document {Path}", Find("a.pdb", pdb));
        Assert.AreEqual($"embedded PDB, document {Path}", Find("a.dll", Assemblies.Compile(Source, Path, DebugInformationFormat.Embedded).Image));
    }

    [TestMethod]
    public void Find_NamesTheCodeViewEntry_WhenItHoldsThePdbsPath() =>
        Assert.AreEqual("the full path of its PDB", Find("a.dll", Assemblies.Compile("class A { }", "/_/A.cs", pdb: Root + "/obj/a.pdb").Image));

    [TestMethod]
    [DataRow("/src/App/obj/a.pdb", "the full path of its PDB")]
    [DataRow("/src", "the full path of its PDB")]
    [DataRow("/home/src/App/obj/a.pdb", null)]
    [DataRow("/elsewhere/root~/src/a.pdb", null)]
    [DataRow("/srcs/a.pdb", null)]
    public void Find_MindsWholeComponentsAlone_WhenTheRootIsShort(string pdb, string? found)
    {
        Assert.AreEqual(found, new RootBoundScanner(["/src"]).Find("a.dll", Assemblies.Compile("class A { }", "/_/A.cs", pdb: pdb).Image));
    }

    [TestMethod]
    [DataRow("/src/A.cs", true)]
    [DataRow("/srcs/A.cs", false)]
    [DataRow("/home/src/A.cs", false)]
    public void Find_MindsWholeComponentsAlone_InDocuments(string document, bool isFound) =>
        Assert.AreEqual(isFound, new RootBoundScanner(["/src"]).Find("a.pdb", Assemblies.Compile("class A { void M() { } }", document).Pdb) is not null);

    [TestMethod]
    public void Find_SeesThePath_WhenItIsNotOnlyThatOfThePdb()
    {
        var image = Assemblies.Compile("class A { string S => \"/src\"; }", "/_/A.cs", pdb: "/src/a.pdb").Image;
        Assert.AreEqual("the full path of its PDB", new RootBoundScanner(["/src"]).Find("a.dll", image));
        Assert.AreEqual("the path itself", new RootBoundScanner(["/src"]) { FindsPdbPath = false }.Find("a.dll", image));
    }

    [TestMethod]
    public void Find_LooksIntoEmbeddedSources_WhenTheyAreCompressedOrNot()
    {
        foreach (var filler in new[] { "", string.Concat(Enumerable.Repeat("// the same line again and again\n", 100)) })
        {
            var source = $"{filler}// {Path}\nclass A {{ }}";
            Assert.AreEqual("debug information", Find("a.pdb", Assemblies.Compile(source, "/_/A.cs", embedSource: true).Pdb));
            Assert.AreEqual("embedded PDB, debug information", Find("a.dll", Assemblies.Compile(source, "/_/A.cs", DebugInformationFormat.Embedded, embedSource: true).Image));
            Assert.IsNull(Find("a.pdb", Assemblies.Compile(filler + "class A { }", "/_/A.cs", embedSource: true).Pdb));
        }
    }

    [TestMethod]
    [DataRow("class A { string S => \"x ROOT/y\"; }")]
    [DataRow("class A { const string S = \"ROOT\"; }")]
    [DataRow("[System.Obsolete(\"see ROOT/x\")] class A { }")]
    [DataRow("class A { System.ReadOnlySpan<byte> S => \"ROOT\"u8; }")]
    [DataRow("class A { string P([System.Runtime.CompilerServices.CallerFilePath] string p = \"\") => P(); }")]
    public void Find_SeesStrings_WhenTheImageHoldsThePath(string source) =>
        Assert.AreEqual("the path itself", Find("a.dll", Assemblies.Compile(source.Replace("ROOT", Root, StringComparison.Ordinal), Path).Image));

    [TestMethod]
    public void Find_SeesConstants_WhenOnlyThePdbHoldsThem()
    {
        const string Source = $"class A {{ void M() {{ const string Unused = \"{Root}/x\"; }} }}";
        Assert.IsNull(Find("a.dll", Assemblies.Compile(Source, "/_/A.cs").Image));
        Assert.AreEqual("the path itself", Find("a.pdb", Assemblies.Compile(Source, "/_/A.cs").Pdb));
        Assert.AreEqual("embedded PDB, the path itself", Find("a.dll", Assemblies.Compile(Source, "/_/A.cs", DebugInformationFormat.Embedded).Image));
    }

    [TestMethod]
    public void Find_NamesTheType_WhenItIsLocalToItsFile() =>
        Assert.AreEqual("file-local type Hidden, which is named by a hash of its path", Find("a.dll", Assemblies.Compile("file class Hidden { }", Path).Image));

    [TestMethod]
    [DataRow("/home/jane doe/src", "file:///home/jane%20doe/src/A.cs")]
    [DataRow("/home/a+b@c (x)/src", "file:///home/a+b@c%20(x)/src/A.cs")]
    [DataRow("/home/a+b@c (x)/src", "file:///home/a%2Bb%40c%20%28x%29/src/A.cs")]
    [DataRow("/home/é#1/100%/src", "file:///home/%C3%A9%231/100%25/src/A.cs")]
    [DataRow("/home/a&b/src", "<summary>/home/a&amp;b/src/A.cs</summary>")]
    [DataRow("/home/a\\b/src", "{ \"x\": \"/home/a\\\\b/src\" }")]
    [DataRow("/home/a b/src", "plain /home/a b/src/A.cs")]
    public void Find_SeesEscapedPaths_InLogsAndDocumentation(string root, string text)
    {
        foreach (var encoding in new Encoding[] { Encoding.UTF8, Encoding.Unicode })
            Assert.AreEqual("the path itself", new RootBoundScanner([root]).Find("a.sarif", encoding.GetBytes(text)));
    }

    [TestMethod]
    public void Find_SeesUrisAsTheCompilerWritesThem_ForAnyRoot() => Texts.Check(Texts.Name, name =>
    {
        var root = "/home/" + name.Trim() + "/src";
        return new RootBoundScanner([root]).Find("a.sarif", Encoding.UTF8.GetBytes(new Uri(root + "/A.cs").AbsoluteUri)) is not null;
    });

    [TestMethod]
    public void Find_DoesNotThrow_WhenAnOutputIsDamaged()
    {
        var (image, pdb) = Assemblies.Compile($"file class A {{ }} // {Root}", Path, embedSource: true);
        var embedded = Assemblies.Compile($"file class A {{ }} // {Root}", Path, DebugInformationFormat.Embedded, embedSource: true).Image;
        var random = new Random(7);
        foreach (var (name, content) in new[] { ("a.dll", image), ("a.pdb", pdb), ("a.dll", embedded), ("a.exe", Assemblies.WithManifest(true, ("x", true))) })
        {
            foreach (var length in new[] { 0, 1, 2, 64, 128, content.Length / 2, content.Length - 1 })
                Find(name, content[..length]);
            for (var i = 0; i < 4000; i++)
            {
                var flipped = (byte[])content.Clone();
                flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                flipped[random.Next(1024) % flipped.Length] ^= (byte)random.Next(256);
                try
                {
                    Find(name, flipped);
                }
                catch (Exception e)
                {
                    Assert.Fail($"{name} {i}: {e}");
                }
            }
        }
    }

    private static string? Find(string name, byte[] content) => new RootBoundScanner([Root]).Find(name, content);
}
