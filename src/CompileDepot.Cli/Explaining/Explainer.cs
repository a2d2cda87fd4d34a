using System.Text;
using CompileDepot.Core.Actions;
using CompileDepot.Core.Builds;
using CompileDepot.Core.Depots;
using CompileDepot.Core.Git;
using CompileDepot.Core.Hashing;

namespace CompileDepot.Cli.Explaining;

/// <summary>A step that is explained.</summary>
/// <param name="Former">What it is compared with; null where there is nothing, or nothing to compare.</param>
/// <param name="Causes">The differences, with their places; the first is the likeliest cause.</param>
internal sealed record ExplainedStep(ActionExplanation Explanation, FormerRun? Former, IReadOnlyList<Cause> Causes)
{
    public ActionRecord Action => Explanation.Action;

    /// <summary>Why the result was not stored; null where it was.</summary>
    public string? Sentence => Action.Reason.Kind == UncacheableReason.None ? null : Action.Reason.Sentence;

    /// <summary>What to do about that.</summary>
    public string? Remedy => Action.Reason.Kind == UncacheableReason.None ? null : Remedies.For(Action.Reason.Kind);
}

/// <summary>Explains steps of builds against the best former state of each.</summary>
internal sealed class Explainer
{
    private readonly DepotStack _stack;
    private readonly DepotReader _reader;
    private readonly IReadOnlyList<ActionRecord> _build;
    private readonly Lazy<IReadOnlyList<ActionRecord>> _older;
    private readonly Lazy<ILookup<(string Project, string Framework, string Configuration, string Task), ActionRecord>> _olderOf;
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string), IReadOnlyList<string>> _imports = [];
    private readonly CausePlaces _places;

    /// <param name="build">The actions of one build, of one root, by time.</param>
    public Explainer(DepotStack stack, IReadOnlyList<ActionRecord> build)
    {
        (_stack, _reader, _build) = (stack, new DepotReader(stack), build);
        Root = build[0].Root;
        Git = new GitFacts(Root);
        _places = new CausePlaces(Root, Git);
        var start = build.Min(a => a.Time);
        _older = new Lazy<IReadOnlyList<ActionRecord>>(() => [.. Repository().Where(a => a.Time < start).OrderByDescending(a => a.Time)]);
        _olderOf = new(() => Older.ToLookup(FormerRun.Step));
    }

    // Full path.
    private string Root { get; }

    public GitFacts Git { get; }

    /// <summary>All recorded actions of the repository before this build, newest first.</summary>
    public IReadOnlyList<ActionRecord> Older => _older.Value;

    /// <param name="actions">Of the build.</param>
    /// <param name="asked">What to compare an action with, whatever it was compared with otherwise; null: the best former state.</param>
    public IReadOnlyList<ExplainedStep> Explain(IEnumerable<ActionRecord> actions, Func<ActionRecord, FormerRun?>? asked = null)
    {
        var steps = actions.Select(a => (Action: a, Former: asked is not null ? asked(a) : a.Outcome == ActionOutcome.Restored ? null : Former(a))).ToList();
        var explanations = PreferencePlaces.Add(steps.Select(s => Explain(s.Action, s.Former, isAsked: asked is not null)));
        return [.. steps.Zip(explanations, (s, e) => new ExplainedStep(e, s.Former, [.. e.Differences.Select(d => _places.Find(d, s.Action, s.Former, Imports(s.Action)))]))];
    }

    private ActionExplanation Explain(ActionRecord action, FormerRun? former, bool isAsked)
    {
        if (former is null)
            return ActionExplanation.Of(action, _stack);
        var compared = action with { PreviousKey = former.Key, Differences = former.Key == action.PreviousKey && !IsKnown(action.Key) ? action.Differences : [] };
        // A step that was restored differs from others all the same, if somebody asks.
        return ActionExplanation.Of(compared, _stack, compares: isAsked);
    }

    // What is not stored leaves no text to compare; what was written down with its record is the difference to the last run of the checkout, and to no other.
    private FormerRun? Former(ActionRecord action) => action.Differences.Count > 0 && action.PreviousKey.Length > 0 && !IsKnown(action.Key)
        ? FormerRun.Last(action, _olderOf.Value[FormerRun.Step(action)])
        : FormerRun.Find(action, _olderOf.Value[FormerRun.Step(action)], c => Git.IsAncestor(c, action.Commit), IsKnown);

    private bool IsKnown(string key)
    {
        if (!_known.TryGetValue(key, out var known))
            _known[key] = known = ContentDigest.TryParse(key, out var digest) && _reader.HasBlob(digest);
        return known;
    }

    // The tree text of the same build has them.
    private IReadOnlyList<string> Imports(ActionRecord action)
    {
        var identity = (action.Project, action.Framework, action.Configuration);
        if (!_imports.TryGetValue(identity, out var imports))
        {
            var whole = _build.FirstOrDefault(a => a.Task == ActionRecord.WholeProject && (a.Project, a.Framework, a.Configuration) == identity);
            var text = whole is not null && ContentDigest.TryParse(whole.Key, out var digest) ? _reader.ReadBlob(digest) : null;
            _imports[identity] = imports = text is null ? [] : [.. Encoding.UTF8.GetString(text).Split('\n').Where(l => l.StartsWith("import ", StringComparison.Ordinal)).Select(l => KeyField.Unescape(l.Split(' ')[1]))];
        }
        return imports;
    }

    // Checkouts of one repository share its history; others may have projects of the same names.
    private IEnumerable<ActionRecord> Repository()
    {
        var common = GitRepository.Find(Root)?.CommonFolder;
        var all = BuildRecordReader.Read(_stack.First.Layout.Folder, null).SelectMany(b => b.Actions).ToList();
        var roots = all.Select(a => a.Root).Distinct().Where(r => r == Root || (common is not null && GitRepository.Find(r)?.CommonFolder == common)).ToHashSet(StringComparer.Ordinal);
        return all.Where(a => roots.Contains(a.Root));
    }
}
