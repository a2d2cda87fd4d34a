using CompileDepot.Core.Actions;
using CompileDepot.Core.Caching;
using CompileDepot.Core.Hashing;
using CompileDepot.Core.IO;
using CompileDepot.Core.Projects;
using CompileDepot.Tasks.Compile;

namespace CompileDepot.Tasks.Projects;

/// <summary>
/// The compiles that a project's outputs come from: those of this build, and where MSBuild found the outputs up to date, those that the last build recorded, if what they read still is the same
/// by content (MSBuild looks at times alone).
/// </summary>
internal sealed class CompiledSoFar(ProjectFacts facts, DepotSession session)
{
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
        compiles.AddRange(Former().Where(f => !compiles.Exists(c => c.Step == f.Step)));
        return compiles;
    }

    private IEnumerable<CompileDone> Former()
    {
        if (ProjectState.TryRead(facts.StateFile) is not { } state
            || ProjectStore.Candidates(session.Stack, state.Tree).FirstOrDefault(c => c.Id == state.Entry).Entry is not { } project)
        {
            yield break;
        }
        var check = new FactCheck(facts.Here, session.Digester, new(StringComparer.Ordinal));
        var made = ProjectCache.Made(project);
        foreach (var action in project.Actions)
        {
            if (new EntryRestorer(session.Stack, facts.Here).Peek(action.KeyText, action.ExactHere(facts.Here, session.Digester, made)) is not { } entry || session.Stack.ReadBlob(new ContentDigest(action.KeyText.Value)) is not { } text)
                continue;
            var outputs = entry.Files.Select(f => facts.Tokens.Resolve(f.Path)!).ToDictionary(p => p, p => state.Files.GetValueOrDefault(p), StringComparer.Ordinal);
            if (outputs.All(o => FileStamp.TryRead(o.Key, out var stamp) && stamp == o.Value) && check.FirstBroken(text, made) is null)
                yield return new CompileDone(action.Step, action.KeyText, entry, null, outputs, text) { Exact = action.Exact };
        }
    }
}
