using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Effects;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Actions;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// The compiles and steps that a project's outputs come from: those of this build, and where MSBuild found the outputs up to date, those that the last build recorded, if what they read still is the
/// same by content (MSBuild looks at times alone).
/// </summary>
internal sealed class CompiledSoFar(ProjectFacts facts, DepotSession session, FormerBuild? former)
{
    private readonly List<CompileDone> _silent = [];
    private readonly List<Effect> _formerSteps = [];

    /// <returns>Null: the outputs can't be told from their inputs; the reason says which.</returns>
    public List<CompileDone>? Of(IReadOnlyCollection<CompileDone> now, out Reason? reason)
    {
        reason = null;
        foreach (var compile in now)
        {
            if (compile.Entry is null)
                reason = new Reason(UncacheableReason.CompileNotStored, $"{compile.Step}: {compile.Reason!.Sentence}");
            else if (compile.Outputs.FirstOrDefault(o => !FileStamp.TryRead(o.Key, out var stamp) || stamp != o.Value).Key is { } changed)
                reason = new Reason(UncacheableReason.OriginUnknown, changed);
        }
        if (reason is not null)
            return null;
        var compiles = now.DistinctBy(c => c.Step).ToList();
        if (AddFormer([.. compiles.Select(c => c.Step)], compiles.SelectMany(c => c.Outputs.Keys).ToHashSet(StringComparer.Ordinal)) is { } unknown)
        {
            reason = new Reason(UncacheableReason.OriginUnknown, unknown);
            return null;
        }
        compiles.AddRange(_silent);
        return compiles;
    }

    /// <summary>What a build from clean would have said: what this one said, and what the compiles that it had no need to run said when they ran. To be asked after <see cref="Of"/>.</summary>
    /// <returns>Null: another step warned the last time and was silent now; nobody knows whether there was nothing to warn of or nothing to do.</returns>
    public IReadOnlyList<Effect>? Said(IReadOnlyList<Effect> now, out Reason? reason)
    {
        var codes = now.OfType<WarningEffect>().Select(w => w.Code).ToHashSet();
        reason = _formerSteps.OfType<WarningEffect>().FirstOrDefault(w => !codes.Contains(w.Code)) is { } lost ? new Reason(UncacheableReason.WarningHidden, lost.Code ?? "") : null;
        return reason is null ? [.. _silent.SelectMany(c => c.Entry!.Effects.Where(e => e is WarningEffect or MessageEffect)), .. now] : null;
    }

    // Takes what the former build recorded and this one did not do again. Returns what is left of something that is not what it was; null where there is nothing of the kind.
    private string? AddFormer(HashSet<string> steps, HashSet<string> outputsNow)
    {
        if (former is null)
            return null;
        string? unknown = null;
        var check = new FactCheck(facts.Here, session.Digester, new(StringComparer.Ordinal));
        var made = ProjectCache.Made(former.Entry);
        _formerSteps.AddRange(former.Entry.Effects);
        foreach (var action in former.Entry.Actions)
        {
            if (new EntryRestorer(session.Stack, facts.Here).Peek(action.KeyText, action.ExactHere(facts.Here, session.Digester, made)) is not { } entry || session.Stack.ReadBlob(new ContentDigest(action.KeyText.Value)) is not { } text)
            {
                if (!steps.Contains(action.Step))
                    unknown ??= action.Step;
                continue;
            }
            foreach (var effect in entry.Effects)
                _formerSteps.Remove(effect);
            if (steps.Contains(action.Step))
                continue;
            var outputs = entry.Files.Select(f => facts.Tokens.Resolve(f.Path)!).ToDictionary(p => p, p => former.State.Files.GetValueOrDefault(p), StringComparer.Ordinal);
            if (outputs.All(o => FileStamp.TryRead(o.Key, out var stamp) && stamp == o.Value) && check.FirstBroken(text, made) is null)
                _silent.Add(new CompileDone(action.Step, action.KeyText, entry, null, outputs, text) { Exact = action.Exact });
            else
                unknown ??= outputs.Keys.FirstOrDefault(p => File.Exists(p) && !outputsNow.Contains(p));
        }
        return unknown;
    }
}
