using System.Text;
using CompileDepot.Core.Relocation.Pdbs;
using CompileDepot.Core.Tests.Support;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompileDepot.Core.Tests.Relocation.Pdbs;

[TestClass]
public sealed class ConstantPiecesTests
{
    private const string Path = "/home/jane doe/src's/Tests/ÜnitTests.cs";

    private static readonly MetadataReference[] References = [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)];

    // One piece as an expression, and what it needs beside.
    private static readonly Func<string, int, (string Expression, string Members)>[] Forms =
    [
        (text, _) => ($"\"{text}\"", ""),
        (text, _) => ($"@\"{text}\"", ""),
        (text, _) => ($"\"\"\"\"{text}\"\"\"\"", ""),
        (text, i) => ($"\"\"\"{Line(i)}    {text}{Line(i)}    \"\"\"", ""),
        (text, i) => ($"$\"\"\"{Line(i)}\t{text}{Line(i)}\t\"\"\"", ""),
        (text, i) => ($"$\"{{C{i}}}\"", $"const string C{i} = \"{text}\";"),
        (text, i) => ($"$$\"\"\"{text}{{{{C{i}}}}}\"\"\"", $"const string C{i} = \"\";"),
        (text, _) => ($"\"{string.Concat(text.Select(c => $"\\u{(int)c:x4}"))}\"", ""),
        (text, _) => ($"$\"{string.Concat(text.Select(c => $"\\U{(int)c:X8}"))}\"", ""),
        (text, _) => ($"\"{string.Concat(text.Select(c => $"\\x{(int)c:x4}"))}\"", ""),
        (text, _) => ($"\"{text.Replace("'", "\\'", StringComparison.Ordinal)}\"", ""),
        (text, i) => SyntaxFacts.IsValidIdentifier(text) ? ($"nameof(\n@{text} )", $"static int @{text};") : ($"(C{i} + \"\")", $"const string C{i} = \"{text}\";"),
        (text, i) => SyntaxFacts.IsValidIdentifier(text) ? ($"nameof(G{i}<(int, string)>.@{text[0]}\u200c{text[1..]})", $"class G{i}<T> {{ public int @{text}; }}") : ($"\"{text}\"", ""),
        (text, i) => SyntaxFacts.IsValidIdentifier(text) ? ($"nameof(G{i}.\\u{(int)text[0]:x4}{text[1..]})", $"class G{i} {{ public int @{text}; }}") : ($"\"{text}\"", ""),
    ];

    [TestMethod]
    public void CanMake_IsTrue_ForAllThatTheCompilerTakesForAConstant()
    {
        var pieces = Gen.Choose(1, 12).ArrayOf(40).SelectMany(lengths => Gen.Choose(0, Forms.Length - 1).ArrayOf(40).Select(forms => (lengths, forms)));
        Texts.Check(pieces, choice =>
        {
            var (expressions, members) = (new List<string>(), new StringBuilder());
            for (int at = 0, i = 0; at < Path.Length; at += choice.lengths[i++])
            {
                var (expression, more) = Forms[choice.forms[i]](Path[at..Math.Min(Path.Length, at + choice.lengths[i])], i);
                expressions.Add(expression);
                members.Append(more).Append('\n');
            }
            var source = $"class Sample {{\n{members}\nconst string All = {string.Join(" + ", expressions)};\n}}";
            var compilation = CSharpCompilation.Create("a", [CSharpSyntaxTree.ParseText(source)], References);
            var all = (IFieldSymbol)compilation.GetTypeByMetadataName("Sample")!.GetMembers("All").Single();
            Assert.AreEqual(Path, all.ConstantValue, source);
            return Of(source).CanMake(Path, inCode: false);
        });
    }

    [TestMethod]
    [DataRow("string M(string s) => s + '/' + \"home/jane doe/src's/Tests\" + '\\u002f' + \"ÜnitTests.cs\";")]
    [DataRow("const char C = '/'; string M(string s) => s + C + \"home/jane doe/src\" + '\\'' + \"s/Tests/ÜnitTests.cs\";")]
    [DataRow("string M(string s) => s + (char)47 + \"home/jane doe/src's/Tests/ÜnitTests.cs\";")]
    [DataRow("string M(string s) => s + (System.Ch\\u0061r )47 + \"home/jane doe/src's/Tests/ÜnitTests.cs\";")]
    public void CanMake_CountsCharacters_InCodeAlone(string member)
    {
        var source = $"class A {{ {member} }}";
        using var image = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(Assemblies.Compile(source, "/_/A.cs").Image));
        var strings = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image);
        Assert.AreEqual(Path, strings.GetUserString(System.Reflection.Metadata.Ecma335.MetadataTokens.UserStringHandle(1)), "the compiler joins them");
        Assert.IsTrue(Of(source).CanMake(Path, inCode: true));
        Assert.IsFalse(Of(source).CanMake(Path, inCode: false));
    }

    [TestMethod]
    [DataRow("class A { string S = \"/home/jane doe/src's/Tests\", T = \"UnitTests\" + \".cs\" + nameof(Tests); }")]
    [DataRow("// /home/jane doe/src's/Tests/ÜnitTests.cs in a comment\nclass A { string S = \"/\" + \"home\" + \"jane\" + \"doe\"; }")]
    [DataRow("using Jane.Doe; class Home { string Tests, src, s, cs; string P => $\"{nameof(Home)}/{nameof(src)}.cs\"; }")]
    public void CanMake_IsFalse_WhenAPieceIsMissing(string source) => Assert.IsFalse(Of(source).CanMake(Path, inCode: false));

    [TestMethod]
    [DataRow("class A { string S = NAMEOF /* ( */ (A); }")]
    [DataRow("class A { string S = NAMEOF(A // )\n); }")]
    [DataRow("class A { string S = NAMEOF(\n#if X\n)\n#endif\n A); }")]
    [DataRow("class A { string S = \"\0\"; }")]
    [DataRow(null)]
    public void CanMake_IsTrue_WhenASourceIsNotUnderstood(string? source)
    {
        // Not written out: this file, too, is a source that has to be understood.
        var bytes = source is null ? Encoding.Latin1.GetBytes("é") : Encoding.UTF8.GetBytes(source.Replace("NAMEOF", "nameof", StringComparison.Ordinal));
        var pieces = new ConstantPieces(100);
        Assert.IsFalse(pieces.CanMake(Path, inCode: false));
        pieces.AddSource(bytes);
        Assert.IsTrue(pieces.CanMake(Path, inCode: false));
    }

    [TestMethod]
    [DataRow("/a\"b/A.cs")]
    [DataRow("/a{b/A.cs")]
    [DataRow("/a\nb/A.cs")]
    [DataRow("/a\u0001b/A.cs")]
    public void CanMake_IsTrue_WhenThePathHasWhatEndsLiterals(string path) => Assert.IsTrue(Of("class A { }").CanMake(path, inCode: false));

    [TestMethod]
    public void CanMake_IsTrue_WhenTheSourceIsOfAnotherEncoding()
    {
        foreach (var encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF8 })
        {
            var pieces = new ConstantPieces(100);
            pieces.AddSource([.. encoding.Preamble, .. encoding.GetBytes($"class A {{ const string S = \"{Path}\"; }}")]);
            Assert.IsTrue(pieces.CanMake(Path, inCode: false));
            Assert.IsFalse(pieces.CanMake(Path + "x", inCode: false));
        }
    }

    [TestMethod]
    public void CanMake_CountsConstantsOfReferences()
    {
        var pieces = new ConstantPieces(100);
        pieces.AddAssembly(new MemoryStream(Assemblies.Compile("public class A { public const string P = \"/home/jane doe\"; public const int I = 47; public void M(string s = \"/src's/\") { } }", "/_/A.cs").Image));
        Assert.IsFalse(pieces.CanMake(Path, inCode: false));
        pieces.AddSource("[X(A.P + Other.S + \"Tests/ÜnitTests.cs\")] class B { }"u8);
        Assert.IsTrue(pieces.CanMake(Path, inCode: false));
        pieces = new ConstantPieces(100);
        pieces.AddAssembly(new MemoryStream([1, 2, 3]));
        Assert.IsTrue(pieces.CanMake(Path, inCode: false));
    }

    [TestMethod]
    public void CanMake_CountsWhatGeneratorsMade()
    {
        var pieces = new ConstantPieces(100);
        foreach (var filler in new[] { "", string.Concat(Enumerable.Repeat("// the same line again and again\n", 100)) })
        {
            pieces = new ConstantPieces(100);
            pieces.AddEmbedded(Assemblies.Compile($"{filler}class A {{ const string S = \"{Path}\"; }}", "/_/A.cs", embedSource: true).Pdb);
            Assert.IsTrue(pieces.CanMake(Path, inCode: false));
        }
        pieces = new ConstantPieces(100);
        pieces.AddEmbedded(Assemblies.Compile("class A { }", "/_/A.cs", embedSource: true).Pdb);
        Assert.IsFalse(pieces.CanMake(Path, inCode: false));
    }

    private static string Line(int i) => i % 2 == 0 ? "\n" : "\r\n";

    private static ConstantPieces Of(string source)
    {
        var pieces = new ConstantPieces(100);
        pieces.AddSource(Encoding.UTF8.GetBytes(source));
        return pieces;
    }
}
