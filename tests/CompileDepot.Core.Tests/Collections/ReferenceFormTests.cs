using CompileDepot.Core.Collections;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Relocation;
using CompileDepot.Core.Tests.Support;

namespace CompileDepot.Core.Tests.Collections;

/// <summary>What the compilers make as reference assemblies: a contribution is not seen by who refers to it, and everything else is.</summary>
[TestClass]
public sealed class ReferenceFormTests : IDisposable
{
    private const string Library = """
        using System;
        using System.Collections.Generic;
        [assembly: System.Reflection.AssemblyVersion("1.0.0.0")]
        namespace Lib
        {
            public delegate T Make<in K, out T>(K key) where K : class, IComparable<K>;
            public enum Color { Red = 1, Green }
            public interface IShape { double Area { get; } static abstract IShape Unit(); }
            [Obsolete("old")]
            public abstract class Shape<T> : IShape, IEnumerable<T> where T : unmanaged
            {
                public const string Name = "shape";
                public event EventHandler<(int a, string b)>? Changed { add { } remove { } }
                public abstract double Area { get; }
                static IShape IShape.Unit() => throw null!;
                protected internal virtual ref readonly T this[int index, params string[] more] => throw null!;
                public unsafe delegate*<int, void> Pointer(int[,] grid, in T value, Span<byte> span = default, string text = "x", Color color = Color.Red) => null;
                IEnumerator<T> IEnumerable<T>.GetEnumerator() => throw null!;
                System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw null!;
                public readonly record struct Nested(int X, List<Dictionary<string, T?>> Y);
            }
            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 16)]
            public struct Union { [System.Runtime.InteropServices.FieldOffset(4)] public int A; }
            public static class Native
            {
                [System.Runtime.InteropServices.DllImport("native", EntryPoint = "go")] public static extern int Go([System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPWStr)] string text);
            }
            public static class Extensions { extension(string text) { public int Twice() => text.Length * 2; } public static dynamic Any(this object o, (int x, int y) pair) => o; }
        }

        """;

    private static readonly string[] Added =
    [
        "[assembly: CompileDepot.CompileSeq(\"routes\", \"GET /\")]",
        "[assembly: CompileDepot.CompileSeq(\"routes\", typeof(System.Text.StringBuilder))]",
        "[assembly: CompileDepot.CompileSeq(\"routes\", System.DayOfWeek.Friday)]",
        "[assembly: CompileDepot.CompileTable(\"m\", \"k\", typeof(Lib.Shape<System.Guid>.Nested))]",
        "[assembly: CompileDepot.CompileTable(\"m\", \"l\", typeof(System.Version), \"Parse\")] [assembly: CompileDepot.CompileCounter(\"n\", 3)]",
    ];

    private readonly TempFolder _folder = new();

    [TestMethod]
    public void OfReference_IsEqual_WhenContributionsDiffer()
    {
        var without = Compile(Library);
        var expected = Of(without);
        var bytes = new HashSet<ContentDigest> { ContentDigest.Of(without) };
        foreach (var image in Added.Append(string.Join('\n', Added)).Select(a => Compile(WithAttribute(a))))
        {
            Assert.AreEqual(expected, Of(image));
            Assert.IsTrue(bytes.Add(ContentDigest.Of(image)), "the compiler wrote it");
            Assert.AreNotEqual(NormalForm.Of(without, [], null), NormalForm.Of(image, [], null), "for what runs it counts");
        }
    }

    [TestMethod]
    [DataRow("in K, out T", "in K, T")]
    [DataRow("class, IComparable<K>", "class, IEquatable<K>")]
    [DataRow("Red = 1", "Red = 2")]
    [DataRow("Green }", "Blue }")]
    [DataRow("\"old\"", "\"older\"")]
    [DataRow("[Obsolete(\"old\")]", "")]
    [DataRow("where T : unmanaged", "where T : struct")]
    [DataRow("IShape, IEnumerable<T>", "IEnumerable<T>, IShape")]
    [DataRow("\"shape\"", "\"shapes\"")]
    [DataRow("(int a, string b)", "(int a, string c)")]
    [DataRow("(int a, string b)", "(int a, object b)")]
    [DataRow("IShape Unit(); }", "IShape Unit(); int More => 1; }")]
    [DataRow("ref readonly T this", "ref T this")]
    [DataRow("params string[] more", "string[] more")]
    [DataRow("delegate*<int, void>", "delegate* unmanaged<int, void>")]
    [DataRow("int[,] grid", "int[,,] grid")]
    [DataRow("in T value", "ref T value")]
    [DataRow("text = \"x\"", "text = \"y\"")]
    [DataRow("Color color = Color.Red", "Color color = Color.Green")]
    [DataRow("string text = \"x\"", "string word = \"x\"")]
    [DataRow("\"go\"", "\"went\"")]
    [DataRow("LPWStr", "LPStr")]
    [DataRow("List<Dictionary<string, T?>>", "List<Dictionary<string, T>>")]
    [DataRow("Size = 16", "Size = 32")]
    [DataRow("FieldOffset(4)", "FieldOffset(8)")]
    [DataRow("dynamic Any", "object Any")]
    [DataRow("int Twice()", "long Twice()")]
    [DataRow("\"1.0.0.0\"", "\"1.0.0.1\"")]
    [DataRow("static IShape IShape.Unit() => throw null!;", "public static IShape Unit() => throw null!;")]
    [DataRow("namespace Lib", "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"b\")] namespace Lib")]
    [DataRow("namespace Lib", "[assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(List<int>))] namespace Lib")]
    [DataRow("namespace Lib", "[module: CLSCompliant(false)] namespace Lib")]
    public void OfReference_Differs_WhenTheSurfaceDoes(string old, string replacement) =>
        Assert.AreNotEqual(Of(Compile(WithAttribute(Added[0]))), Of(Compile(WithAttribute(Added[0], Replace(Library, old, replacement)))));

