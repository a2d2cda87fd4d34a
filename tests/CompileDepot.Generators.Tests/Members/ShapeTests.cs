using Microsoft.CodeAnalysis.CSharp;

namespace CompileDepot.Generators.Tests.Members;

/// <summary>Where a member can stand, and what can't be filled.</summary>
[TestClass]
public sealed class ShapeTests
{
    private static readonly string Gathered = GatheredText.Of("collection|c|seq", "from|src/A/A.csproj", "value|string|x");

    [TestMethod]
    [DataRow("public partial class @class<T> where T : notnull { internal partial struct S { internal static partial class @event { M } } }", "@class<int>.S.@event.P")]
    [DataRow("partial record R(int X) { M }", "R.P")]
    [DataRow("partial record struct R { M }", "R.P")]
    [DataRow("readonly partial struct R { M }", "R.P")]
    [DataRow("ref partial struct R { M }", "R.P")]
    [DataRow("partial interface IR<T, U> { M }", "IR<int, string>.P")]
    [DataRow("abstract partial class R { M }", "R.P")]
    [DataRow("partial class R { private static class PCollection; public static int PCollection_() => 1; M }", "R.P")]
    [DataRow("partial class PCollection { M }", "PCollection.P")]
    [DataRow("partial class R { private class System; private class @global; private class String; M }", "R.P")]
    public void Member_IsFilled_InAnyType(string type, string path)
    {
        foreach (var (member, suffix) in new[] { ("[SealedCollection(\"c\")] internal static partial System.Collections.Generic.IReadOnlyList<string> P { get; }", ""), ("[SealedCollection(\"c\")] internal static partial string[] P();", "()") })
        {
            var source = $$"""
                using CompileDepot;
                {{(path == "R.P" && type.Contains("class System") ? type.Replace("M", member.Replace("System.", "global::System.")) : type.Replace("M", member))}}
                public static class App { public static string Test() { var all = ""; foreach (var p in {{path}}{{suffix}}) all += p; return all; } }
                """;
            Assert.AreEqual("x", new TestCompilation(source, Gathered).Text(), member);
        }
    }

    [TestMethod]
    [DataRow("public static partial")]
    [DataRow("protected internal partial")]
    [DataRow("private protected virtual partial")]
    [DataRow("new internal partial")]
    [DataRow("public override partial")]
    [DataRow("public sealed override partial")]
    [DataRow("unsafe private partial")]
    [DataRow("private protected static partial")]
    public void Member_KeepsItsModifiers(string modifiers)
    {
        var name = modifiers.Contains("override") ? "Over" : "Base";
        var hides = modifiers.Contains("new") ? "Hidden" : name;
        var source = $$"""
            #pragma warning disable CS0628
            using CompileDepot;
            public class Root { public virtual string[] Over() => []; internal string[] Hidden() => []; }
            namespace @namespace.Of.@event
            {
                public partial class Derived : Root { [SealedCollection("c")] {{modifiers}} string[] {{hides}}(); }
            }
            """;
        Assert.IsEmpty(new TestCompilation(source, Gathered).Errors());
    }

    [TestMethod]
    public void Member_IsFilled_InOldVersionsOfTheLanguage()
    {
        const string source = """
            using CompileDepot;
            [assembly: CompileSeq("c", typeof(App), "Add")]
            public static partial class App
            {
                private static int _added;
                [SealedCollection("c")] static partial void Register(int value);
                static void Add(int value) { _added += value; }
                public static string Test() { Register(5); return _added.ToString(); }
            }
            """;
        Assert.AreEqual("5", new TestCompilation(source, GatheredText.Of("collection|c|-"), LanguageVersion.CSharp7_3).Text());
        Assert.AreEqual("5", new TestCompilation(source, GatheredText.Of("collection|c|-"), LanguageVersion.CSharp7_3, embedded: false).Text());
    }

