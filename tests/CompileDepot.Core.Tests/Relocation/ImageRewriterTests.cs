using CompileDepot.Core.Relocation;
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
        foreach (var root in Roots)
            AssertRewrites(from, At(root, SecondCommit).Csc(options.Split(' ')));
    }

    [TestMethod]
    [DataRow("/debug:embedded", "its PDB is embedded")]
    [DataRow("/deterministic-", "it is not deterministic")]
    [DataRow("/keyfile:{root}/src/key.snk", "it is signed")]
    [DataRow("{root}/src/Caller.cs", "it holds {root}")]
    [DataRow("/res:{root}/obj/sourcelink.json,link", "it holds {root}")]
    [DataRow("{root}/src/Commit.cs", "it holds {commit}")]
    [DataRow("{root}/src/Constant.cs", "its PDB holds {commit}")]
    [DataRow("/debug:pdbonly /pathmap:{root}=/_/ /res:{root}/obj/AssemblyInfo.cs,info", "it holds {commit}")]
    public void TryRewrite_SaysWhy_WhenItCannotBeExact(string options, string expected)
    {
        var from = At("a", FirstCommit);
        from.Write("src/Commit.cs", "public static class Commit { public const string Id = \"{commit}\"; }");
        from.Write("src/Constant.cs", "public static class Constant { public static void M() { const string Id = \"{commit}\"; } }");
        from.Csc(["/t:library", .. options.Split(' ')]);
        Assert.IsFalse(ImageRewriter.TryRewrite(from["obj/a.dll"], from.TryRead("obj/a.pdb"), from.To(At("b", SecondCommit)), out _, out _, out var reason));
        Assert.AreEqual(from.Fill(expected), reason);
    }

    private static void AssertRewrites(CompiledPlace from, CompiledPlace to)
    {
        foreach (var (a, b) in new[] { (from, to), (to, from) })
        {
            foreach (var name in new[] { "obj/a", "obj/a.ref" })
            {
                if (a.TryRead(name + ".dll") is not { } old)
                    continue;
                Assert.IsTrue(ImageRewriter.TryRewrite(old, a.TryRead(name + ".pdb"), a.To(b), out var assembly, out var pdb, out var reason), reason);
                if (b.TryRead(name + ".pdb") is { } expected)
                    AssertSame(expected, pdb!, $"{name}.pdb for {b.Root}");
                AssertSame(b[name + ".dll"], assembly, $"{name}.dll for {b.Root}");
            }
        }
    }

    private CompiledPlace At(string root, string commit) => new CompiledPlace(_folder["roots/" + root], commit).WithSources();

    private static void AssertSame(byte[] expected, byte[] actual, string what)
    {
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.IsTrue(same == expected.Length && same == actual.Length, $"{what} differs at {same:x}: {expected.Length} bytes expected, {actual.Length} made");
    }
}
