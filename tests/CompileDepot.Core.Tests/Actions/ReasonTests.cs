using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Tests.Actions;

[TestClass]
public sealed class ReasonTests
{
    [TestMethod]
    public void Sentence_IsItsOwn_ForEveryReason()
    {
        var sentences = Enum.GetValues<UncacheableReason>().Select(r => new Reason(r, "subject").Sentence).ToList();
        CollectionAssert.AllItemsAreUnique(sentences);
        Assert.AreEqual("nothing is wrong", new Reason(UncacheableReason.None).Sentence);
        Assert.IsFalse(sentences.Exists(s => s.Length == 0 || s.EndsWith('.')));
    }

    [TestMethod]
    public void Values_AreAsPersisted_ForEveryReason() => CollectionAssert.AreEqual(
        new[]
        {
            "None=0", "NotDeterministic=1", "WildcardVersion=2", "CompileFailed=3", "OutputPathUnknown=4", "OutputMissing=5", "InputMissing=6", "InputChanged=7", "UndeclaredInput=8",
            "UncacheableSwitch=9", "CommandLineUnavailable=10", "ToolchainUnknown=11", "DepotFault=12", "ReadOnlyMode=13", "InternalFault=14",
            "StepFailed=15", "ToolUnknown=16", "StepBuilds=17",
            "TargetUnknown=30", "BuildEvent=31", "StepUnknown=32", "DependencyUnknown=33", "CompileNotStored=34", "OutputOutsideRoot=35", "OriginUnknown=36", "WarningHidden=37", "SurfaceMissing=38",
            "AssetsMissing=39",
        },
        Enum.GetValues<UncacheableReason>().Select(r => $"{r}={(int)r}").ToArray());
}