    [TestMethod]
    [DataRow("string[] P() => [];", "not partial")]
    [DataRow("string[] P => [];", "not partial")]
    [DataRow("partial string[] P(); private partial string[] P() => [];", "body already")]
    [DataRow("partial string[] P { get; } private partial string[] P => [];", "body already")]
    [DataRow("static partial void P<T>(T t);", "generic")]
    [DataRow("partial string[] P(int i);", "parameters")]
    [DataRow("partial string[] P { get; set; }", "accessor other than get")]
    [DataRow("partial ref string[] P();", "returns a reference")]
    [DataRow("partial void P(out int i);", "out parameter")]
    [DataRow("partial void P(ref System.Span<int> s);", "ref struct")]
    [DataRow("partial System.Collections.Generic.List<string> P();", "is not a list")]
    [DataRow("partial string[,] P();", "is not a list")]
    [DataRow("partial double P();", "is not a list")]
    [DataRow("partial System.Collections.Generic.IReadOnlyDictionary<int, string> P();", "is not a list")]
    [DataRow("partial double[] P();", "it holds 'double'")]
    [DataRow("partial dynamic[] P();", "it holds 'dynamic'")]
    [DataRow("partial System.Collections.Generic.IEnumerable<int?> P();", "it holds 'int?'")]
    public void Member_IsAnError_WhenItCannotBeFilled(string member, string why)
    {
        var source = "using CompileDepot;\npartial class App {\n  [SealedCollection(\"c\")]\n  private " + member + "\n}";
        var result = new TestCompilation(source.Replace("private static partial void P<T>", "static partial void P<T>"), Gathered).Run().Result;
        Assert.IsNull(result.Exception);
        Assert.HasCount(1, result.Diagnostics);
        Assert.AreEqual("CD0070", result.Diagnostics[0].Id);
        Assert.Contains(why, result.Diagnostics[0].GetMessage(null));
        Assert.AreEqual(3, result.Diagnostics[0].Location.GetLineSpan().StartLinePosition.Line);
        Assert.AreEqual("App.cs", result.Diagnostics[0].Location.GetLineSpan().Path);
    }

    [TestMethod]
    [DataRow("class App { [SealedCollection(\"c\")] private partial string[] P(); }", "'App' around it is not partial")]
    [DataRow("class Outer { partial class App { [SealedCollection(\"c\")] private partial string[] P(); } }", "'Outer' around it is not partial")]
    [DataRow("file partial class App { [SealedCollection(\"c\")] private partial string[] P(); }", "local to its file")]
    [DataRow("partial interface IApp<out T> { [SealedCollection(\"c\")] private partial string[] P(); }", "'IApp' around it has an in or out")]
    [DataRow("partial class App { [SealedIds(\"c\")] private partial System.Collections.Generic.IReadOnlyDictionary<string, long> P(); }", "dictionary from string to int")]
    [DataRow("partial class App { [SealedIds(\"c\")] partial void P(); }", "dictionary from string to int")]
    [DataRow("partial class App { [SealedCollection(\"c\")] [SealedIds(\"c\")] private partial System.Collections.Generic.Dictionary<string, int> P(); }", "values and for ids")]
    public void Member_IsAnError_WhereItCannotBeFilled(string type, string why)
    {
        var diagnostics = new TestCompilation("using CompileDepot;\n" + type, Gathered).Run().Result.Diagnostics;
        Assert.HasCount(1, diagnostics);
        Assert.AreEqual("CD0070", diagnostics[0].Id);
        Assert.Contains(why, diagnostics[0].GetMessage(null));
    }

    [TestMethod]
    [DataRow("seq", "value|int|1", "partial System.Collections.Generic.IReadOnlyDictionary<string, int> P();")]
    [DataRow("seq", "value|int|1", "partial int P();")]
    [DataRow("table", "entry|k|int|1", "partial long P();")]
    [DataRow("counter", "value|int|1", "partial int[] P();")]
    public void Member_IsAnError_WhenItsCollectionIsOfAnotherKind(string kind, string item, string member) => Assert.AreEqual(2, new TestCompilation(
        "using CompileDepot;\npartial class App {\n  [SealedCollection(\"c\")] private " + member + "\n}", GatheredText.Of("collection|c|" + kind, "from|a", item)).Error("CD0071").Location.GetLineSpan().StartLinePosition.Line);

    [TestMethod]
    public void Source_IsTheSame_InWhateverOrderFilesCome()
    {
        const string b = "partial class B { [CompileDepot.SealedCollection(\"c\")] private partial string[] P(); [CompileDepot.SealedCollection(\"c\")] partial void P(int i); }";
        const string a = "partial class B { [CompileDepot.SealedCollection(\"c\")] private partial string[] A(); } partial class b { [CompileDepot.SealedCollection(\"c\")] private partial string[] P(); }";
        Assert.AreEqual(new TestCompilation(a + b).Generated(), new TestCompilation(b + a).Generated());
    }
}
