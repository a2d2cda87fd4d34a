using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Tests.Collections;

[TestClass]
public sealed class GatheredCollectionTests
{
    [TestMethod]
    public void Gather_OrdersByProjectThenOrdinal_AndKeepsTheFirstOfEqualValues()
    {
        var state = State(("b/B.csproj", "", ["seq routes z", "seq routes a", "seq other x"]), ("B/B.csproj", "", ["seq routes m", "seq routes a"]), ("a/A.csproj", "", ["seq routes z"]));
        Assert.AreEqual("B/B.csproj m|B/B.csproj a|a/A.csproj z", Items(state, "routes"));
    }

    [TestMethod]
    public void Gather_CountsBuildsOfAProjectAsOne()
    {
        var state = State(("a", "net8.0", ["seq routes x", "seq routes y", "table t k v", "counter n 2", "counter n 3"]), ("a", "net10.0", ["seq routes x", "seq routes w", "table t k v", "counter n 4"]), ("b", "", ["counter n 1"]));
        Assert.AreEqual("a x|a w|a y", Items(state, "routes"));
        Assert.AreEqual("a k=v", Items(state, "t"));
        Assert.AreEqual("a 5|b 1", Items(state, "n"));
    }

    [TestMethod]
    public void Gather_NamesProducersAndValues_WhenAKeyIsTwice()
    {
        var (collections, problems) = GatheredCollection.Gather(State(("a", "", ["table t k v", "table t l v"]), ("b", "", ["table t k w", "table t l v"])), ["t"]);
        Assert.AreEqual("The table 't' has 'k' twice: \"v\" of a, and \"w\" of b.", problems.Single().Message);
        Assert.AreEqual(DiagnosticCodes.ContradictingEntries, problems.Single().Code);
        CollectionAssert.AreEqual(new[] { "k", "l" }, collections.Single().IdNames.ToArray());
    }

    [TestMethod]
    public void Gather_NamesProducers_WhenKindsDiffer()
    {
        var (_, problems) = GatheredCollection.Gather(State(("a", "", ["seq c v"]), ("b", "net8.0", ["counter c 1", "counter c 2"])), ["c"]);
        Assert.AreEqual(DiagnosticCodes.CollectionOfTwoKinds, problems.Single().Code);
        Assert.AreEqual("The collection 'c' is a seq for a, and a counter for b (net8.0).", problems.Single().Message);
    }

    [TestMethod]
    public void Gather_IsAProblem_WhenACountHasNo64Bits()
    {
        var (_, problems) = GatheredCollection.Gather(State(("a", "", [$"counter c {long.MaxValue}", "counter c 1"])), ["c"]);
        Assert.AreEqual(DiagnosticCodes.BadContribution, problems.Single().Code);
        Assert.Contains("9223372036854775808", problems.Single().Message);
    }

    [TestMethod]
    public void Text_IsThis_WhenCollectionsAreThese()
    {
        var state = State(("src/Users/Users.csproj", "net10.0", ["seq routes GET", "table messages pong P", "table messages ping Q", "counter tests 3"]), ("src/App/App.csproj", "", ["seq routes /"]));
        var ids = new Dictionary<string, StableIds> { ["messages"] = StableIds.None("messages").Merge(["pong", "old"]).Merge(["pong", "ping"]) };
        var text = GatheredFile.Text("src/App/App.csproj", GatheredCollection.Gather(state, ["services", "tests", "routes", "messages"]).Collections, ids);
        Assert.AreEqual(
            """
            CompileDepot gathered 1
            self|src/App/App.csproj
            collection|messages|table
            from|src/Users/Users.csproj
            entry|pong|string|P
            entry|ping|string|Q
            id|pong|2
            id|ping|3
            collection|routes|seq
            from|src/App/App.csproj
            value|string|/
            from|src/Users/Users.csproj
            value|string|GET
            collection|services|-
            collection|tests|counter
            from|src/Users/Users.csproj
            value|int|3

            """.ReplaceLineEndings("\n").Replace('|', '\t'),
            text);
    }

    /// <summary>What another collection gains, or which build contributes, does not compile the sealing project again.</summary>
    [TestMethod]
    public void Text_DoesNotChange_WhenOtherCollectionsDo() => Assert.AreEqual(
        GatheredFile.Text("s", GatheredCollection.Gather(State(("a", "net8.0", ["seq routes x"])), ["routes"]).Collections, new Dictionary<string, StableIds>()),
        GatheredFile.Text("s", GatheredCollection.Gather(State(("a", "net10.0", ["seq other y", "table t k v", "seq routes x"])), ["routes"]).Collections, new Dictionary<string, StableIds>()));

    internal static CollectionState State(params (string Path, string Build, string[] Contributions)[] producers) =>
        CollectionState.Union(producers.Select(p => CollectionState.Of(new(p.Path, p.Build), p.Contributions.Select(Parse))));

    internal static Contribution Parse(string text) => text.Split(' ') switch
    {
        ["seq", var name, var value] => new(name, CollectionKind.Seq, null, new StringValue(value)),
        ["table", var name, var key, var value] => new(name, CollectionKind.Table, key, new StringValue(value)),
        ["counter", var name, var value] => new(name, CollectionKind.Counter, null, Int64Value.TryParse(value)!),
        _ => throw new ArgumentException(text),
    };

    private static string Items(CollectionState state, string name)
    {
        var (collections, problems) = GatheredCollection.Gather(state, [name]);
        Assert.IsEmpty(problems);
        return string.Join('|', collections.Single().Items.Select(i => $"{i.Producer} {(i.Key is null ? "" : i.Key + "=")}{i.Value.Name}"));
    }
}
