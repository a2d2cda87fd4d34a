namespace CompileDepot.Generators.Tests.Values;

/// <summary>Lists, from a Seq, in programs that run.</summary>
[TestClass]
public sealed class ListTests
{
    private static readonly string Routes = GatheredText.Of("collection|routes|seq", "from|src/Lib/Lib.csproj", "value|string|GET /", "value|string|POST /\\u0007\\t\\\\\"ä😀");

    [TestMethod]
    [DataRow("System.Collections.Generic.IReadOnlyList<string>")]
    [DataRow("System.Collections.Generic.IReadOnlyList<object>")]
    [DataRow("System.Collections.Generic.IReadOnlyCollection<string>")]
    [DataRow("System.Collections.Generic.IEnumerable<string?>")]
    [DataRow("string[]")]
    [DataRow("object?[]")]
    [DataRow("System.Collections.Immutable.ImmutableArray<string>")]
    [DataRow("System.ReadOnlySpan<string>")]
    public void Member_HoldsTheValuesInOrder_WhateverItsType(string type)
    {
        var source = $$"""
            using CompileDepot;
            using System.Linq;
            public static partial class App
            {
                [SealedCollection("routes")] private static partial {{type}} Routes { get; }
                [SealedCollection("routes")] internal static partial {{type}} Get();
                public static string Test() { var all = ""; foreach (var r in Routes) all += r + "|"; foreach (var r in Get()) all += r + "|"; return all; }
            }
            """;
        var once = "GET /|POST /\a\t\\\"ä😀|";
        Assert.AreEqual(once + once, new TestCompilation(source, Routes).Text());
    }

    [TestMethod]
    [DataRow("int", "int|-5", "-5")]
    [DataRow("int", "int|-2147483648", "-2147483648")]
    [DataRow("long", "int|-9223372036854775808", "-9223372036854775808")]
    [DataRow("object", "int|7", "7")]
    [DataRow("bool", "bool|true", "True")]
    [DataRow("object", "bool|false", "False")]
    [DataRow("System.DayOfWeek", "enum|System.DayOfWeek|System.Runtime|Friday", "Friday")]
    [DataRow("System.DayOfWeek", "enum|System.DayOfWeek||-3", "-3")]
    [DataRow("object", "enum|System.DayOfWeek|System.Private.CoreLib|5", "Friday")]
    [DataRow("Lib.Big", "enum|Lib.Big|Lib|-1", "18446744073709551615")]
    [DataRow("Lib.Small", "enum|Lib.Small|Lib|255", "255")]
    [DataRow("Lib.Small", "enum|Lib.Small|Lib|class", "class")]
    [DataRow("System.Type", "type|System.String|System.Runtime", "System.String")]
    [DataRow("object", "type|Lib.Outer`1+Inner`1|Lib", "Lib.Outer`1+Inner`1[T,U]")]
    [DataRow("System.Type", "type|Lib.Outer`1+Plain|", "Lib.Outer`1+Plain[T]")]
    [DataRow("System.Type", "type|Lib.Outer`1+Inner`1[[System.Int32, System.Runtime],[Lib.Small[], Lib]]|Lib", "Lib.Outer`1+Inner`1[System.Int32,Lib.Small[]]")]
    [DataRow("System.Type", "type|Lib.Outer`1+Plain[[System.Int32, System.Runtime]]|Lib", "Lib.Outer`1+Plain[System.Int32]")]
    [DataRow("System.Type", "type|System.Int32[,][]|System.Runtime", "System.Int32[,][]")]
    [DataRow("System.Type", "type|System.Collections.Generic.Dictionary`2|System.Collections", "System.Collections.Generic.Dictionary`2[TKey,TValue]")]
    [DataRow("System.Type", "type|Lib.class+event|Lib", "Lib.class+event")]
    [DataRow("System.Func<int>", "method|Lib.Methods|Lib|Seven", "7")]
    [DataRow("System.Func<object>", "method|Lib.Methods|Lib|Text", "text")]
    [DataRow("Lib.Made", "method|Lib.Methods|Lib|Seven", "7")]
    [DataRow("System.Func<int>", "method|Lib.Outer`1+Plain[[System.Int32, System.Runtime]]|Lib|Nine", "9")]
    [DataRow("System.Func<int>", "method|Lib.Methods|Lib|new", "8")]
    public void Member_HoldsTheValue_OfEachType(string element, string value, string expected)
    {
        var source = $$"""
            using CompileDepot;
            public static partial class App
            {
                [SealedCollection("all")] private static partial {{element}}[] All { get; }
                public static string Test() => (object)All[0] is System.Delegate d ? $"{d.DynamicInvoke()}" : $"{All[0]}";
            }
            """;
        const string library = """
            namespace Lib;
            public enum Big : ulong { None }
            public enum Small : byte { None, @class }
            public class Outer<T> { public class Inner<U>; public class Plain { public static int Nine() => 9; } }
            public class @class { public class @event; }
            public delegate int Made();
            public static class Methods { public static int Seven() => 7; public static int Seven(int i) => i; public static string Text() => "text"; public static int @new() => 8; }
            """;
        var gathered = GatheredText.Of("collection|all|seq", "from|src/Lib/Lib.csproj", "value|" + value);
        Assert.AreEqual(expected, new TestCompilation(source, gathered).WithLibrary("Lib", library).Text());
    }

    [TestMethod]
    public void List_CannotBeChanged_ByACast()
    {
        const string source = """
            using CompileDepot;
            using System.Collections.Generic;
            public static partial class App
            {
                [SealedCollection("routes")] private static partial IReadOnlyList<string> Routes { get; }
                public static string Test() => $"{Routes is string[]} {((IList<string>)Routes).IsReadOnly} {ReferenceEquals(Routes, Routes)}";
            }
            """;
        Assert.AreEqual("False True True", new TestCompilation(source, Routes).Text());
    }

    [TestMethod]
    public void Property_IsMadeWhenAskedFor_AndDoesNotNeedTheTypesConstructor()
    {
        const string source = """
            using CompileDepot;
            public static partial class App
            {
                private static readonly int Count = Routes.Length;
                static App() => Seen = Routes.Length;
                private static readonly int Seen;
                [SealedCollection("routes")] private static partial string[] Routes { get; }
                public static string Test() => $"{Count} {Seen}";
            }
            """;
        Assert.AreEqual("2 2", new TestCompilation(source, Routes).Text());
    }

    [TestMethod]
    public void Member_IsEmpty_WhereNobodySealsItsCollection()
    {
        const string source = """
            using CompileDepot;
            using System.Collections.Generic;
            [assembly: CompileSeq("routes", "own")]
            public static partial class App
            {
                [SealedCollection("routes")] private static partial IReadOnlyList<string> Routes { get; }
                [SealedCollection("routes")] private static partial IReadOnlyDictionary<string, string> Table();
                [SealedCollection("routes")] private static partial long Count { get; }
                [SealedCollection("routes")] static partial void Call(int with);
                [SealedIds("routes")] private static partial Dictionary<string, int> Ids { get; }
                public static string Test() { Call(1); return $"{Routes.Count} {Table().Count} {Count} {Ids.Count}"; }
            }
            """;
        Assert.AreEqual("0 0 0 0", new TestCompilation(source).Text());
        Assert.AreEqual("0 0 0 0", new TestCompilation(source, GatheredText.Of("collection|other|-")).Text());
    }
}
