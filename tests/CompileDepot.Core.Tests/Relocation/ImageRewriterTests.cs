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

    private const string Program = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Pair = (int Left, string Right);
        namespace Sample;
        public static class Program
        {
            private static readonly int[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
            public static ReadOnlySpan<byte> Text => "some text in bytes"u8;
            public static void Main()
            {
                const string Constant = "constant";
                dynamic value = Numbers;
                Pair pair = (1, "two");
                foreach (var number in Lazy(3)) Console.WriteLine($"{number} {Constant} {value.Length} {pair.Right}");
                Wait().Wait();
            }
            private static IEnumerable<int> Lazy(int count) { for (var i = 0; i < count; i++) yield return i; }
            private static async Task<int> Wait() { await Task.Delay(1); Func<int> f = () => Numbers[0]; return f(); }
        }
        public record Person(string Name, int Age);
        public interface INothing { }
        """;

    private const string AssemblyInfo = """
        [assembly: System.Reflection.AssemblyInformationalVersion("1.0.0+{commit}")]
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        """;

    private const string SourceLink = """{"documents":{"{root}/*":"https://example.org/raw/{commit}/*"}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("/t:library")]
    [DataRow("/t:exe")]
    public void TryRewrite_GivesWhatTheCompilerGives(string options)
    {
        foreach (var root in Roots)
            Check(root, options.Split(' '));
    }

    private void Check(string root, string[] options)
    {
        var from = Compile("a", FirstCommit, options);
        var to = Compile(root, SecondCommit, options);
        Assert.IsTrue(ImageRewriter.TryRewrite(from["obj/a.dll"], from.Has("obj/a.pdb") ? from["obj/a.pdb"] : null, CompiledPlace.Rewriting(from, to), out var assembly, out var pdb, out var reason), reason);
        if (pdb is not null)
            AssertSame(to["obj/a.pdb"], pdb, "pdb " + root);
        AssertSame(to["obj/a.dll"], assembly, "dll " + root);
    }

    private CompiledPlace Compile(string root, string commit, string[] options)
    {
        var place = new CompiledPlace(_folder["roots/" + root], commit);
        place.Write("src/Program.cs", Program);
        place.Write("obj/AssemblyInfo.cs", AssemblyInfo);
        place.Write("obj/sourcelink.json", SourceLink);
        SdkCompilers.Csc([.. SdkCompilers.References, "/debug:portable", "/out:" + place.Root + "/obj/a.dll", "/sourcelink:" + place.Root + "/obj/sourcelink.json", .. options.Select(place.Fill), place.Root + "/src/Program.cs", place.Root + "/obj/AssemblyInfo.cs"]);
        return place;
    }

    private static void AssertSame(byte[] expected, byte[] actual, string what)
    {
        var common = expected.AsSpan().CommonPrefixLength(actual);
        if (common < expected.Length || common < actual.Length)
        {
            File.WriteAllBytes("/tmp/expected", expected); File.WriteAllBytes("/tmp/actual", actual);
            Assert.Fail($"{what}: differs at {common:x} of {expected.Length} and {actual.Length} bytes");
        }
    }
}
