using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

/// <summary>Attributes whose constructors take <c>[CallerFilePath]</c>, as those of MSTest and xUnit do; and methods that do. The oracle is the compiler.</summary>
[TestClass]
public sealed class CallerPathTests : IDisposable
{
    private const string FirstCommit = "0123456789abcdef0123456789abcdef01234567";
    private const string SecondCommit = "fedcba9876543210fedcba9876543210fedcba98";

    private const string Attributes = """
        namespace Testing;
        using System;
        using System.Runtime.CompilerServices;
        public class TestMethodAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = -1) : Attribute { public string File => file; public int Line => line; public string? DisplayName { get; set; } }
        public sealed class DataTestMethodAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = -1) : TestMethodAttribute(file, line);
        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public sealed class OddAttribute(Type type, int[]? numbers, string?[]? texts, object? boxed, char c, bool b, long l, double d, [CallerFilePath] object? file = null, [CallerMemberName] string? member = null, [CallerFilePath] string? again = null) : Attribute
        { public object?[] All => [type, numbers, texts, boxed, c, b, l, d, file, member, again]; public object? Value; }
        [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public sealed class RowAttribute(params object?[]? values) : Attribute { public object?[]? Values => values; }
        """;

    private const string Tests = """
        using Testing;
        namespace Sample.Tests
        {
            [Odd(typeof(Tests), new[] { 1, 2 }, new[] { "a", null }, "boxed", 'c', true, 1L, 2.5)]
            [Odd(typeof(System.Collections.Generic.List<int>), null, null, null, 'c', false, 1L, 2.5, Value = new[] { "x/y", "z" })]
            [Odd(typeof(Hidden), new int[0], new string[0], new[] { typeof(int), null }, 'c', false, 1L, 2.5, member: null)]
            [Odd(typeof(Tests), null, null, 3, '/', false, 1L, 2.5)]
            public class Tests
            {
                [TestMethod] public void First() { }
                [TestMethod(DisplayName = "a name / another")] public void Second() { }
                [DataTestMethod, Row(1, "a/b"), Row("c", null, typeof(int)), Row(null)] public void Third() { }
                [TestMethod] public static int[] Numbers { [TestMethod] get => [1, 2, 3, 4, 5, 6, 7, 8, 9]; }
                [return: TestMethod] public T Generic<[TestMethod] T>([TestMethod] T value) => value;
            }
            file class Hidden { }
        }
        """;

    private const string Calls = """
        namespace Sample.Calls;
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Runtime.CompilerServices;
        using System.Threading.Tasks;
        public static class Calls
        {
            public static readonly string Early = Caller.Path();
            public static T Here<T>(T value, [CallerFilePath] string path = "", [CallerLineNumber] int line = 0) => path.Length > line ? value : default!;
            public static object Boxed([CallerFilePath] object path = null!) => path;
            public static string Short() => "a";
            public static string Same() => "a";
            public static string Twice() => Caller.Path() + Caller.Path() + "with-dash" + "it's" + "日本" + "" + "\u007f";
            public static long Long(int i, double d, params string[] texts)
            {
                try
                {
                    switch (i)
                    {
                        case 0: return Here(0x1234567890abcdef);
                        case 1: return (long)Here(d * 1.5e100) + (long)1.25f;
                        case 2: return Here(sizeof(decimal)) + 1000000;
                        case 3: case 4: case 5: return texts.Where(t => Here(t).StartsWith("x")).Count();
                        default: unsafe { var p = stackalloc int[i]; delegate*<int, int> f = &Add; return f(p[0]) + Here(i); }
                    }
                }
                catch (Exception e) when (Here(e.Message).Length > 0) { throw new InvalidOperationException(Boxed().ToString() + typeof(List<>).Name); }
                finally { Here(nameof(Long)); }
            }
            public static int Add(int i) => i switch { 0 => Here(1), 1 => Here(2), 2 => Here(3), _ => checked(i + 1) };
            public static async Task<string> Wait() { await Task.Yield(); return Here($"{Caller.Path()} of {Early}"); }
            public static IEnumerable<string> Lazy() { for (var i = 0; i < 3; i++) yield return Here("item"); }
            public static Expression<Func<string>> Tree() => () => Caller.Path("given");
            public static bool Match(string text) => text is "one" or "two" or "three" or "four" or "five" or "six" or "seven" or "eight";
            public static dynamic Bound(dynamic d) => d.Call(Caller.Path(), "after");
        }
        """;

