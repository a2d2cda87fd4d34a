using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Preferences.Resolving;

/// <summary>
/// Decides what each observed preference is. Each layer is asked in turn: the first with a value wins, unless one before it clears the key. That is what merging the layers' tables gives too
/// (a test holds the two against each other), and it tells what became of each say on the way.
/// </summary>
public static class PreferenceResolver
{
    public static PreferenceResolution Resolve(LayerStack stack, PreferenceQuery query)
    {
        var problems = new List<PreferenceProblem>(stack.Problems);
        var admissions = LayerAdmission.Of(stack, query.Package, query.Version, query.Lookup, query.Merge);
        var heard = admissions.Select(a => new HeardLayer(a, a.Layer.Preferences(query.Package))).ToList();
        var preferences = query.Declarations.Select(d => Resolve(stack, query, d, heard, problems)).ToList();
        PreferenceWarnings.Find(stack, query, admissions, problems);
        return new PreferenceResolution(query, stack, preferences, problems);
    }

    private static ResolvedPreference Resolve(LayerStack stack, PreferenceQuery query, PreferenceDeclaration declaration, IReadOnlyList<HeardLayer> heard, List<PreferenceProblem> problems)
    {
        string[] keys = [.. declaration.Keys];
        var says = new List<LayerSay>(heard.Count);
        PreferenceOrigin? decided = null;
        LayerSay? winner = null;
        foreach (var (admission, table) in heard)
        {
            var node = table.Find(keys);
            var blocks = table.Blocks(keys) ?? (query.Merge == PreferenceMerge.Shallow ? table.Members.GetValueOrDefault(keys[0])?.Origin : null);
            var outcome = !admission.IsAdmitted ? SayOutcome.NotAdmitted
                : node is null && blocks is null ? SayOutcome.Silent
                : decided is not null ? SayOutcome.Loses
                : node is not null ? SayOutcome.Wins : SayOutcome.Clears;
            var why = admission.Reason ?? (outcome == SayOutcome.Loses ? decided!.Value.Shown(stack.Root) : "");
            var say = new LayerSay(admission.Layer, outcome, node, node is null ? blocks : null, Hidden(admission.Layer, query.Package, keys, node), why);
            says.Add(say);
            if (outcome == SayOutcome.Wins)
                winner = say;
            if (admission.IsAdmitted)
                decided ??= node?.Origin ?? blocks;
        }
        return Chosen(query, declaration, winner, says, problems);
    }

    private static ResolvedPreference Chosen(PreferenceQuery query, PreferenceDeclaration declaration, LayerSay? winner, IReadOnlyList<LayerSay> says, List<PreferenceProblem> problems)
    {
        if (winner?.Node is not { } node)
            return new ResolvedPreference(declaration, null, default, null, says);
        if (declaration.Refusal(node) is { } refusal)
        {
            problems.Add(new PreferenceProblem(
                DiagnosticCodes.BadPreferenceValue, true, node.Origin.File, node.Origin.Position, $"The value of {query.Package}.{declaration.Name} {refusal} (in {query.ProjectFile})."));
            return new ResolvedPreference(declaration, null, default, null, says);
        }
        return new ResolvedPreference(declaration, ((PreferenceLeaf)node).Value, node.Origin, winner.Layer, says);
    }

    private static PreferenceLeaf? Hidden(PreferenceLayer layer, string package, string[] keys, PreferenceNode? node) =>
        layer.Local is not null && PreferenceLayer.Of(layer.Shared, package).Find(keys) is PreferenceLeaf leaf && !ReferenceEquals(leaf, node) ? leaf : null;

    private sealed record HeardLayer(LayerAdmission Admission, PreferenceTable Table);
}