    /// <summary>Of what the compiler does not see in a reference, bodies are not even in it.</summary>
    [TestMethod]
    public void OfReference_IsEqual_WhenBodiesDiffer() => Assert.AreEqual(Of(Compile(Library)), Of(Compile(WithAttribute(Added[1], Replace(Library, "text.Length * 2", "text.Length * 3")))));

    [TestMethod]
    public void OfReference_IsTheOrdinaryForm_WhenTheAssemblyIsNone_OrMayNotContribute()
    {
        var plain = Compile(Library, attributes: "");
        Assert.AreEqual(NormalForm.Of(plain, [], null), Of(plain));
        Compile(WithAttribute(Added[0]));
        var implementation = File.ReadAllBytes(_folder["a.dll"]);
        Assert.AreEqual(NormalForm.Of(implementation, [], null), Of(implementation));
        Assert.AreEqual(ContentDigest.Of([1, 2, 3]), Of([1, 2, 3]));
    }

    [TestMethod]
    public void OfReference_IsEqual_WhenVisualBasicContributes()
    {
        const string library = "Public Class Holder(Of T As {Class, New})\n  Public Property Item(index As Integer) As T\n    Get\n      Return Nothing\n    End Get\n    Set\n    End Set\n  End Property\n  Public Event Changed As System.EventHandler\nEnd Class\n";
        const string attributes = """
            Namespace Global.CompileDepot
              <System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple:=True)>
              Friend NotInheritable Class CompileSeqAttribute
                Inherits System.Attribute
                Public Sub New(name As String, value As Object)
                End Sub
              End Class
            End Namespace

            """;
        var without = Vbc(library + attributes);
        Assert.IsEmpty(AttributeReader.Read(without, out _));
        Assert.AreEqual(Of(without), Of(Vbc("<Assembly: CompileDepot.CompileSeq(\"routes\", GetType(System.Text.StringBuilder))>\n" + library + attributes)));
        Assert.AreEqual("seq\troutes\ttype\tSystem.Text.StringBuilder\tSystem.Runtime", AttributeReader.Read(File.ReadAllBytes(_folder["v.dll"]), out _).Single().ToString());
        Assert.AreNotEqual(Of(without), Of(Vbc(library.Replace("Class, New", "Class", StringComparison.Ordinal) + attributes)));

        byte[] Vbc(string source)
        {
            SdkCompilers.Vbc([.. SdkCompilers.References, "/nostdlib", "/vbruntime:" + SdkCompilers.Reference("Microsoft.VisualBasic.Core.dll"), "/define:_MYTYPE=\"Empty\"", "/t:library", "/out:" + _folder["v.dll"], "/refout:" + _folder["v.ref.dll"], _folder.Write("v.vb", source)]);
            return File.ReadAllBytes(_folder["v.ref.dll"]);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static ContentDigest Of(byte[] assembly) => NormalForm.OfReference(assembly, [], null);

    private static string Replace(string text, string old, string replacement) => text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, replacement, StringComparison.Ordinal) : throw new AssertFailedException(old);

    private static string WithAttribute(string attribute, string library = Library) => library.Replace("[assembly: System.Reflection", attribute + "\n[assembly: System.Reflection", StringComparison.Ordinal);

    private byte[] Compile(string source, string attributes = AttributeSource.Text)
    {
        SdkCompilers.Csc([.. SdkCompilers.References, "/t:library", "/unsafe", "/nullable", "/warn:0", "/out:" + _folder["a.dll"], "/refout:" + _folder["a.ref.dll"], _folder.Write("a.cs", source + attributes)]);
        return File.ReadAllBytes(_folder["a.ref.dll"]);
    }
}
