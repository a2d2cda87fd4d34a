using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Relocation.Pdbs;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

/// <summary>The oracle is the compiler: what is rewritten from one place must be what it makes at the other.</summary>
[TestClass]
public sealed class ImageRewriterTests : IDisposable
{
    private const string FirstCommit = "0123456789abcdef0123456789abcdef01234567";
    private const string SecondCommit = "fedcba9876543210fedcba9876543210fedcba98";

    private static readonly string[] Roots = ["b", "b/cc", "first/second/third", "été/über/日本", "System/Collections/src/a.cs/Generic", string.Join('/', Enumerable.Repeat("a-longer-folder", 38))];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("/t:library")]
    [DataRow("/t:exe /optimize+")]
    [DataRow("/t:module")]
    [DataRow("/t:library /platform:x64 /optimize+")]
    [DataRow("/t:exe /platform:x86")]
    [DataRow("/t:library /platform:arm64")]
    [DataRow("/t:exe /platform:anycpu32bitpreferred /filealign:4096 /highentropyva+")]
    [DataRow("/t:library /res:{root}/src/Program.cs,program /res:{root}/src/key.snk,key")]
    [DataRow("/t:exe /win32manifest:{root}/src/app.manifest")]
    [DataRow("/t:exe /nowin32manifest /platform:x64")]
    [DataRow("/t:library /keyfile:{root}/src/key.snk /publicsign+")]
    [DataRow("/t:library /keyfile:{root}/src/key.snk /delaysign+ /platform:x64")]
    [DataRow("/t:library /embed")]
    [DataRow("/t:library /embed:{root}/obj/AssemblyInfo.cs /checksumalgorithm:SHA1")]
    [DataRow("/t:library /checksumalgorithm:SHA256 /debug+")]
    [DataRow("/t:library /debug-")]
    [DataRow("/t:library /refout:{root}/obj/a.ref.dll")]
    [DataRow("/t:library /refonly /debug-")]
    [DataRow("/t:exe {root}/src/Lines.cs /embed:{root}/src/Lines.txt")]
    [DataRow("/t:library /refout:{root}/obj/a.ref.dll {root}/src/Matcher.cs /analyzer:{generator}")]
    [DataRow("/t:library {root}/src/Matcher.cs /analyzer:{generator} /generatedfilesout:{root}/obj/generated /embed")]
    [DataRow("/t:library /pathmap:{root}/=/_/")]
    public void TryRewrite_GivesWhatTheCompilerGives(string options)
    {
        var from = At("a", FirstCommit).Csc(options.Split(' '));
        // All roots for the plainest options; two of them, ever others, for the rest.
        foreach (var root in options == "/t:library" ? Roots : [Roots[options.Length % Roots.Length], Roots[(options.Length + 2) % Roots.Length]])
            RewriterAssert.Rewrites(from, At(root, SecondCommit).Csc(options.Split(' ')));
    }

    [TestMethod]
    public void TryRewrite_GivesWhatTheCompilerGives_ForVisualBasic()
    {
        const string Source = """
            Imports System.Collections.Generic
            Imports Text = System.Text
            Imports <xmlns:x="http://example.org/x">
            Namespace Inner
                Public Class Sample
                    Private Shared ReadOnly Numbers As Integer() = {1, 2, 3, 4, 5, 6, 7, 8}
                    Public Iterator Function Names() As IEnumerable(Of String)
                        Const Prefix As String = "name"
                        For Each number In Numbers
                            Yield Prefix & number & New Text.StringBuilder().ToString()
                        Next
                    End Function
                    Public Async Function Wait() As System.Threading.Tasks.Task(Of Integer)
                        Await System.Threading.Tasks.Task.Delay(1)
                        Return 1
                    End Function
                End Class
            End Namespace
            """;
        const string Info = "<Assembly: System.Reflection.AssemblyInformationalVersion(\"1.0.0+{commit}\")>";
        CompiledPlace Compile(string root, string commit)
        {
            var place = At(root, commit);
            place.Write("System/Sample.vb", Source);
            place.Write("obj/AssemblyInfo.vb", Info);
            var runtime = "/vbruntime:" + SdkCompilers.Reference("Microsoft.VisualBasic.Core.dll");
            string[] arguments = [.. SdkCompilers.References, runtime, "/nosdkpath", "/optioninfer+", "/define:_MyType=\\\"Empty\\\"", "/imports:System,System.Linq", "/rootnamespace:Outer", "/t:library", "/debug:portable", "/refout:{root}/obj/a.ref.dll", "/sourcelink:{root}/obj/sourcelink.json", "/out:{root}/obj/a.dll", "{root}/System/Sample.vb", "{root}/obj/AssemblyInfo.vb"];
            SdkCompilers.Vbc(arguments.Select(place.Fill));
            return place;
        }
        var from = Compile("a", FirstCommit);
        foreach (var root in Roots.Append("Outer/System/Linq/Inner"))
            RewriterAssert.Rewrites(from, Compile(root, SecondCommit));
    }

    [TestMethod]
    public void TryRewrite_GivesWhatTheCompilerGives_WhenReferencesDifferToo()
    {
        CompiledPlace Compile(string root, string commit)
        {
            var place = At(root, commit).Csc("/t:library", "/refout:{root}/obj/a.ref.dll");
            File.Move(Path.Combine(place.Root, "obj/a.ref.dll"), Path.Combine(place.Root, "obj/lib.dll"));
            place.Write("src/Program.cs", "extern alias lib; extern alias text; public static class User { public static void M() => lib::Sample.Program.Main(); }");
            return place.Csc("/t:library", "/r:lib={root}/obj/lib.dll");
        }
        var (from, to) = (Compile("a", FirstCommit), Compile("bbb/c", SecondCommit));
        var (old, renewed) = (ReferenceIdentity.Of(from["obj/lib.dll"]), ReferenceIdentity.Of(to["obj/lib.dll"]));
        Assert.AreNotEqual(old, renewed);
        Assert.IsTrue(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], from.To(to) with { Reference = mvid => mvid == old.Mvid ? renewed : null }, out var assembly, out var pdb, out var reason), reason);
        RewriterAssert.Same(to["obj/a.pdb"], pdb!, "pdb");
        RewriterAssert.Same(to["obj/a.dll"], assembly, "dll");
        Assert.IsTrue(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], from.To(to), out _, out pdb, out reason), reason);
        Assert.IsFalse(to["obj/a.pdb"].AsSpan().SequenceEqual(pdb));
    }

    [TestMethod]
    public void TryRewrite_GivesWhatTheCompilerGives_ForSatellites()
    {
        CompiledPlace Compile(string root, string commit)
        {
            var place = At(root, commit);
            place.Write("obj/Culture.cs", "[assembly: System.Reflection.AssemblyCulture(\"de\")]");
            SdkCompilers.Csc([.. SdkCompilers.References, .. new[] { "/t:library", "/debug-", "/out:{root}/obj/a.dll", "/res:{root}/src/app.manifest,a.de.resources", "{root}/obj/AssemblyInfo.cs", "{root}/obj/Culture.cs" }.Select(place.Fill)]);
            return place;
        }
        RewriterAssert.Rewrites(Compile("a", FirstCommit), Compile("bbb/c", SecondCommit));
    }

    [TestMethod]
    public void TryRewrite_KeepsTheWidthsOfOffsetsRight_WhenTheHeapCrossesTheirLimit()
    {
        // Local constants add their values, two bytes a character, to the blob heap. The last one brings it just below 64 KiB, and longer roots bring it beyond.
        CompiledPlace Compile(string root, int last)
        {
            var place = At(root, FirstCommit);
            var constants = Enumerable.Range(0, 26).Select(i => 1000 + i).Append(last).Select((length, i) => $"const string C{i} = \"{new string('c', length)}\";");
            place.Write("src/Large.cs", $"public static class Large {{ public static void M() {{ {string.Concat(constants)} }} }}");
            return place.Csc(["/t:library", "{root}/src/Large.cs"]);
        }
        var last = 100 + ((65524 - HeapSize(Compile("a", 100))) / 2);
        var from = Compile("a", last);
        var sizes = new List<int> { HeapSize(from) };
        for (var length = 1; length < 18; length += 2)
        {
            var to = Compile("b" + new string('b', length), last);
            RewriterAssert.Rewrites(from, to);
            sizes.Add(HeapSize(to));
        }
        Assert.IsTrue(sizes.Contains(65536 - 4) && sizes.Contains(65536) && sizes.Contains(65536 + 4), string.Join(' ', sizes));
    }

    private static int HeapSize(CompiledPlace place)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(place["obj/a.pdb"]));
        return provider.GetMetadataReader().GetHeapSize(HeapIndex.Blob);
    }

    [TestMethod]
    [DataRow("/debug:embedded", "its PDB is embedded")]
    [DataRow("/deterministic-", "it is not deterministic")]
    [DataRow("/keyfile:{root}/src/key.snk", "it is signed")]
    [DataRow("/res:{root}/obj/sourcelink.json,link", "it holds {root}")]
    [DataRow("{root}/src/Literal.cs", "it holds {root}")]
    [DataRow("{root}/src/Commit.cs", "it holds {commit}")]
    [DataRow("{root}/src/Constant.cs", "its PDB holds {commit}")]
    [DataRow("/debug:pdbonly /pathmap:{root}=/_/ /res:{root}/obj/AssemblyInfo.cs,info", "it holds {commit}")]
    public void TryRewrite_SaysWhy_WhenItCannotBeExact(string options, string expected)
    {
        var from = At("a", FirstCommit);
        from.Write("src/Commit.cs", "public static class Commit { public const string Id = \"{commit}\"; }");
        from.Write("src/Literal.cs", "public static class Literal { public static string Text => \"see {root}/src\"; }");
        from.Write("src/Constant.cs", "public static class Constant { public static void M() { const string Id = \"{commit}\"; } }");
        from.Csc(["/t:library", .. options.Split(' ')]);
        Assert.IsFalse(ImageRewriter.TryRewrite(from["obj/a.dll"], from.TryRead("obj/a.pdb"), from.To(At("b", SecondCommit)), out _, out _, out var reason));
        Assert.AreEqual(from.Fill(expected), reason);
    }

    private CompiledPlace At(string root, string commit) => new CompiledPlace(_folder["roots/" + root], commit).WithSources();
}