    private static readonly string[] Roots = ["b", "b/cc", "first/second/third", "été/über/日本", "System/Collections/src/a.cs/Generic", string.Join('/', Enumerable.Repeat("a-longer-folder", 38))];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("/t:library")]
    [DataRow("/t:exe /optimize+")]
    [DataRow("/t:exe /platform:x86")]
    [DataRow("/t:library /platform:arm64 /filealign:4096")]
    [DataRow("/t:library /refout:{root}/obj/a.ref.dll {root}/src/Matcher.cs /analyzer:{generator}")]
    [DataRow("/t:library /res:{root}/src/Program.cs,program /res:{root}/src/key.snk,key")]
    [DataRow("/t:library /keyfile:{root}/src/key.snk /delaysign+ /refout:{root}/obj/a.ref.dll")]
    [DataRow("/t:exe /win32manifest:{root}/src/app.manifest /keyfile:{root}/src/key.snk /publicsign+ /res:{root}/src/key.snk,key")]
    [DataRow("/t:library /pathmap:{root}/src/=/_/")]
    [DataRow("/t:module")]
    public void TryRewrite_GivesWhatTheCompilerGives_WhenCodeTellsItsFiles(string options)
    {
        var from = Compiled("a", FirstCommit, options);
        Assert.AreEqual(!options.Contains("pathmap", StringComparison.Ordinal), Holds(from["obj/a.dll"], from.Root + "/src/Tests.cs"));
        foreach (var root in options == "/t:library" ? Roots : [Roots[options.Length % Roots.Length], Roots[(options.Length + 2) % Roots.Length]])
            RewriterAssert.Rewrites(from, Compiled(root, SecondCommit, options));
    }

    // A heap whose size needs one more bit in its offsets changes the width of every row.
    [TestMethod]
    public void TryRewrite_KeepsTheWidthsOfOffsetsRight_WhenTheHeapCrossesTheirLimit()
    {
        CompiledPlace Compile(string root, int last)
        {
            var place = At(root, FirstCommit);
            var constants = Enumerable.Range(0, 30).Select(i => 900 + i).Append(last).Select((length, i) => $"public const string C{i} = \"{new string('c', length)}\";");
            place.Write("src/Large.cs", $"public static class Large {{ {string.Concat(constants)} public static readonly int[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]; }}");
            return place.Csc(["/t:library", "{root}/src/Attributes.cs", "{root}/src/Tests.cs", "{root}/src/Large.cs", "/refout:{root}/obj/a.ref.dll"]);
        }
        var last = 100 + ((65500 - HeapSize(Compile("a", 100))) / 2);
        var from = Compile("a", last);
        var sizes = new List<int> { HeapSize(from) };
        for (var length = 1; length < 8; length++)
        {
            var to = Compile("b" + new string('b', length), last);
            RewriterAssert.Rewrites(from, to);
            sizes.Add(HeapSize(to));
        }
        Assert.IsTrue(sizes.Min() < 65536 && sizes.Max() > 65536, string.Join(' ', sizes));
    }

    // The length of a blob takes one byte up to 127, two up to 16383, then four; that of a text in it likewise.
    [TestMethod]
    [DataRow(0)]
    [DataRow(16100)]
    public void TryRewrite_WritesLengthsAsTheCompiler_WhenTheirWidthsChange(int filler)
    {
        CompiledPlace Compile(string root, int length)
        {
            var place = At(root, FirstCommit);
            var methods = Enumerable.Range(0, 24).Select(i => $"[TestMethod(DisplayName = \"{new string('d', length + (i * 9))}\")] public void M{i}() {{ }}");
            place.Write("src/Wide.cs", $"using Testing; public class Wide {{ {string.Concat(methods)} }}");
            return place.Csc(["/t:library", "{root}/src/Attributes.cs", "{root}/src/Wide.cs"]);
        }
        var from = Compile("a", filler);
        foreach (var root in new[] { "b", new string('b', 40), new string('b', 90) + "/c" })
            RewriterAssert.Rewrites(from, Compile(root, filler));
    }

    [TestMethod]
    public void TryRewrite_GivesWhatTheCompilerGives_ForManyFilesAndAttributes()
    {
        CompiledPlace Compile(string root)
        {
            var place = At(root, FirstCommit);
            var files = Enumerable.Range(0, 20).Select(i => $"src/tests/Ünit{i}.cs").ToList();
            foreach (var (file, i) in files.Select((f, i) => (f, i)))
                place.Write(file, $"using Testing; public class Unit{i} {{\n{string.Join('\n', Enumerable.Range(0, 25).Select(m => $"[TestMethod] public void M{m}() {{ }}"))}\n}}");
            return place.Csc(["/t:library", "{root}/src/Attributes.cs", .. files.Select(f => "{root}/" + f), "/refout:{root}/obj/a.ref.dll"]);
        }
        var from = Compile("a");
        foreach (var root in Roots)
            RewriterAssert.Rewrites(from, Compile(root));
    }

    [TestMethod]
    public void TryRewrite_LeavesNoPath_WhenTheNewRootIsBelowTheOld()
    {
        var from = Compiled("a", FirstCommit, "/t:library");
        RewriterAssert.Rewrites(from, Compiled("a/b", SecondCommit, "/t:library"));
    }

    [TestMethod]
    [DataRow("[assembly: Testing.Row(\"{root}/src/Tests.cs\")]", "it holds {root}")]
    [DataRow("[assembly: Testing.Odd(typeof(int), null, new[] { \"{root}/src/Tests.cs\" }, null, 'c', false, 1L, 2.5, null, null, null)]", "it holds {root}")]
    [DataRow("[assembly: Testing.Odd(typeof(int), null, null, null, 'c', false, 1L, 2.5, null, null, \"{root}/src/Other.cs\")]", "it holds {root}")]
    [DataRow("[assembly: Testing.Odd(typeof(int), null, null, System.DayOfWeek.Friday, 'c', false, 1L, 2.5)]", "it holds {root}")]
    [DataRow("public class C { [Testing.TestMethod(DisplayName = \"see {root}/src\")] public void M() { } }", "it holds {root}")]
    [DataRow("public class C { [Testing.TestMethod] public void M() { } [Testing.TestMethod(\"{there}/src/Extra.cs\", 1)] public void N() { } }", "two values of its attributes are one at the other place")]
    [DataRow("public class C { public string M([System.Runtime.CompilerServices.CallerFilePath] string path = \"\") => path; public string N() => M() + M(\"{there}/src/Extra.cs\"); }", "two strings of its code are one at the other place")]
    [DataRow("public class C { public string M([System.Runtime.CompilerServices.CallerFilePath] string path = \"\") => path; public string N() => M() + \"{root}/src\"; }", "it holds {root}")]
    public void TryRewrite_SaysWhy_WhenAnAttributeHoldsAPathOtherwise(string source, string expected)
    {
        var from = At("a", FirstCommit);
        var there = At("b", SecondCommit);
        from.Write("src/Extra.cs", source.Replace("{there}", there.Root, StringComparison.Ordinal));
        from.Csc("/t:library", "{root}/src/Attributes.cs", "{root}/src/Extra.cs");
        Assert.IsFalse(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], from.To(there), out _, out _, out var reason));
        Assert.AreEqual(from.Fill(expected), reason);
    }

    [TestMethod]
    public void TryRewrite_SaysWhy_WhenAttributesMayBeOfAModule()
    {
        var from = At("a", FirstCommit).Csc("/t:module", "/out:{root}/obj/m.netmodule", "{root}/src/Attributes.cs", "{root}/src/Tests.cs");
        from.Write("src/Program.cs", "[assembly: Testing.TestMethod]");
        from.Csc("/t:library", "/addmodule:{root}/obj/m.netmodule");
        Assert.IsFalse(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], from.To(At("b", SecondCommit)), out _, out _, out var reason));
        Assert.AreEqual($"it holds {from.Root}", reason);
    }

    [TestMethod]
    public void TryRewrite_LeavesAPath_WhenItMayBeAPersons()
    {
        var from = Compiled("a", FirstCommit, "/t:library");
        var asked = new HashSet<string>();
        var rewriting = from.To(At("b", SecondCommit));
        Assert.IsTrue(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], rewriting with { IsCallerPath = (path, _) => asked.Add(path) || asked.Count > 0 }, out _, out _, out var reason), reason);
        CollectionAssert.AreEquivalent(new[] { from.Root + "/src/Tests.cs", from.Root + "/src/other/More.cs", from.Root + "/src/Calls.cs", from.Root + "/src/Caller.cs" }, asked.ToArray());
        foreach (var one in asked)
        {
            Assert.IsFalse(ImageRewriter.TryRewrite(from["obj/a.dll"], from["obj/a.pdb"], rewriting with { IsCallerPath = (path, _) => path != one }, out _, out _, out reason));
            Assert.AreEqual($"it holds {from.Root}", reason);
        }
    }

    private static bool Holds(byte[] image, string path) => image.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(path)) >= 0;

    private static int HeapSize(CompiledPlace place)
    {
        using var image = new PEReader(new MemoryStream(place["obj/a.dll"]));
        return image.GetMetadataReader().GetHeapSize(HeapIndex.Blob);
    }

    private CompiledPlace Compiled(string root, string commit, string options) =>
        At(root, commit).Csc([.. options.Split(' '), "{root}/src/Attributes.cs", "{root}/src/Tests.cs", "{root}/src/other/More.cs", "{root}/src/Calls.cs", "{root}/src/Caller.cs", "/unsafe"]);

    private CompiledPlace At(string root, string commit)
    {
        var place = new CompiledPlace(_folder["roots/" + root], commit).WithSources();
        place.Write("src/Attributes.cs", Attributes);
        place.Write("src/Tests.cs", Tests);
        place.Write("src/Calls.cs", Calls);
        place.Write("src/other/More.cs", "using Testing; [assembly: TestMethod] public class More { [TestMethod] public void M() { } [TestMethod] public int F; }");
        return place;
    }
}
