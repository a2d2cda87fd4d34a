using CompileDepot.Core.Effects;
using CompileDepot.Core.Relocation;
using CompileDepot.Tasks.Steps;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CompileDepot.Tasks.Tests.Steps;

[TestClass]
public sealed class OutputParametersTests
{
    private static readonly PathTokens Here = new([(PathTokens.Root, "/here")]);
    private static readonly PathTokens There = new([(PathTokens.Root, "/there")]);

    [TestMethod]
    public void ValueOf_GivesItems_WithThePathsOfThisCheckout()
    {
        var item = new TaskItem("/here/a%253bb.txt");
        item.SetMetadata("From", "/here/x;/hereafter");
        item.SetMetadata("Odd", "100%25 {a%3bb}");
        var items = (ITaskItem[])Replay(new ITaskItem[] { item, new TaskItem("/here/a%253bb.txt"), new TaskItem("plain") })!;
        CollectionAssert.AreEqual(new[] { "/there/a%3bb.txt", "/there/a%3bb.txt", "plain" }, items.Select(i => i.ItemSpec).ToArray());
        Assert.AreEqual(("/there/x;/hereafter", "100% {a;b}"), (items[0].GetMetadata("From"), items[0].GetMetadata("Odd")));
        Assert.AreEqual("/there/a%3bb.txt", ((ITaskItem)Replay<ITaskItem>(item)!).ItemSpec);
    }

    [TestMethod]
    public void ValueOf_GivesValues_OfTheirTypes()
    {
        Assert.AreEqual("/there/{x", Replay("/here/{x"));
        Assert.AreEqual(-3, Replay(-3));
        Assert.IsTrue((bool)Replay(true)!);
        Assert.AreEqual(1.5, Replay(1.5));
        Assert.AreEqual(MessageImportance.Low, Replay(MessageImportance.Low));
        Assert.AreEqual("", Replay(""));
        CollectionAssert.AreEqual(new[] { "b", "/there", "b" }, (string[])Replay<string[]>(["b", "/here", "b"])!);
        CollectionAssert.AreEqual(new[] { true, false }, (bool[])Replay<bool[]>([true, false])!);
    }

    [TestMethod]
    public void ValueOf_GivesNothing_WhereNothingWasGiven()
    {
        Assert.IsNull(Replay<string>(null));
        Assert.IsNull(Replay<ITaskItem>(null));
        Assert.IsEmpty((ITaskItem[])Replay<ITaskItem[]>(null)!);
        Assert.AreEqual(0, new OutputParameters([], There).ValueOf(new TaskPropertyInfo("P", typeof(int), true, false)));
    }

    [TestMethod]
    public void ValueOf_GivesEachOnce_HoweverOftenItIsReplayed()
    {
        var effects = OutputParameters.Record("P", new ITaskItem[] { new TaskItem("b"), new TaskItem("a"), new TaskItem("b") }, Here).ToList();
        var twice = new OutputParameters([.. effects.AsEnumerable().Reverse(), .. effects, new MessageEffect(0, "other", null)], There);
        CollectionAssert.AreEqual(new[] { "b", "a", "b" }, ((ITaskItem[])twice.ValueOf(new TaskPropertyInfo("p", typeof(ITaskItem[]), true, false))!).Select(i => i.ItemSpec).ToArray());
        var values = new OutputParameters([.. OutputParameters.Record("P", 1, Here), .. OutputParameters.Record("P", 1, Here)], There);
        Assert.AreEqual(1, values.ValueOf(new TaskPropertyInfo("P", typeof(int), true, false)));
    }

    private static object? Replay<T>(T? value) => new OutputParameters(OutputParameters.Record("P", value, Here), There).ValueOf(new TaskPropertyInfo("P", typeof(T), true, false));
}
