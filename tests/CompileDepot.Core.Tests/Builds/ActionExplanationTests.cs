using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Tests.Depots;

namespace CompileDepot.Core.Tests.Builds;

[TestClass]
public sealed class ActionExplanationTests : IDisposable
{
    private readonly SampleDepot _sample = new();
    private readonly Entry _former;
    private readonly Entry _entry;

    public ActionExplanationTests()
    {
        _former = _sample.AddCompile("Lib", "1");
        _entry = _sample.AddCompile("Lib", "2");
    }

    public void Dispose() => _sample.Dispose();

    [TestMethod]
    public void Of_ListsAllDifferences_WhenBothKeyTextsAreThere()
    {
        var explanation = Explain(_sample.Action("Lib", ActionOutcome.Compiled, _entry, _former));
        CollectionAssert.AreEqual(new[] { "source A.cs changed", "option /define was 1, is 2" }, explanation.Differences.Select(d => d.Sentence).ToArray());
        Assert.IsNull(explanation.NoDifferences);
        Assert.AreEqual((_entry.Key, _sample.Folder), (explanation.Entry!.Key, explanation.Depot));
    }

    [TestMethod]
    public void Of_HasEntryAndNoDifferences_WhenRestored()
    {
        var explanation = Explain(_sample.Action("Lib", ActionOutcome.Restored, _entry, _former));
        Assert.IsEmpty(explanation.Differences);
        Assert.IsNull(explanation.NoDifferences);
        Assert.IsNotNull(explanation.Entry);
    }

    [TestMethod]
    public void Of_FindsTheEntryByTheTreesRecord_WhenItIsRootBound()
    {
        var bound = _sample.AddCompile("Lib", "3", "Lib.dll: a path");
        Assert.AreNotEqual(bound.Key, bound.KeyText);
        Assert.AreEqual("Lib.dll: a path", Explain(_sample.Action("Lib", ActionOutcome.Compiled, bound)).Entry!.BoundBy);
    }

    [TestMethod]
    public void WhyNotServed_TellsTheBinding_WhereTheFormerEntryHadOne()
    {
        var bound = _sample.AddCompile("Lib", "3", "Lib.dll: it is signed");
        RootRecord Former(Entry entry) => new(_sample.Root, "", "", "", "", entry.KeyText, entry.Key, SampleDepot.Noon);
        Assert.AreEqual("its result is bound to its root, and that is another now (Lib.dll: it is signed)", ActionExplanation.WhyNotServed(_sample.Stack, Former(bound)));
        Assert.AreEqual("its entry is not in the depot any more", ActionExplanation.WhyNotServed(_sample.Stack, Former(_entry)));
        File.Delete(_sample.Depot.Layout.Entry(bound.Key));
        Assert.AreEqual("its entry is not in the depot any more", ActionExplanation.WhyNotServed(_sample.Stack, Former(bound)));
    }

    [TestMethod]
    public void Of_SaysWhyThereAreNone_WhenThereIsNothingToCompare()
    {
        Assert.AreEqual("no key was made", None(_sample.Action("Lib", ActionOutcome.NotStored)));
        Assert.AreEqual("no former compile of the project was recorded in this checkout", None(_sample.Action("Lib", ActionOutcome.Compiled, _entry)));
        Assert.AreEqual("all that it depends on is as it was in the former compile", None(_sample.Action("Lib", ActionOutcome.Compiled, _entry, _entry)));

        File.Delete(Text(_entry));
        Assert.AreEqual("a compile that is not stored leaves no key text", None(_sample.Action("Lib", ActionOutcome.NotStored, _entry, _former, reason: new Reason(UncacheableReason.ReadOnlyMode))));
        Assert.AreEqual("the key text is not in a depot any more", None(_sample.Action("Lib", ActionOutcome.Compiled, _entry, _former)));
        SampleDepot.Flip(Text(_former));
        Assert.AreEqual("the key text of the former compile is not in a depot any more", None(_sample.Action("Lib", ActionOutcome.Compiled, _entry, _former)));
    }

    [TestMethod]
    public void Of_HasNoEntry_WhenItIsGone()
    {
        File.Delete(_sample.Depot.Layout.Entry(_entry.Key));
        Assert.IsTrue(Explain(_sample.Action("Lib", ActionOutcome.Restored, _entry)) is { Entry: null, Depot: null });
    }

    private string Text(Entry entry) => _sample.Depot.Layout.Blob(new ContentDigest(entry.KeyText.Value));

    private ActionExplanation Explain(ActionRecord action) => ActionExplanation.Of(action, _sample.Stack);

    private string? None(ActionRecord action)
    {
        var explanation = Explain(action);
        Assert.IsEmpty(explanation.Differences);
        return explanation.NoDifferences;
    }
}
