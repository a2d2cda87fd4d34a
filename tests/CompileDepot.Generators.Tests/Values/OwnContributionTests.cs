namespace CompileDepot.Generators.Tests.Values;

/// <summary>The sealing project's own attributes, among what it gathered.</summary>
[TestClass]
public sealed class OwnContributionTests
{
    [TestMethod]
    public void Values_StandAtTheProjectsPlace_AndOnce()
    {
        const string source = """
            using CompileDepot;
            [assembly: CompileSeq("c", "own 1"), CompileSeqAttribute("c", "item")]
            [assembly: CompileSeq("other", 1.5)]
            [assembly: CompileSeq("c", "own 2"), CompileSeq("c", "later"), CompileSeq("c", "first")]
            public static partial class App
            {
                [SealedCollection("c")] private static partial string[] All { get; }
                public static string Test() => string.Join(", ", All);
            }
            """;
        var gathered = GatheredText.Of(
            "collection|c|seq", "from|src/A/A.csproj", "value|string|first", "from|src/App/App.csproj", "value|string|item", "from|src/B/B.csproj", "value|string|later", "value|string|last");
        Assert.AreEqual("first, item, own 1, own 2, later, last", new TestCompilation(source, gathered).Text());
    }

    [TestMethod]
    public void Values_AreOfAllTypes()
    {
        const string source = """
            using CompileDepot;
            using System.Collections.Generic;
            using System.Linq;
            [assembly: CompileSeq("c", "text"), CompileSeq("c", 1), CompileSeq("c", (byte)2), CompileSeq("c", 3UL), CompileSeq("c", true)]
            [assembly: CompileSeq("c", E.B), CompileSeq("c", (E)7), CompileSeq("c", typeof(App.Nested)), CompileSeq("c", typeof(Dictionary<,>)), CompileSeq("c", typeof(List<E?[]>.Enumerator)), CompileSeq("c", typeof((int A, string B)))]
            [assembly: CompileSeq("c", typeof(int[,][])), CompileSeq("c", typeof(nint)), CompileSeq("c", typeof(void))]
            [assembly: CompileTable("t", "k", typeof(App), nameof(App.Seven))]
            internal enum E { A, B = 5, C = 5 }
            public static partial class App
            {
                internal static int Seven() => 7;
                internal class Nested;
                [SealedCollection("c")] private static partial object[] All { get; }
                [SealedCollection("t")] private static partial IReadOnlyDictionary<string, System.Func<int>> Table { get; }
                public static string Test() => string.Join(" ", All.Select(o => o is System.Type t ? t.Name : o)) + " " + Table["k"]() + (All[1] is long) + (All[9] as System.Type == typeof(List<E?[]>.Enumerator));
            }
            """;
        Assert.AreEqual(
            "text 1 2 3 True B 7 Nested Dictionary`2 Enumerator ValueTuple`2 Int32[][,] IntPtr Void 7TrueTrue", new TestCompilation(source, GatheredText.Of("collection|c|-", "collection|t|-")).Text());
    }

    [TestMethod]
    [DataRow("CompileSeq(\"c\", 1.5)", "CD0066")]
    [DataRow("CompileSeq(\"c\", 'x')", "CD0066")]
    [DataRow("CompileSeq(\"c\", null)", "CD0066")]
    [DataRow("CompileSeq(\"c\", new[] { \"x\" })", "CD0066")]
    [DataRow("CompileSeq(\"c\", ulong.MaxValue)", "CD0066")]
    [DataRow("CompileSeq(\"c\", typeof(App), null)", "CD0066")]
    [DataRow("CompileTable(\"c\", null, \"x\")", "CD0066")]
    [DataRow("CompileSeq(\"c\", 1)", "CD0072")]
    [DataRow("CompileSeq(\"c\", true)", "CD0072")]
    [DataRow("CompileSeq(\"c\", System.DayOfWeek.Friday)", "CD0072")]
    [DataRow("CompileSeq(\"c\", typeof(App), \"Test\")", "CD0072")]
    public void Attribute_IsAnErrorAtItsLine_WhenItsValueDoesNotFit(string attribute, string code)
    {
        var source = "using CompileDepot;\n\n[assembly: " + attribute.Replace("null", "null!") + "]\npartial class App { [SealedCollection(\"c\")] private static partial string[] All { get; } }";
        var line = new TestCompilation(source, GatheredText.Of("collection|c|-")).Error(code).Location.GetLineSpan();
        Assert.AreEqual(("App.cs", 2, 11), (line.Path, line.StartLinePosition.Line, line.StartLinePosition.Character));
    }

