using CompileDepot.Core.Actions;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.Projects;

namespace CompileDepot.Core.Builds;

/// <summary>Why an action went as it did, as far as the depots still know.</summary>
/// <param name="Differences">Of a miss: all that its key text has otherwise than the former run's.</param>
/// <param name="NoDifferences">Where a miss has no differences to show, why; null otherwise.</param>
/// <param name="Entry">The entry that the action used or made, if a depot still has it.</param>
/// <param name="Whole">The same of a whole project.</param>
/// <param name="Depot">Full path of the depot (a folder or file) that has the entry.</param>
public sealed record ActionExplanation(ActionRecord Action, IReadOnlyList<KeyDifference> Differences, string? NoDifferences, Entry? Entry, ProjectEntry? Whole, string? Depot)
{
    /// <param name="compares">Whether the texts are compared even of what was restored.</param>
    public static ActionExplanation Of(ActionRecord action, DepotStack stack, bool compares = false)
    {
        var reader = new DepotReader(stack);
        var (differences, none) = action.Outcome == ActionOutcome.Restored && !compares ? ([], null) : Compare(action, reader);
        if (action.Task == ActionRecord.WholeProject)
        {
            var (whole, where) = FindWhole(action, stack) ?? default;
            return new ActionExplanation(action, differences, none, null, whole, where?.Place);
        }
        var (entry, depot) = FindEntry(action, stack, reader) ?? default;
        return new ActionExplanation(action, differences, none, entry, null, depot?.Place);
    }

    /// <summary>Why an action was not served although all that it depends on is as it was in the former run of this checkout.</summary>
    public static string WhyNotServed(DepotStack stack, RootRecord former) =>
        new DepotReader(stack).FindEntry(former.Key) is ({ BoundTo: not Binding.None } entry, _)
            ? $"its result is bound to {Words(entry.BoundTo)}, and that is another now ({entry.BoundBy})"
            : "its entry is not in the depot any more";

    /// <summary>What a binding holds fast, after "bound to".</summary>
    public static string Words(Binding binding) => binding switch
    {
        Binding.Roots => "its root",
        Binding.Commit => "its commit",
        Binding.Exact => "its root and commit",
        _ => "nothing",
    };

    private static (IReadOnlyList<KeyDifference> Differences, string? None) Compare(ActionRecord action, DepotReader reader)
    {
        if (action.Differences.Count > 0)
            return ([.. action.Differences.Select(d => new KeyDifference("", d))], null);
        // A project that can't be restored whole whatever it depends on: the reason is all there is to say.
        if (action is { Task: ActionRecord.WholeProject, Outcome: ActionOutcome.NotStored })
            return ([], null);
        if (!ActionKey.TryParse(action.Key, out var key))
            return ([], "no key was made");
        if (!ActionKey.TryParse(action.PreviousKey, out var former))
            return ([], $"no former {Noun(action)} of the project was recorded in this checkout");
        if (key == former)
            return ([], $"all that it depends on is as it was in the former {Noun(action)}");
        if (reader.ReadBlob(new ContentDigest(former.Value)) is not { } before)
            return ([], $"the key text of the former {Noun(action)} is not in a depot any more");
        if (reader.ReadBlob(new ContentDigest(key.Value)) is not { } now)
            return ([], action.Outcome == ActionOutcome.NotStored ? "a compile that is not stored leaves no key text" : "the key text is not in a depot any more");
        return (KeyDiff.Compare(before, now), null);
    }

    private static string Noun(ActionRecord action) => action.Task == ActionRecord.WholeProject ? "build" : "compile";

    // Several may share the hash; the newest is what this build made, or the likeliest that it used.
    private static (ProjectEntry, ReadableDepot)? FindWhole(ActionRecord action, DepotStack stack) =>
        TreeHash.TryParse(action.Key, out var tree) && stack.FindProjects(tree).FirstOrDefault() is { Entry: { } entry, Depot: var depot } ? (entry, depot) : null;

    // The key of a bound entry can't be told from the action's: what the checkout uses is in its record.
    private static (Entry, ReadableDepot)? FindEntry(ActionRecord action, DepotStack stack, DepotReader reader)
    {
        if (!ActionKey.TryParse(action.Key, out var key))
            return null;
        var used = RootRecord.Read(stack.First.Layout, action.Root, action.Project, action.Framework, action.Configuration, action.Task);
        return reader.FindEntry(used is not null && used.KeyText == key ? used.Key : key);
    }
}
