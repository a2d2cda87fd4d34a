using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

/// <summary>The oracle is the F# compiler: what is rewritten from one place must be what it makes at the other.</summary>
[TestClass]
public sealed class FSharpRewriterTests : IDisposable
{
    private const string FirstCommit = "0123456789abcdef0123456789abcdef01234567";
    private const string SecondCommit = "fedcba9876543210fedcba9876543210fedcba98";

    private const string Source = """
        namespace Sample
        open System
        open System.Collections.Generic
        module Library =
            let inline twice (x: int) = x * 2
            let data = [| 1; 2; 3; 4; 5; 6; 7; 8; 9 |]
            let greet (name: string) =
                let text = "hello " + name
                printfn "%s %d" text (twice 3)
                async {
                    do! Async.Sleep 1
                    return text }
            type Shape =
                | Circle of float
                | Square of float
            exception Bad of string
        #if PATH
            let path = __SOURCE_DIRECTORY__
        #endif
        """;

    private const string Info = """
        module internal Info
        [<assembly: System.Reflection.AssemblyInformationalVersion("1.0.0+{commit}")>]
        do ()
        """;

    private readonly TempFolder _folder = new();

    [TestMethod]
    [DataRow("b second/été/longer", "--target:library --refout:{root}/obj/a.ref.dll")]
    [DataRow("a-longer-folder/a-longer-folder/a-longer-folder/a-longer-folder/a-longer-folder/a-longer-folder", "--target:exe --platform:x64 --optimize+ --embed:{root}/obj/Info.fs")]
    [DataRow("Sample/System/Library.fs", "--target:library --platform:arm64 --optimize- --compressmetadata+")]
    public void TryRewrite_GivesWhatTheCompilerGives(string roots, string options)
    {
        var from = Compile("a", FirstCommit, options);
        foreach (var root in roots.Split(' '))
        {
            var to = Compile(root, SecondCommit, options);
            foreach (var name in new[] { "obj/a", "obj/a.ref" })
            {
                if (from.TryRead(name + ".dll") is not { } image)
                    continue;
                Assert.IsTrue(ImageRewriter.TryRewrite(image, from.TryRead(name + ".pdb"), from.To(to), out var assembly, out var pdb, out var reason), reason);
                if (to.TryRead(name + ".pdb") is { } expected)
                    AssertSame(expected, pdb!, $"{name}.pdb for {root}");
                AssertSame(to[name + ".dll"], assembly, $"{name}.dll for {root}");
                Assert.IsTrue(ImageRewriter.TryRewrite(assembly, pdb, to.To(from), out var back, out _, out reason), reason);
                AssertSame(image, back, $"{name}.dll back from {root}");
                Assert.AreEqual(NormalForm.Of(image, [("{root}", from.Root)], FirstCommit), NormalForm.Of(assembly, [("{root}", to.Root)], SecondCommit));
                Assert.AreNotEqual(ContentDigest.Of(image), NormalForm.Of(image, [("{root}", from.Root)], FirstCommit));
            }
        }
    }

    [TestMethod]
    public void TryRewrite_SaysWhy_WhenCodeHoldsAPath()
    {
        var from = Compile("a", FirstCommit, "--target:library --define:PATH");
        Assert.IsFalse(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], from.To(new CompiledPlace(_folder["b"], SecondCommit)), out _, out _, out var reason));
        Assert.AreEqual("it holds " + from.Root, reason);
    }

    public void Dispose() => _folder.Dispose();

    private CompiledPlace Compile(string root, string commit, string options)
    {
        var place = new CompiledPlace(_folder["roots/" + root], commit).WithSources();
        place.Write("src/Library.fs", Source);
        place.Write("obj/Info.fs", Info);
        string[] arguments =
        [
            "--nologo", "--noframework", "--targetprofile:netcore", "--deterministic+", "--debug:portable", "--nowarn:988", "--nocopyfsharpcore", "--warn:0",
            .. SdkCompilers.References.Select(r => "-r:" + r[3..]),
            "-r:" + SdkCompilers.FSharpCore,
            "--sourcelink:{root}/obj/sourcelink.json",
            "-o:{root}/obj/a.dll",
            .. options.Split(' '),
            "{root}/obj/Info.fs",
            "{root}/src/Library.fs",
        ];
        SdkCompilers.Fsc(place.Root, arguments.Select(place.Fill));
        return place;
    }

    private static void AssertSame(byte[] expected, byte[] actual, string what)
    {
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.IsTrue(same == expected.Length && same == actual.Length, $"{what} differs at {same:x}: {expected.Length} bytes expected, {actual.Length} made");
    }
}