    [TestMethod]
    [DataRow("int", "int|2147483648", "CD0072")]
    [DataRow("int", "string|1", "CD0072")]
    [DataRow("bool", "int|1", "CD0072")]
    [DataRow("System.DayOfWeek", "int|1", "CD0072")]
    [DataRow("System.DayOfWeek", "enum|System.DateTimeKind|System.Runtime|Utc", "CD0072")]
    [DataRow("System.DayOfWeek", "enum|System.DayOfWeek|System.Runtime|Someday", "CD0073")]
    [DataRow("System.DayOfWeek", "enum|System.DayOfWeek|System.Runtime|5000000000", "CD0073")]
    [DataRow("System.DayOfWeek", "enum|System.String|System.Runtime|Empty", "CD0073")]
    [DataRow("System.Type", "type|No.Such|Lib", "CD0073")]
    [DataRow("System.Type", "type|No`1[[|Lib", "CD0073")]
    [DataRow("System.Type", "type|System.Collections.Generic.List`1[[System.Int32, System.Runtime],[System.Int32, System.Runtime]]|System.Runtime", "CD0073")]
    [DataRow("System.Type", "type|System.Int32*|System.Runtime", "CD0073")]
    [DataRow("System.Type", "type|Lib.Hidden|Lib", "CD0073")]
    [DataRow("System.Type", "type|System.Collections.Generic.List`1[[Lib.Hidden, Lib]]|System.Runtime", "CD0073")]
    [DataRow("System.Type", "type|Lib.Twice|Lib", "CD0073")]
    [DataRow("System.Func<int>", "method|Lib.Methods|Lib|Text", "CD0074")]
    [DataRow("System.Func<object>", "method|Lib.Methods|Lib|Seven", "CD0074")]
    [DataRow("System.Action", "method|Lib.Methods|Lib|Seven", "CD0074")]
    [DataRow("object", "method|Lib.Methods|Lib|Seven", "CD0072")]
    [DataRow("System.Func<int>", "type|Lib.Methods|Lib", "CD0072")]
    public void Gathered_IsAnErrorThatNamesItsProject_WhenItsValueDoesNotFit(string element, string value, string code)
    {
        var source = "using CompileDepot;\npartial class App { [SealedCollection(\"c\")] private static partial " + element + "[] All { get; } }";
        var compilation = new TestCompilation(source, GatheredText.Of("collection|c|seq", "from|src/Lib/Lib.csproj", "value|" + value))
            .WithLibrary("Lib", "namespace Lib; class Hidden; public class Twice; public static class Methods { public static int Seven() => 7; public static string Text() => \"\"; }").WithLibrary("Other", "namespace Lib; public class Twice;");
        Assert.Contains("src/Lib/Lib.csproj", compilation.Error(code).GetMessage(null));
    }

    [TestMethod]
    public void Type_IsAnError_WhenItsAssemblyHasAnAliasAlone() => new TestCompilation(
        "using CompileDepot;\npartial class App { [SealedCollection(\"c\")] private static partial System.Type[] All { get; } }", GatheredText.Of("collection|c|seq", "from|a", "value|type|Lib.Seen|Lib"))
        .WithLibrary("Lib", "namespace Lib; public class Seen;", "other").Error("CD0073");

    [TestMethod]
    public void Key_IsAnErrorThatNamesBothProjectsAndValues_WhenItHasTwo()
    {
        const string source = """
            using CompileDepot;
            [assembly: CompileTable("t", "same", 1)]
            [assembly: CompileTable("t", "key", 2)]
            partial class App
            {
                [SealedCollection("t")] private static partial int[] All { get; }
                [SealedCollection("t")] private static partial long[] Again { get; }
            }
            """;
        var error = new TestCompilation(source, GatheredText.Of("collection|t|table", "from|src/Z/Z.csproj", "entry|key|int|3", "entry|same|int|1")).Error("CD0060");
        Assert.AreEqual("Table 't' has two values for key \"key\": 2 from src/App/App.csproj, and 3 from src/Z/Z.csproj.", error.GetMessage(null));
        Assert.AreEqual(2, error.Location.GetLineSpan().StartLinePosition.Line);
    }

    [TestMethod]
    [DataRow("collection|c|table", "entry|k|int|3")]
    [DataRow("collection|c|-", null)]
    public void Attribute_IsAnError_WhenItsKindIsAnother(string collection, string? item)
    {
        var own = item is null ? "[assembly: CompileTable(\"c\", \"k\", 1)]" : "";
        var source = "using CompileDepot;\n" + own + "\n[assembly: CompileSeq(\"c\", 1)]\npartial class App { [SealedCollection(\"c\")] private static partial int[] All { get; } }";
        var error = new TestCompilation(source, item is null ? GatheredText.Of(collection) : GatheredText.Of(collection, "from|src/A/A.csproj", item)).Error("CD0061");
        Assert.AreEqual(2, error.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains("CompileTable in src/A", error.GetMessage(null));
    }
}
