using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Projects;

/// <summary>The tree hash that the project had when it last was recorded or restored in this checkout: what a miss is explained by. Kept as the root record of the step <see cref="ActionRecord.WholeProject"/>.</summary>
internal sealed class FormerTree(ProjectFacts facts, DepotSession session)
{
    private readonly RootKeeper _roots = new(session.Stack.First.Layout, facts.Identity, ActionRecord.WholeProject);

    /// <summary>Empty where none is known.</summary>
    public string Hash => _roots.Former?.KeyText.ToString() ?? "";

    /// <summary>What became otherwise since, in words.</summary>
    /// <param name="text">The present tree text.</param>
    public string Compare(TreeHash tree, byte[] text)
    {
        if (_roots.Former is not { } record)
            return "it is new here";
        if (record.KeyText.Value == tree.Value)
            return "its entry is not in the depot any more";
        return session.Stack.ReadBlob(new ContentDigest(record.KeyText.Value)) is { } former ? KeyDiff.Summarize(KeyDiff.Compare(former, text)) : "what it was built from before is not in the depot any more";
    }

    /// <summary>Keeps the present hash. Never throws for a fault of the depot.</summary>
    public void Keep(TreeHash tree) => _roots.Keep(new ActionKey(tree.Value), new ActionKey(tree.Value));
}
