using CompileDepot.Core.Actions;

namespace CompileDepot.Core.Tests.Actions;

[TestClass]
public sealed class RemediesTests
{
    [TestMethod]
    public void For_IsASentence_WhenThereIsAReason()
    {
        foreach (var reason in Enum.GetValues<UncacheableReason>())
            Assert.AreEqual(reason != UncacheableReason.None, Remedies.For(reason).EndsWith('.'), reason.ToString());
    }
}
