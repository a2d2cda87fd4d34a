using CompileDepot.Core.Collections;
using CompileDepot.Core.Settings;
using CompileDepot.Core.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CompileDepot.Core.Tests.Collections;

[TestClass]
public sealed class StableIdsTests
{
    private static readonly Gen<string> Name = Gen.OneOf(Gen.Elements("ping", "pong", "GET /users", "reserved", "a reserved", "", "\"", "#x", "<<<<<<<"), Texts.Any);

    private static readonly Gen<StableIds> Ids = Name.ListOf().ListOf().Select(steps => steps.Aggregate(StableIds.None("c"), (ids, names) => ids.Merge(names)));

    [TestMethod]
    public void Merge_IsIdempotent() => Texts.Check(from ids in Ids from names in Name.ListOf() select (ids, names), t => t.ids.Merge(t.names) is var once && once.Merge(t.names).Text() == once.Text());

    [TestMethod]
    public void Merge_NeverChangesAFormerId() => Texts.Check(
        from ids in Ids from names in Name.ListOf() select (ids, names),
        t =>
        {
            var merged = t.ids.Merge(t.names);
            var byName = merged.Ids.ToDictionary(i => i.Name);
            var highest = t.ids.Ids.Select(i => i.Number).DefaultIfEmpty().Max();
            return t.ids.Ids.All(i => byName[i.Name].Number == i.Number)
                && merged.Ids.Skip(t.ids.Ids.Count).All(i => i.Number > highest)
                && merged.Ids.Where(i => !i.IsReserved).Select(i => i.Name).ToHashSet().SetEquals(t.names)
                && merged.Ids.Select(i => i.Number).Distinct().Count() == merged.Ids.Count;
        });

    [TestMethod]
    public void Merge_GivesTheSameBytes_WhateverTheOrderOfNames() => Texts.Check(
        from ids in Ids from names in Name.ListOf() from shuffled in Gen.Shuffle(names.AsEnumerable()) select (ids, names, shuffled),
        t => t.ids.Merge(t.names).Text() == t.ids.Merge(t.shuffled).Text());

    [TestMethod]
    public void TryParse_IsTheInverseOfText() => Texts.Check(Ids, ids => StableIds.TryParse(ids.Text(), "f", out _) is { } read && read.Ids.SequenceEqual(ids.Ids) && read.Text() == ids.Text());

    [TestMethod]
    public void Text_IsThis_WhenNamesComeAndGo()
    {
        var ids = StableIds.None("messages").Merge(["pong", "ping", "GET /users"]).Merge(["pong", "new"]);
        Assert.EndsWith("\n1 \"GET /users\" reserved\n2 ping reserved\n3 pong\n4 new\n", ids.Text());
        Assert.EndsWith("\n2 ping\n3 pong\n4 new\n", ids.Merge(["ping", "pong", "new"]).Text(), "it has its id again");
    }

    [TestMethod]
    public void Text_KeepsCommentsAndLineEnds()
    {
        const string text = "# mine\r\n#\r\n7 ping\r\n";
        Assert.AreEqual(text + "8 pong\r\n", Parse("\ufeff" + text).Merge(["pong", "ping"]).Text());
        Assert.AreEqual("7 ping\n", Parse("\n7 ping").Text());
    }

    [TestMethod]
    public void Difference_ShowsLines_WhenIdsDiffer()
    {
        var former = Parse("1 ping\n2 pong\n");
        Assert.AreEqual("- 1 ping\n+ 1 ping reserved\n+ 3 new", former.Merge(["pong", "new"]).Difference(former));
        Assert.AreEqual("", former.Merge(["pong", "ping"]).Difference(former));
        var problem = former.Merge(["pong", "ping", "new"]).OutOfDate(former, "messages.ids");
        Assert.AreEqual((DiagnosticCodes.IdsOutOfDate, "messages.ids"), (problem!.Code, problem.File));
        Assert.EndsWith("\n+ 3 new", problem.Message);
        Assert.IsNull(former.Merge(["pong", "ping"]).OutOfDate(former, "messages.ids"));
    }

    [TestMethod]
    public void TryMerge_TellsTheFile_WhenThereAreNoMoreNumbers()
    {
        var ids = Parse($"{int.MaxValue} a");
        Assert.IsNull(ids.TryMerge(["a", "b"], "/m.ids", out var problem));
        Assert.AreEqual((DiagnosticCodes.BadIds, "/m.ids"), (problem!.Code, problem.File));
        Assert.Contains("2147483647", problem.Message);
        Assert.AreEqual(ids.Text(), ids.TryMerge(["a"], "/m.ids", out problem)!.Text());
        Assert.IsNull(problem);
    }

    [TestMethod]
    [DataRow("1 a\n<<<<<<< HEAD\n2 b\n=======\n2 c\n>>>>>>> x\n", DiagnosticCodes.ConflictingIds, 2, "A merge has left a conflict.")]
    [DataRow("1 a\n2 b\n2 c\n", DiagnosticCodes.ConflictingIds, 3, "Lines 2 and 3 give the id 2 to 'b' and to 'c': two branches")]
    [DataRow("1 a\n1 a reserved\n", DiagnosticCodes.ConflictingIds, 2, "Lines 1 and 2 are both about the id 1 of 'a'.")]
    [DataRow("1 a\n# x\n3 a\n", DiagnosticCodes.ConflictingIds, 3, "Lines 1 and 3 give 'a' the ids 1 and 3.")]
    [DataRow("2 a\n1 b\n", DiagnosticCodes.BadIds, 2, "The id 1 stands below 2")]
    [DataRow("1 a b\n", DiagnosticCodes.BadIds, 1, "'1 a b' is no id")]
    [DataRow("0 a\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("01 a\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("-1 a\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("1 \"a\"\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("1 \"a b\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("1 \"\\x y\"\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("2147483648 a\n", DiagnosticCodes.BadIds, 1, "is no id")]
    [DataRow("ping\n", DiagnosticCodes.BadIds, 1, "is no id")]
    public void TryParse_SaysWhereAndHow_WhenTheFileIsWrong(string text, string code, int line, string message)
    {
        Assert.IsNull(StableIds.TryParse(text, "messages.ids", out var problems));
        Assert.IsTrue(problems.Any(p => p.Code == code && p.Line == line && p.File == "messages.ids" && p.Message.Contains(message, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    /// <summary>What the two sides of a conflict say against each other is no problem beside it; a mark that was left behind is one.</summary>
    [TestMethod]
    [DataRow("1 a\n<<<<<<< HEAD\n2 b\n||||||| base\n=======\n2 c\n1 a\nx\n>>>>>>> x\n3 d\n", 2)]
    [DataRow("1 a\n=======\n2 b\n", 2)]
    [DataRow("1 a\n2 b\n>>>>>>> x\n", 3)]
    [DataRow("# c\n<<<<<<< HEAD\n1 a\n=======\n", 2)]
    public void TryParse_TellsAConflictOnce_WhenAMergeLeftIt(string text, int line)
    {
        Assert.IsNull(StableIds.TryParse(text, "messages.ids", out var problems));
        Assert.AreEqual((DiagnosticCodes.ConflictingIds, line), (problems.Single().Code, problems.Single().Line));
    }

    private static StableIds Parse(string text) => StableIds.TryParse(text, "f", out var problems) ?? throw new AssertFailedException(string.Join('\n', problems));
}
