using CompileDepot.Core.Settings;

namespace CompileDepot.Core.Collections;

/// <summary>Puts one collection together, by the rules of <see cref="GatheredCollection"/>. What contradicts is told once for each pair, and the first stays.</summary>
internal sealed class Gatherer(string name)
{
    private readonly List<(string, string?, ContributionValue)> _items = [];
    private readonly HashSet<ContributionValue> _values = [];
    private readonly Dictionary<string, (Producer Producer, ContributionValue Value)> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<Producer, Int128> _sums = [];
    private readonly List<CollectionProblem> _problems = [];
    private (Producer Producer, CollectionKind Kind)? _first;

    public IReadOnlyList<CollectionProblem> Problems => [.. _problems.Distinct()];

    public GatheredCollection Result => new(name, _first?.Kind, _items);

    public void Add(Producer producer, Contribution contribution)
    {
        var first = _first ??= (producer, contribution.Kind);
        if (contribution.Kind != first.Kind)
            _problems.Add(new(DiagnosticCodes.CollectionOfTwoKinds, $"The collection '{name}' is a {first.Kind.Word()} for {first.Producer}, and a {contribution.Kind.Word()} for {producer}."));
        else if (contribution.Kind == CollectionKind.Counter)
            _sums[producer] = _sums.GetValueOrDefault(producer) + ((Int64Value)contribution.Value).Number;
        else if (contribution.Kind == CollectionKind.Table ? IsNew(producer, contribution.Key!, contribution.Value) : _values.Add(contribution.Value))
            _items.Add((producer.Path, contribution.Key, contribution.Value));
    }

    /// <summary>All builds of a project have been added.</summary>
    public void EndProject(string project)
    {
        if (_sums.Count == 0)
            return;
        var sum = _sums.Values.Max();
        _sums.Clear();
        if (sum < long.MinValue || sum > long.MaxValue)
            _problems.Add(new(DiagnosticCodes.BadContribution, $"What {project} contributes to the counter '{name}' comes to {sum}, which has no 64 bits."));
        else
            _items.Add((project, null, new Int64Value((long)sum)));
    }

    private bool IsNew(Producer producer, string key, ContributionValue value)
    {
        if (_entries.TryAdd(key, (producer, value)))
            return true;
        var first = _entries[key];
        if (first.Value != value)
            _problems.Add(new(DiagnosticCodes.ContradictingEntries, $"The table '{name}' has '{key}' twice: {Shown(first.Value)} of {first.Producer}, and {Shown(value)} of {producer}."));
        return false;
    }

    private static string Shown(ContributionValue value) => value switch
    {
        StringValue text => $"\"{text.Text}\"",
        TypeValue { Assembly.Length: > 0 } type => $"{type.Name} in {type.Assembly}",
        EnumValue { Assembly.Length: > 0 } member => $"{member.Name} in {member.Assembly}",
        MethodValue { Assembly.Length: > 0 } method => $"{method.Name} in {method.Assembly}",
        _ => value.Name,
    };
}
