namespace CompileDepot.Generators.Tests.Values;

/// <summary>Dictionaries, counters and ids.</summary>
[TestClass]
public sealed class TableTests
{
    private static readonly string Messages = GatheredText.Of(
        "collection|messages|table", "from|src/A/A.csproj", "entry|ping|int|1", "from|src/B/B.csproj", "entry|Ping|int|2", "entry|\\\\\"|int|3", "id|ping|4", "id|\\\\\"|9");

    [TestMethod]
    [DataRow("IReadOnlyDictionary<string, int>")]
    [DataRow("IReadOnlyDictionary<string, object>")]
    [DataRow("IDictionary<string, long>")]
    [DataRow("Dictionary<string, int>")]
    [DataRow("System.Collections.Frozen.FrozenDictionary<string, int>")]
    public void Member_HasTheValuesByKey_WhateverItsType(string type)
    {
        var source = $$"""
            using CompileDepot;
            using System.Collections.Generic;
            public static partial class App
            {
                [SealedCollection("messages")] private static partial {{type}} Messages { get; }
                public static string Test() => $"{Messages.Count} {Messages["ping"]} {Messages["Ping"]} {Messages["\\\""]} {ReferenceEquals(Messages, Messages)}";
            }
            """;
        Assert.AreEqual("3 1 2 3 True", new TestCompilation(source, Messages).Text());
    }

    [TestMethod]
    public void List_HasTheValuesOfATable_InOrder() => Assert.AreEqual("1,2,3", new TestCompilation("""
        using CompileDepot;
        public static partial class App
        {
            [SealedCollection("messages")] private static partial int[] Messages { get; }
            public static string Test() => string.Join(",", Messages);
        }
        """, Messages).Text());

    [TestMethod]
    public void Ids_AreThoseOfTheFile() => Assert.AreEqual("2 4 9", new TestCompilation("""
        using CompileDepot;
        using System.Collections.Generic;
        public static partial class App
        {
            [SealedIds("messages")] private static partial IReadOnlyDictionary<string, int> Ids { get; }
            public static string Test() => $"{Ids.Count} {Ids["ping"]} {Ids["\\\""]}";
        }
        """, Messages).Text());

    [TestMethod]
    public void Counter_IsTheSum_OfAllProducersAndOwnAttributes() => Assert.AreEqual("8 8", new TestCompilation("""
        using CompileDepot;
        [assembly: CompileCounter("tests", 3)]
        [assembly: CompileCounter("tests", -1L)]
        public static partial class App
        {
            [SealedCollection("tests")] private static partial int Tests { get; }
            [SealedCollection("tests")] private static partial long Long();
            public static string Test() => $"{Tests} {Long()}";
        }
        """, GatheredText.Of("collection|tests|counter", "from|src/A/A.csproj", "value|int|4", "from|src/App/App.csproj", "value|int|2")).Text());

    [TestMethod]
    public void Counter_IsAnError_WhenItDoesNotFit()
    {
        const string source = """
            using CompileDepot;
            public static partial class App { [SealedCollection("tests")] private static partial int Tests { get; } }
            """;
        var error = new TestCompilation(source, GatheredText.Of("collection|tests|counter", "from|a", "value|int|2147483647", "from|b", "value|int|1")).Error("CD0076");
        Assert.Contains("2147483648", error.GetMessage(null));
        Assert.AreEqual(1, error.Location.GetLineSpan().StartLinePosition.Line);
    }
}
