using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;

namespace CompileDepot.Core.Tests.Builds;

[TestClass]
public sealed class FormerRunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Find_TakesTheSameBranch_ThenItsBase_ThenTheLast()
    {
        var action = Run("now", "feature", "c3", 10) with { PreviousKey = "other" };
        ActionRecord[] older = [Run("other", "other", "x", 9), Run("base", "main", "c2", 8), Run("mine", "feature", "c3", 7), Run("older", "feature", "c2", 6)];
        Assert.AreEqual((FormerKind.SameBranch, "mine"), Found(action, older));
        Assert.AreEqual((FormerKind.Base, "base"), Found(action, [.. older.Where(a => a.Branch != "feature")]));
        Assert.AreEqual((FormerKind.Last, "other"), Found(action, older[..1]));
        // Its record is gone, and what it was is still known.
        Assert.AreEqual((FormerKind.Last, "other"), Found(action, []));
        Assert.IsNull(Find(action with { PreviousKey = "" }, []));
        Assert.AreEqual((FormerKind.Last, "other"), Found(action with { PreviousKey = "" }, older[..1]));
    }

    [TestMethod]
    public void Find_PassesOverOthersAndWhatIsUnknown()
    {
        var action = Run("now", "main", "c3", 10);
        Assert.IsNull(Find(action, [Run("a", "main", "c3", 9) with { Task = "Vbc" }, Run("a", "main", "c3", 9) with { Framework = "net8.0" }, Run("a", "main", "c3", 9) with { Project = "{root}/B.csproj" }, Run("", "main", "c3", 9), Run("unknown", "main", "c3", 9)]));
        // No branch is checked out: what the commit comes from counts.
        Assert.AreEqual((FormerKind.Base, "b"), Found(action with { Branch = "" }, [Run("a", "", "x", 9), Run("b", "main", "c1", 8)]));
    }

    [TestMethod]
    public void Find_TakesWhatThisCheckoutDid_WhenAnotherDidItToo()
    {
        var action = Run("now", "", "", 10);
        var (own, other) = (Run("a", "", "x", 8), Run("a", "", "y", 9) with { Root = "/other" });
        Assert.AreEqual("x", Find(action with { PreviousKey = "a" }, [other, own])!.Commit);
        Assert.AreEqual("", Find(action with { PreviousKey = "a" }, [other])!.Commit, "the record of its own is gone");
        Assert.AreEqual("the last build of this checkout (x)", Find(action, [other, own])!.Words(_ => "")!.Replace(" at ", "", StringComparison.Ordinal));
        Assert.AreEqual("the last build of another checkout (y)", Find(action, [other])!.Words(_ => "")!.Replace(" at ", "", StringComparison.Ordinal));
    }

    private static (FormerKind, string)? Found(ActionRecord action, IEnumerable<ActionRecord> older) => Find(action, older) is { } found ? (found.Kind, found.Key) : null;

    private static FormerRun? Find(ActionRecord action, IEnumerable<ActionRecord> older) => FormerRun.Find(action, older.ToLookup(FormerRun.Step)[FormerRun.Step(action)], commit => commit.StartsWith('c'), key => key != "unknown");

    private static ActionRecord Run(string key, string branch, string commit, int minute) =>
        new(Noon.AddMinutes(minute), "/tree", "{root}/A.csproj", "net10.0", "Debug", "Csc", ActionOutcome.Compiled, new Reason(UncacheableReason.None), key, "", "", TimeSpan.Zero, TimeSpan.Zero, 0, 0) { Branch = branch, Commit = commit };
}
