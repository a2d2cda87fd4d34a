using System.Security.Cryptography;
using System.Text;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Relocation;

/// <summary>A checkout in which something was compiled; the same thing is compiled in several.</summary>
internal sealed class CompiledPlace(string root, string commit)
{
    private const string Program = """
        extern alias text;
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using System.Text.RegularExpressions;
        using Collections = System.Collections.Generic;
        using static System.Math;
        using Pair = (int Left, string Right);
        namespace Sample
        {
            using System.Linq;
            using Text = text::System.Text.RegularExpressions.Regex;

            public static partial class Program
            {
                private static readonly int[] Numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9];
                private static readonly double[] Doubles = [1.5, 2.5, 3.5, 4.5];
                public static ReadOnlySpan<byte> Data => "some text in bytes"u8;
                public static void Main()
                {
                    const string Constant = "constant";
                    dynamic value = Numbers;
                    Pair pair = (1, "two");
                    (int a, int b) named = (1, 2);
                    foreach (var number in Lazy(3)) Console.WriteLine($"{number} {Constant} {value.Length} {pair.Right} {Max(named.a, named.b)} {Doubles.Sum()}");
                    Wait().Wait();
                }
                private static IEnumerable<int> Lazy(int count) { for (var i = 0; i < count; i++) yield return i; }
                private static async Task<int> Wait() { await Task.Delay(1); Func<int> f = () => Numbers[0]; return f(); }
            }
            public record Person(string Name, int Age);
            public class Primary(int x) { public int X() => x; }
            public interface INothing { }
        }
        """;

    private const string AssemblyInfo = """
        [assembly: System.Reflection.AssemblyInformationalVersion("1.0.0+{commit}")]
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        """;

    private const string Lines = """
        namespace Src;
        public class Lines
        {
            public int A() { return 1; }
        #line 10 "Lines.txt"
            public int B() { return 2;
        #line 20 "../templates/Other.txt"
                ; }
        #line 1 "/usr/elsewhere/Third.txt"
            public int C() => 3;
        #line default
        #pragma checksum "z.txt" "{ff1816ec-aa5e-4d10-87f7-6f4963833460}" "0123456789012345678901234567890123456789"
        #pragma checksum "y.txt" "{ff1816ec-aa5e-4d10-87f7-6f4963833460}" "0123456789012345678901234567890123456789"
        }
        """;

    private const string Matcher = """
        namespace Sample;
        public static partial class Matcher
        {
            [System.Text.RegularExpressions.GeneratedRegex("a+(b|c)*d")] public static partial System.Text.RegularExpressions.Regex First();
            [System.Text.RegularExpressions.GeneratedRegex("[0-9]{3,}x?")] public static partial System.Text.RegularExpressions.Regex Second();
            public static async System.Threading.Tasks.Task<int> Wait() => await new Hidden<int>().Wait(3);
        }
        file class Hidden<T> { public async System.Threading.Tasks.Task<T> Wait(T value) { await System.Threading.Tasks.Task.Yield(); return value; } }
        """;

    private const string Caller = """
        namespace Sample;
        using System.Runtime.CompilerServices;
        public sealed class WhereAttribute(int number, [CallerFilePath] string path = "") : System.Attribute { public string Path => path + number; public string? Name { get; set; } }
        [Where(1)]
        public static class Caller
        {
            public static string Path([CallerFilePath] string path = "") => path;
            [Where(2, Name = "a/b")] public static string Me() => Path();
            [Where(3)] public static int Try(int number) { try { switch (number) { case 0: return 1; case 1: return Path().Length; case 2: return 3; } } finally { System.Console.WriteLine("text"); } return 4; }
        }
        """;

    private static readonly Lazy<byte[]> Key = new(() =>
    {
        using var key = new RSACryptoServiceProvider(2048);
        return key.ExportCspBlob(includePrivateParameters: true);
    });

    public string Root => root;

    public string Commit => commit;

    public byte[] this[string name] => File.ReadAllBytes(Path.Combine(root, name));

    public byte[]? TryRead(string name) => File.Exists(Path.Combine(root, name)) ? this[name] : null;

    /// <summary>Writes sources that have some of everything.</summary>
    public CompiledPlace WithSources()
    {
        Write("src/Program.cs", Program);
        Write("src/Lines.cs", Lines);
        Write("src/Matcher.cs", Matcher);
        Write("src/Caller.cs", Caller);
        Directory.CreateDirectory(Path.Combine(root, "obj/generated"));
        Write("src/Lines.txt", string.Concat(Enumerable.Repeat("a line of a text that is embedded\n", 30)));
        Write("src/app.manifest", """<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"><assemblyIdentity version="1.0.0.0" name="a"/></assembly>""");
        Write("src/key.snk", Key.Value);
        Write("obj/AssemblyInfo.cs", AssemblyInfo);
        Write("obj/sourcelink.json", """{"documents":{"{root}/*":"https://example.org/raw/{commit}/*"}}""");
        return this;
    }

    /// <summary>Compiles these sources to <c>obj/a.dll</c>.</summary>
    public CompiledPlace Csc(params IEnumerable<string> options)
    {
        string[] arguments =
        [
            .. SdkCompilers.References,
            "/r:text=" + SdkCompilers.Reference("System.Text.RegularExpressions.dll"),
            .. options.Contains("/debug-") ? Array.Empty<string>() : ["/debug:portable", "/sourcelink:{root}/obj/sourcelink.json"],
            "/out:{root}/obj/a.dll",
            "{root}/src/Program.cs",
            "{root}/obj/AssemblyInfo.cs",
            .. options,
        ];
        SdkCompilers.Csc(arguments.Append("/warn:0").Select(Fill));
        return this;
    }

    public string Fill(string text) => text.Replace("{generator}", SdkCompilers.RegexGenerator, StringComparison.Ordinal).Replace("{root}", root, StringComparison.Ordinal).Replace("{commit}", commit, StringComparison.Ordinal);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(Fill(text)));

    public void Write(string name, byte[] content)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    /// <summary>What differs between this place and another.</summary>
    public Rewriting To(CompiledPlace other) => new([(root, other.Root)], [(commit, other.Commit)])
    {
        Content = path =>
        {
            var name = Path.GetRelativePath(path.StartsWith("/_/", StringComparison.Ordinal) ? "/_" : other.Root, path);
            return other.TryRead(name) is { } content && !content.AsSpan().SequenceEqual(TryRead(name)) ? content : null;
        },
        Documents = TryRead("obj/a.pdb") is { } pdb ? ImageRewriter.Documents(pdb) : [],
    };
}
