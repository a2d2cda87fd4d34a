using CompileDepot.Core.Collections;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Collections;

/// <summary>What the build's own readers find in the file for the generator.</summary>
[TestClass]
public sealed class GatheredFileTests
{
    private static readonly Dictionary<string, StableIds> NoIds = [];

    [TestMethod]
    public void Find_GivesWhatWasWritten_WhateverItIs() =>
        Prop.ForAll(Contributions.States.ToArbitrary(), state =>
        {
            string[] names = ["messages", "nobody", "routes", "tests"];
            var collections = GatheredCollection.Gather(state, names).Collections;
            var ids = collections.ToDictionary(c => c.Name, c => StableIds.None(c.Name).Merge(c.IdNames));
            var text = GatheredFile.Text("App.csproj", collections, ids);
            foreach (var collection in collections)
            {
                var found = GatheredFile.Find(text, collection.Name);
                CollectionAssert.AreEqual(collection.Items.ToList(), found!.Value.Items.ToList());
                CollectionAssert.AreEquivalent(ids[collection.Name].Ids.Select(i => $"{i.Name} {i.Number}").ToList(), found.Value.Ids.Select(i => $"{i.Key} {i.Value}").ToList());
            }
            Assert.IsNull(GatheredFile.Find(text, "route"));
        }).QuickCheckThrowOnFailure();

    [TestMethod]
    public void Find_LeavesReservedIdsOut()
    {
        var state = CollectionState.Of(new("A.csproj", ""), [new("m", CollectionKind.Table, "k", new StringValue("v"))]);
        var ids = new Dictionary<string, StableIds> { ["m"] = StableIds.None("m").Merge(["gone"]).Merge(["k"]) };
        var found = GatheredFile.Find(GatheredFile.Text("A.csproj", GatheredCollection.Gather(state, ["m"]).Collections, ids), "m");
        Assert.AreEqual("k 2", string.Join(", ", found!.Value.Ids.Select(i => $"{i.Key} {i.Value}")));
    }

    /// <summary>What is sealed and empty is no error; what is not sealed is one.</summary>
    [TestMethod]
    public void Find_IsEmptyOrNull_WhenNobodyContributesOrSeals()
    {
        var text = GatheredFile.Text("A.csproj", GatheredCollection.Gather(CollectionState.Empty, ["m"]).Collections, NoIds);
        Assert.IsEmpty(GatheredFile.Find(text, "m")!.Value.Items);
        Assert.IsNull(GatheredFile.Find(text, "M"));
        Assert.IsNull(GatheredFile.Find("", "m"));
    }

    [TestMethod]
    [DataRow("CompileDepot gathered 2\n")]
    [DataRow("CompileDepot gathered 1\ncollection\tm\tseq\nvalue\tstring\n")]
    [DataRow("CompileDepot gathered 1\ncollection\tm\tseq\nvalue\tstring\t\\x\n")]
    [DataRow("CompileDepot gathered 1\ncollection\tm\ttable\nentry\tk\n")]
    public void Find_Throws_WhenItIsNoSuchText(string text) => Assert.ThrowsExactly<FormatException>(() => GatheredFile.Find(text, "m"));
}
